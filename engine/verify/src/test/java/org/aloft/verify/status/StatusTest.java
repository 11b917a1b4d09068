package org.aloft.verify.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aloft.topology.model.IpPrefix;
import org.aloft.verify.ClassicCluster;
import org.aloft.verify.observe.ClusterSeen;
import org.aloft.verify.observe.HostSeen;
import org.junit.jupiter.api.Test;

class StatusTest {
    private static final Instant NOW = Instant.parse("2026-03-14T09:26:01Z");

    @Test
    void shouldShowWhoHoldsWhatAndWhatStandsBehindEachService() {
        StatusTable status = StatusTable.of(ClassicCluster.TOPOLOGY, new ClusterSeen(ClassicCluster.hosts()));
        assertThat(status.healthy()).isTrue();
        assertThat(StatusText.table(status, NOW)).isEqualTo("""
                        WHAT                   HOST  STATE   SINCE   MORE
                        VI_1 192.168.100.10    lvs1  held
                          director             lvs1  ACTIVE  14 min  priority 100, as by priority
                          director             lvs2  BACKUP  14 min  priority 100, as by priority
                        web 192.168.100.10:80  lvs1  served          rr
                          192.168.100.200:80   web1  up              weight 1, 3 connections
                          192.168.100.222:80   web2  up              weight 1, 2 connections
                        """);
    }

    @Test
    void shouldNameHostsThatCannotBeAskedWithTheReason() throws IOException {
        Map<String, HostSeen> hosts = ClassicCluster.hosts();
        hosts.put("lvs1", HostSeen.unobserved("lvs1", "no route to host"));
        StatusTable status = StatusTable.of(ClassicCluster.TOPOLOGY, new ClusterSeen(hosts));
        assertThat(status.healthy()).isFalse();
        assertThat(StatusText.table(status, NOW)).isEqualTo("""
                        WHAT                   HOST  STATE        SINCE   MORE
                        VI_1 192.168.100.10    -     UNKNOWN
                          director             lvs1  UNREACHABLE          priority 100, no route to host
                          director             lvs2  BACKUP       14 min  priority 100, as by priority
                        web 192.168.100.10:80  -     UNKNOWN              rr
                          192.168.100.200:80   web1  UNKNOWN              no director's table seen
                          192.168.100.222:80   web2  UNKNOWN              no director's table seen
                        ! lvs1 could not be observed: no route to host
                        """);
        JsonNode json = new ObjectMapper().readTree(StatusText.json(status, "1.2.3"));
        assertThat(json.path("format").asInt()).isEqualTo(1);
        assertThat(json.path("aloft_version").asText()).isEqualTo("1.2.3");
        assertThat(json.path("healthy").asBoolean()).isFalse();
        assertThat(json.path("unreachable").path("lvs1").asText()).isEqualTo("no route to host");
    }

    @Test
    void shouldSayThatNoneHoldsAVipOnlyWhereEveryDirectorAnswered() {
        Map<String, HostSeen> hosts = ClassicCluster.hosts();
        hosts.put("lvs1", hosts.get("lvs2"));
        StatusTable status = StatusTable.of(ClassicCluster.TOPOLOGY, new ClusterSeen(hosts));
        assertThat(StatusText.table(status, NOW)).contains("NO HOLDER", "NOT SERVED");
    }

    @Test
    void shouldTellOfADirectorThatStillCarriesTheVipOnLoopback() throws IOException {
        Map<String, HostSeen> hosts = ClassicCluster.hosts();
        List<HostSeen.HeldAddress> addresses = new ArrayList<>(hosts.get("lvs2").addresses());
        addresses.add(new HostSeen.HeldAddress("lo", new IpPrefix(ClassicCluster.VIP, 32)));
        hosts.put("lvs2", hosts.get("lvs2").with(addresses));
        StatusTable status = StatusTable.of(ClassicCluster.TOPOLOGY, new ClusterSeen(hosts));
        assertThat(status.healthy()).isFalse();
        assertThat(StatusText.json(status, "1.2.3")).contains("\"real_servers\"", "\"active_connections\"");
        assertThat(StatusText.table(status, NOW)).contains("held", "lvs2 still carries it on lo: run `aloft apply`");
        JsonNode vip =
                new ObjectMapper().readTree(StatusText.json(status, "1.2.3")).at("/instances/0/vips/0");
        assertThat(vip.path("left_on_loopback").path(0).asText()).isEqualTo("lvs2");
    }
}
