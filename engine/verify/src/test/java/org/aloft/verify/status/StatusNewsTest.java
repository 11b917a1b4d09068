package org.aloft.verify.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.aloft.verify.ClassicCluster;
import org.aloft.verify.observe.ClusterSeen;
import org.aloft.verify.observe.HostSeen;
import org.junit.jupiter.api.Test;

class StatusNewsTest {
    private static StatusTable table(Map<String, HostSeen> hosts) {
        return StatusTable.of(ClassicCluster.TOPOLOGY, new ClusterSeen(hosts));
    }

    private final Map<String, HostSeen> hosts = ClassicCluster.hosts();
    private final StatusTable healthy = table(hosts);

    private List<String> news() {
        return StatusNews.between(healthy, table(hosts));
    }

    @Test
    void shouldTellNothingWhereNothingHasChanged() {
        assertThat(news()).isEmpty();
    }

    @Test
    void shouldTellWhoHoldsTheVipNow() {
        HostSeen one = hosts.get("lvs1");
        HostSeen other = hosts.get("lvs2");
        hosts.put("lvs1", one.with(other.addresses()).with(other.agent().orElseThrow()));
        hosts.put("lvs2", other.with(one.addresses()).with(one.agent().orElseThrow()));
        assertThat(news())
                .contains(
                        "VI_1 192.168.100.10 is held by lvs2",
                        "VI_1 on lvs1 is BACKUP: as by priority",
                        "VI_1 on lvs2 is ACTIVE: as by priority");
    }

    @Test
    void shouldTellOfADirectorOnlyWhereItsStateIsAnother() {
        hosts.put("lvs2", HostSeen.unobserved("lvs2", "no answer for 3 s"));
        StatusTable without = table(hosts);
        assertThat(news()).contains("VI_1 on lvs2 is UNREACHABLE: no answer for 3 s");
        hosts.put("lvs2", HostSeen.unobserved("lvs2", "no answer for 4 s"));
        assertThat(StatusNews.between(without, table(hosts))).isEmpty();
    }

    @Test
    void shouldCallTwoHoldersByTheirName() {
        hosts.put("lvs2", hosts.get("lvs2").with(hosts.get("lvs1").addresses()));
        assertThat(news()).containsExactly("VI_1 192.168.100.10 is held by lvs1 and lvs2: SPLIT BRAIN");
    }

    @Test
    void shouldTellOfAHostThatDoesNotAnswerOnceAndOfItsReturn() {
        hosts.put("web1", HostSeen.unobserved("web1", "no route to host"));
        StatusTable without = table(hosts);
        assertThat(news()).containsExactly("web1 could not be observed: no route to host");
        hosts.put("web1", HostSeen.unobserved("web1", "connect timed out"));
        assertThat(StatusNews.between(without, table(hosts))).isEmpty();
        assertThat(StatusNews.between(without, healthy)).containsExactly("web1 answers again");
    }

    @Test
    void shouldTellOfARealServerThatGetsNoRequestsAnyMore() {
        hosts.put(
                "lvs1",
                ClassicCluster.director(
                        "lvs1",
                        "64",
                        List.of("192.168.100.100/24", "192.168.100.10/32"),
                        "ACTIVE",
                        ClassicCluster.table(0)));
        StatusTable without = table(hosts);
        assertThat(news()).containsExactly("web: web1 192.168.100.200:80 is DOWN");
        assertThat(StatusNews.between(without, healthy)).containsExactly("web: web1 192.168.100.200:80 is up");
    }
}
