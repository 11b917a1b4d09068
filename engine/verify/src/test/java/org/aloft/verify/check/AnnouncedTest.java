package org.aloft.verify.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.model.Topology;
import org.aloft.verify.ClassicCluster;
import org.aloft.verify.observe.AgentStatus;
import org.aloft.verify.observe.BgpTable;
import org.aloft.verify.observe.ClusterSeen;
import org.aloft.verify.observe.HostSeen;
import org.aloft.verify.status.StatusTable;
import org.aloft.verify.status.StatusText;
import org.junit.jupiter.api.Test;

/** Two directors that are both active, and announce their VIP to a router; each test breaks one thing. */
class AnnouncedTest {
    private static final Topology TOPOLOGY = ClassicCluster.announcing();

    /** As FRR 8.4.4 prints it, shortened. */
    private static final String PRINTED = """
            {
            "ipv4Unicast":{
              "routerId":"192.168.100.100",
              "as":65001,
              "peers":{
                "192.168.100.2":{
                  "remoteAs":65000,
                  "pfxSnt":1,
                  "state":"Established",
                  "peerState":"OK"
                }
              },
              "bestPath":{
                "multiPathRelax":"false"
              }
            }
            }
            {
             "vrfId": 0,
             "routerId": "192.168.100.100",
             "routes": { "192.168.100.10/32": [{"valid":true,"bestpath":true,"prefix":"192.168.100.10"}]
             }  }
            {
             "vrfId": 0,
             "routes": {  }  }
            """;

    private static Map<String, HostSeen> hosts() {
        Map<String, HostSeen> hosts = ClassicCluster.hosts();
        hosts.put("lvs1", director("lvs1", "192.168.100.100", true, ClassicCluster.SILENT, PRINTED));
        hosts.put("lvs2", director("lvs2", "192.168.100.111", true, ClassicCluster.SILENT, PRINTED));
        return hosts;
    }

    private static HostSeen director(
            String name, String address, boolean onLo, Map<String, String> sysctls, String bgp) {
        HostSeen seen = ClassicCluster.director(
                name, name.substring(3), List.of(address + "/24"), "ACTIVE", ClassicCluster.table(1));
        Map<String, String> all = new HashMap<>(seen.sysctls());
        all.putAll(sysctls);
        List<HostSeen.HeldAddress> addresses = new ArrayList<>(seen.addresses());
        if (onLo) {
            addresses.addAll(ClassicCluster.host(name, "1", List.of(), Map.of(), List.of("192.168.100.10/32"))
                    .addresses());
        }
        return new HostSeen(
                name,
                Optional.empty(),
                addresses,
                seen.macs(),
                all,
                seen.ipvs(),
                seen.services(),
                seen.agent(),
                Optional.empty(),
                BgpTable.parse(bgp),
                Map.of());
    }

    private static String seen(Map<String, HostSeen> hosts) {
        List<CheckResult> results = new Announced().judge(Findings.of(TOPOLOGY, new ClusterSeen(hosts)));
        assertThat(results).hasSize(2);
        assertThat(results.get(0).failed()).as(results.get(0).toString()).isFalse();
        return results.get(1).failed() ? results.get(1).seen() : "";
    }

    private static String withSecond(HostSeen director) {
        Map<String, HostSeen> hosts = hosts();
        hosts.put("lvs2", director);
        return seen(hosts);
    }

    @Test
    void shouldFindNothingWrongWithDirectorsThatAllHaveTheVip() {
        assertThat(Inspection.judge(Check.ofHealth(), Findings.of(TOPOLOGY, new ClusterSeen(hosts()))))
                .as("the IPVS table of both is judged, and nobody looks for one holder")
                .noneMatch(CheckResult::failed)
                .extracting(CheckResult::subject)
                .contains("web on lvs1", "web on lvs2")
                .doesNotContain("192.168.100.10");
    }

    @Test
    void shouldFindASessionThatIsDown() {
        assertThat(withSecond(director(
                        "lvs2",
                        "192.168.100.111",
                        true,
                        ClassicCluster.SILENT,
                        PRINTED.replace("Established", "Active"))))
                .isEqualTo("the session with 192.168.100.2 is Active");
        assertThat(withSecond(director(
                        "lvs2", "192.168.100.111", true, ClassicCluster.SILENT, "Exiting: failed to connect\n")))
                .isEqualTo("FRR does not answer");
        assertThat(withSecond(HostSeen.unobserved("lvs2", "no route"))).contains("no route");
    }

    @Test
    void shouldFindAVipThatIsNotAnnounced() {
        String without = PRINTED.replace("192.168.100.10/32", "192.168.100.9/32");
        assertThat(withSecond(director("lvs2", "192.168.100.111", false, ClassicCluster.SILENT, without)))
                .isEqualTo("192.168.100.10 is not on lo");
        assertThat(withSecond(director("lvs2", "192.168.100.111", true, ClassicCluster.SILENT, without)))
                .isEqualTo("192.168.100.10 is on lo and not offered");
    }

    @Test
    void shouldSayThatAServiceHasLostItsQuorum() {
        AgentStatus lost = new AgentStatus(
                "aloftd 0.1.0",
                List.of(),
                List.of(new AgentStatus.Service(
                        "192.168.100.10",
                        80,
                        List.of(new AgentStatus.RealServer("192.168.100.200", 80, 1, false, Optional.empty())))));
        String without = PRINTED.replace("192.168.100.10/32", "192.168.100.9/32");
        assertThat(withSecond(director("lvs2", "192.168.100.111", false, ClassicCluster.SILENT, without)
                        .with(lost)))
                .isEqualTo("192.168.100.10 is withdrawn: web has lost its quorum");
        assertThat(withSecond(director("lvs2", "192.168.100.111", true, ClassicCluster.SILENT, PRINTED)
                        .with(lost)))
                .isEqualTo("192.168.100.10 is still announced: web has lost its quorum");
    }

    @Test
    void shouldFindADirectorThatAnswersArp() {
        assertThat(withSecond(director("lvs2", "192.168.100.111", true, Map.of(), PRINTED)))
                .isEqualTo("arp_ignore is 0 on all; arp_announce is 0 on all");
    }

    @Test
    void shouldShowWhoAnnounces() {
        Map<String, HostSeen> hosts = hosts();
        StatusTable well = StatusTable.of(TOPOLOGY, new ClusterSeen(hosts));
        assertThat(well.healthy()).isTrue();
        assertThat(StatusText.table(well, Instant.EPOCH))
                .containsPattern("VIP 192.168.100.10 +lvs1 +ANNOUNCED +BGP with 192.168.100.2 Established")
                .containsPattern("web 192.168.100.10:80 +lvs[12] +served");

        hosts.put(
                "lvs2",
                director(
                        "lvs2",
                        "192.168.100.111",
                        false,
                        ClassicCluster.SILENT,
                        PRINTED.replace("100.10/32", "100.9/32")));
        StatusTable withdrawn = StatusTable.of(TOPOLOGY, new ClusterSeen(hosts));
        assertThat(withdrawn.healthy()).isFalse();
        assertThat(StatusText.json(withdrawn, "1"))
                .contains(
                        "{\"host\":\"lvs2\",\"state\":\"WITHDRAWN\",\"sessions\":{\"192.168.100.2\":\"Established\"}}");

        hosts.put("lvs2", HostSeen.unobserved("lvs2", "no route"));
        assertThat(StatusText.table(StatusTable.of(TOPOLOGY, new ClusterSeen(hosts)), Instant.EPOCH))
                .containsPattern("VIP 192.168.100.10 +lvs2 +UNREACHABLE");
    }
}
