package org.aloft.verify.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;
import org.aloft.verify.ClassicCluster;
import org.aloft.verify.observe.ClusterSeen;
import org.aloft.verify.observe.HostSeen;
import org.aloft.verify.observe.IpvsTable;
import org.aloft.verify.status.StatusTable;
import org.junit.jupiter.api.Test;

/** Services by mark, of every port, with sorry servers and with real servers that are not managed. */
class ServicesSeenTest {
    private static final VirtualService WEB = ClassicCluster.TOPOLOGY.services().get(0);
    private static final VirtualService.RealServer STRANGER = new VirtualService.RealServer(
            Optional.empty(), ClassicCluster.address("192.168.100.9"), 80, 1, VirtualService.Handling.PLAIN);
    private static final VirtualService.SorryServer SORRY =
            new VirtualService.SorryServer(Optional.of("client"), ClassicCluster.address("192.168.100.20"), 80, true);

    @Test
    void shouldFindAServiceByItsMark() {
        VirtualService marked = with(new VirtualService.Mark(7), WEB.scheduling(), Optional.empty(), anyPort());
        assertThat(ipvs(marked, """
                FWM  00000007 rr
                  -> C0A864C8:0000      Route   1      0          0
                  -> C0A864DE:0000      Route   1      0          0
                """)).isEmpty();
        assertThat(ipvs(marked, "FWM  00000008 rr\n")).contains("no such service");
        assertThat(StatusTable.of(topology(marked), seen("")).services().get(0).address())
                .isEqualTo("192.168.100.10 mark 7");
    }

    @Test
    void shouldCompareWhoCountsAsOneClient() {
        Optional<VirtualService.Persistence> persistence =
                Optional.of(new VirtualService.Persistence(Duration.ofMinutes(5), Optional.of(24)));
        VirtualService every =
                with(new VirtualService.Port(VirtualService.Protocol.TCP, 0), WEB.scheduling(), persistence, anyPort());
        String destinations = """
                  -> C0A864C8:0000      Route   1      0          0
                  -> C0A864DE:0000      Route   1      0          0
                """;
        assertThat(ipvs(every, "TCP  C0A8640A:0000 rr  persistent 30000 FFFFFF00\n" + destinations))
                .isEmpty();
        assertThat(ipvs(every, "TCP  C0A8640A:0000 rr  persistent 30000 FFFFFFFF\n" + destinations))
                .contains("agree in 32 bits");
        assertThat(ipvs(every, "TCP  C0A8640A:0000 rr \n" + destinations)).contains("it is not persistent");
    }

    @Test
    void shouldCompareOnePacketScheduling() {
        VirtualService dns = with(
                new VirtualService.Port(VirtualService.Protocol.UDP, 80),
                new VirtualService.Scheduling("rr", Set.of(), true),
                Optional.empty(),
                WEB.realServers());
        String destinations = """
                  -> C0A864C8:0050      Route   1      0          0
                  -> C0A864DE:0050      Route   1      0          0
                """;
        assertThat(ipvs(dns, "UDP  C0A8640A:0050 rr ops  \n" + destinations)).isEmpty();
        assertThat(ipvs(dns, "UDP  C0A8640A:0050 rr  \n" + destinations)).contains("does not schedule each packet");
    }

    @Test
    void shouldSayThatTheSorryServerServes() {
        VirtualService web = withSorry(new VirtualService.Quorum(1, 0));
        String header = "TCP  C0A8640A:0050 rr\n";
        String waiting = "  -> C0A86414:0050      Route   0      0          0\n";
        String servers = """
                  -> C0A864C8:0050      Route   1      0          0
                  -> C0A864DE:0050      Route   1      0          0
                """;
        assertThat(ipvs(web, header + servers + waiting)).isEmpty();
        assertThat(ipvs(web, header + waiting.replace("Route   0", "Route   1")))
                .contains("web1 is missing", "the sorry server 192.168.100.20:80 serves");
        CheckResult prepared = new RealServersPrepared()
                .judge(Findings.of(topology(web), seen(""))).stream()
                        .filter(CheckResult::failed)
                        .findFirst()
                        .orElseThrow();
        assertThat(prepared.subject()).isEqualTo("web on client");
    }

    @Test
    void shouldNameWhatIsNotManagedByItsAddress() {
        VirtualService web = WEB.withRealServers(List.of(WEB.realServers().get(0), STRANGER));
        assertThat(ipvs(web, "TCP  C0A8640A:0050 rr\n  -> C0A864C8:0050      Route   1      0          0\n"))
                .contains("192.168.100.9 is missing");
        assertThat(StatusTable.of(topology(web), seen("")).services().get(0).realServers())
                .extracting(StatusTable.RealServerRow::host)
                .containsExactly("web1", "192.168.100.9");
        assertThat(new RealServersPrepared().judge(Findings.of(topology(web), seen(""))))
                .extracting(CheckResult::subject)
                .containsExactly("web on web1");
    }

    @Test
    void shouldNotExpectOneClientAtEveryRealServerOfAServiceThatKeepsIt() {
        VirtualService kept =
                with(WEB.target(), VirtualService.Scheduling.by("sh"), Optional.empty(), WEB.realServers());
        RequestsSeen one = new RequestsSeen("client", 12, Map.of("web2", 12), Map.of(), Map.of(), true);
        Findings findings = new Findings(topology(kept), seen(""), Map.of(), Map.of("web", one));
        assertThat(new RequestsReach().judge(findings)).singleElement().satisfies(result -> {
            assertThat(result.failed()).isFalse();
            assertThat(result.seen()).contains("stays with one real server");
        });
    }

    @Test
    void shouldNotAskForSilenceOfArpWhereTheVipIsIpv6() {
        VirtualService six = new VirtualService(
                WEB.name(),
                ClassicCluster.address("fd00::10"),
                WEB.target(),
                WEB.scheduling(),
                WEB.forwarding(),
                WEB.persistence(),
                WEB.fallback(),
                WEB.realServers(),
                WEB.checks());
        Map<String, HostSeen> hosts = ClassicCluster.hosts();
        hosts.put(
                "web1",
                ClassicCluster.host("web1", "c8", List.of("192.168.100.200/24"), Map.of(), List.of("fd00::10/128")));
        List<CheckResult> results = new RealServersPrepared().judge(Findings.of(topology(six), new ClusterSeen(hosts)));
        assertThat(results).extracting(CheckResult::failed).containsExactly(false, true);
        assertThat(results).extracting(CheckResult::seen).containsExactly("fd00::10 on lo", "fd00::10 is not on lo");
    }

    private static List<VirtualService.RealServer> anyPort() {
        return WEB.realServers().stream()
                .map(server -> new VirtualService.RealServer(
                        server.host(), server.address(), 0, server.weight(), server.handling()))
                .toList();
    }

    private static VirtualService with(
            VirtualService.Target target,
            VirtualService.Scheduling scheduling,
            Optional<VirtualService.Persistence> persistence,
            List<VirtualService.RealServer> servers) {
        return new VirtualService(
                WEB.name(),
                WEB.vip(),
                target,
                scheduling,
                WEB.forwarding(),
                persistence,
                WEB.fallback(),
                servers,
                WEB.checks());
    }

    private static VirtualService withSorry(VirtualService.Quorum quorum) {
        VirtualService.Fallback none = VirtualService.Fallback.NONE;
        return new VirtualService(
                WEB.name(),
                WEB.vip(),
                WEB.target(),
                WEB.scheduling(),
                WEB.forwarding(),
                WEB.persistence(),
                new VirtualService.Fallback(
                        quorum, Optional.of(SORRY), none.whenFailed(), false, none.quorumUp(), none.quorumDown()),
                WEB.realServers(),
                WEB.checks());
    }

    private static Topology topology(VirtualService service) {
        return ClassicCluster.withService(service);
    }

    private static ClusterSeen seen(String table) {
        Map<String, HostSeen> hosts = ClassicCluster.hosts();
        hosts.put(
                "lvs1",
                ClassicCluster.director(
                        "lvs1",
                        "64",
                        List.of("192.168.100.100/24", "192.168.100.10/32"),
                        "ACTIVE",
                        IpvsTable.parse(table)));
        return new ClusterSeen(hosts);
    }

    /** What the check says is wrong; nothing when it passes. */
    private static String ipvs(VirtualService service, String table) {
        CheckResult result = new IpvsAsWanted()
                .judge(Findings.of(topology(service), seen(table))).stream()
                        .findFirst()
                        .orElseThrow();
        return result.failed() ? result.seen() : "";
    }
}
