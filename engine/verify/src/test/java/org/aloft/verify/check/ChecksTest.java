package org.aloft.verify.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.aloft.topology.model.AgentKind;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.VirtualService;
import org.aloft.verify.ClassicCluster;
import org.aloft.verify.observe.AgentStatus;
import org.aloft.verify.observe.ArpAnswers;
import org.aloft.verify.observe.ClusterSeen;
import org.aloft.verify.observe.HostSeen;
import org.aloft.verify.observe.IpvsTable;
import org.junit.jupiter.api.Test;

/** Every check passes on a healthy cluster, and each can fail. */
class ChecksTest {
    @Test
    void shouldPassEverythingOnAHealthyCluster() {
        List<CheckResult> results = Inspection.judge(Check.all(), ClassicCluster.healthy());
        assertThat(results).hasSize(9).allSatisfy(result -> {
            assertThat(result.verdict()).as(result.toString()).isEqualTo(CheckResult.Verdict.PASSED);
            assertThat(result.seen()).isNotEmpty();
        });
    }

    @Test
    void shouldFindAVipThatNobodyHolds() {
        Map<String, HostSeen> hosts = ClassicCluster.hosts();
        hosts.put("lvs1", lvs1(List.of("192.168.100.100/24"), "BACKUP", ClassicCluster.table(1)));
        assertThat(only(new OneHolder(), hosts).seen()).isEqualTo("no director holds it");
        assertThat(only(new IpvsAsWanted(), hosts).seen()).isEqualTo("no director holds 192.168.100.10");
    }

    @Test
    void shouldFindASplitBrain() {
        Map<String, HostSeen> hosts = ClassicCluster.hosts();
        hosts.put(
                "lvs2",
                ClassicCluster.director(
                        "lvs2",
                        "6f",
                        List.of("192.168.100.111/24", "192.168.100.10/32"),
                        "ACTIVE",
                        ClassicCluster.table(1)));
        CheckResult result = only(new OneHolder(), hosts);
        assertThat(result.seen())
                .isEqualTo("lvs1 carries it on ens33 and lvs2 carries it on ens33 at once (split brain)");
        assertThat(result.fix()).contains("protocol 112");
    }

    @Test
    void shouldSayWhyTheDirectorsDoNotHearEachOther() {
        Map<String, HostSeen> hosts = ClassicCluster.hosts();
        hosts.put(
                "lvs2",
                ClassicCluster.director(
                        "lvs2",
                        "6f",
                        List.of("192.168.100.111/24", "192.168.100.10/32"),
                        "ACTIVE",
                        ClassicCluster.table(1),
                        Map.of("authenticationData", 312L)));
        assertThat(only(new OneHolder(), hosts).fix())
                .startsWith("lvs2 drops adverts since its agent started, 312 for their authenticationData: ");
    }

    @Test
    void shouldFindAMemberWithAnotherVersionOfAloftd() {
        Map<String, HostSeen> hosts = ClassicCluster.hosts();
        AgentStatus agent = hosts.get("lvs2").agent().orElseThrow();
        hosts.put(
                "lvs2",
                hosts.get("lvs2").with(new AgentStatus("aloftd 0.0.9", agent.instances(), agent.virtualServices())));
        assertThat(only(new SameAgents(), hosts).seen()).isEqualTo("lvs1 runs aloftd 0.1.0, lvs2 runs aloftd 0.0.9");
        hosts.put("lvs2", HostSeen.unobserved("lvs2", "no route to host"));
        assertThat(new SameAgents().judge(ClassicCluster.findings(hosts)))
                .extracting(CheckResult::verdict)
                .containsExactly(CheckResult.Verdict.SKIPPED);
    }

    @Test
    void shouldSayOnWhichInterfaceADirectorStillCarriesTheVipFromItsTimeAsARealServer() {
        Map<String, HostSeen> hosts = ClassicCluster.hosts();
        HostSeen lvs2 = hosts.get("lvs2");
        hosts.put("lvs2", lvs2.with(onLoopback(lvs2, "192.168.100.10", 32)));
        CheckResult result = only(new OneHolder(), hosts);
        assertThat(result.seen()).isEqualTo("lvs1 carries it on ens33 and lvs2 carries it on lo at once (split brain)");
        assertThat(result.fix())
                .isEqualTo("on lvs2 the address on lo is left over from a time as a real server: "
                        + "`aloft apply` takes it away");

        HostSeen lvs1 = hosts.get("lvs1");
        hosts.put("lvs1", lvs1.with(onLoopback(lvs1, "192.168.100.10", 32)));
        hosts.put("lvs2", lvs2);
        assertThat(only(new OneHolder(), hosts).seen()).isEqualTo("lvs1 carries it on ens33 and lo");
    }

    @Test
    void shouldLetADirectorThatIsARealServerOfTheSameVipCarryItOnLoopback() {
        Map<String, HostSeen> hosts = ClassicCluster.hosts();
        HostSeen lvs2 = hosts.get("lvs2");
        hosts.put("lvs2", lvs2.with(onLoopback(lvs2, "192.168.100.10", 32)));
        Findings findings = Findings.of(ClassicCluster.withRealServer("lvs2"), new ClusterSeen(hosts));
        assertThat(failures(new OneHolder(), findings)).isEmpty();
    }

    private static List<HostSeen.HeldAddress> onLoopback(HostSeen host, String address, int length) {
        List<HostSeen.HeldAddress> held = new ArrayList<>(host.addresses());
        held.add(new HostSeen.HeldAddress("lo", new IpPrefix(ClassicCluster.address(address), length)));
        return held;
    }

    @Test
    void shouldNotTakeAnUnreachableDirectorForAHealthyOne() {
        Map<String, HostSeen> hosts = ClassicCluster.hosts();
        hosts.put("lvs2", HostSeen.unobserved("lvs2", "no route to host"));
        assertThat(only(new OneHolder(), hosts).seen()).contains("lvs2 could not be observed: no route to host");
        assertThat(failures(new DirectorsPrepared(), ClassicCluster.findings(hosts)))
                .hasSize(1);
    }

    @Test
    void shouldNotSayHeldByNoneOfADirectorWhoseAnswerWasCutOff() {
        Map<String, HostSeen> hosts = ClassicCluster.hosts();
        hosts.put("lvs1", HostSeen.unobserved("lvs1", "its answer was cut off"));
        assertThat(only(new OneHolder(), hosts).seen())
                .contains("lvs1 could not be observed: its answer was cut off")
                .isNotEqualTo("no director holds it");
    }

    @Test
    void shouldFindARealServerThatAnswersArp() {
        CheckResult result = arp(ClassicCluster.arp("64", "c8"));
        assertThat(result.seen()).contains("web1's ens33 (02:00:00:00:00:c8)").doesNotContain("lvs1's");
        assertThat(result.fix()).contains("on web1", "arp_ignore", "aloft apply");
    }

    @Test
    void shouldFindAMachineThatNobodyKnowsAndSilence() {
        assertThat(arp(ClassicCluster.arp("64", "99")).seen()).contains("not in the inventory");
        assertThat(arp(ClassicCluster.arp()).seen()).startsWith("no answer");
    }

    @Test
    void shouldFindAStandbyThatAnswersArp() {
        assertThat(arp(ClassicCluster.arp("6f")).seen()).contains("lvs2's ens33");
    }

    @Test
    void shouldSayWhyArpCouldNotBeAsked() {
        Findings healthy = ClassicCluster.healthy();
        Findings behindRouter = new Findings(
                healthy.topology(),
                healthy.cluster(),
                Map.of(ClassicCluster.VIP, ArpAnswers.impossible("the VIP is behind a router")),
                Map.of());
        assertThat(new ArpAnswered().judge(behindRouter)).singleElement().satisfies(result -> {
            assertThat(result.verdict()).isEqualTo(CheckResult.Verdict.SKIPPED);
            assertThat(result.seen()).contains("router");
        });
    }

    @Test
    void shouldFindEachWayInWhichATableDiffers() {
        IpvsTable.Destination web2 =
                new IpvsTable.Destination(ClassicCluster.address("192.168.100.222"), 80, "Masq", 1, 0, 0);
        IpvsTable.Destination stranger =
                new IpvsTable.Destination(ClassicCluster.address("192.168.100.9"), 80, "Route", 1, 0, 0);
        assertThat(table(ClassicCluster.table("wlc", List.of(web2, stranger))))
                .contains("scheduler is wlc")
                .contains("web1 is missing (the agent says it is down)")
                .contains("web2 has forwarding method Masq")
                .contains("192.168.100.9:80 is in the table but not in the topology");
        assertThat(table(ClassicCluster.table(7))).isEqualTo("web1 has weight 7");
        assertThat(table(new IpvsTable(List.of()))).contains("no such service");
    }

    @Test
    void shouldCountRealServersThatAreMany() {
        List<VirtualService.RealServer> servers = IntStream.rangeClosed(1, 20)
                .mapToObj(number -> new VirtualService.RealServer(
                        "web" + number, ClassicCluster.address("192.168.101." + number), 80, number == 7 ? 5 : 1))
                .toList();
        VirtualService web = ClassicCluster.TOPOLOGY.services().get(0).withRealServers(servers);
        Findings findings = Findings.of(ClassicCluster.withService(web), new ClusterSeen(ClassicCluster.hosts()));
        assertThat(new IpvsAsWanted().judge(findings)).singleElement().satisfies(result -> assertThat(result.expected())
                .endsWith(" with 19 real servers Route weight 1, web7 Route weight 5"));
    }

    @Test
    void shouldFindARealServerThatWouldAnswerArp() {
        Map<String, HostSeen> hosts = ClassicCluster.hosts();
        hosts.put("web1", ClassicCluster.realServer("web1", "c8", "192.168.100.200/24", Map.of()));
        assertThat(only(new RealServersPrepared(), hosts).seen())
                .contains("arp_ignore is 0 on ens33", "arp_announce is 0 on ens33");
    }

    @Test
    void shouldTakeTheLargerOfAllAndTheInterface() {
        Map<String, HostSeen> hosts = ClassicCluster.hosts();
        Map<String, String> onInterface =
                Map.of("net.ipv4.conf.ens33.arp_ignore", "1", "net.ipv4.conf.ens33.arp_announce", "2");
        hosts.put("web1", ClassicCluster.realServer("web1", "c8", "192.168.100.200/24", onInterface));
        assertThat(failures(new RealServersPrepared(), ClassicCluster.findings(hosts)))
                .isEmpty();
        Map<String, String> onLoopback =
                Map.of("net.ipv4.conf.lo.arp_ignore", "1", "net.ipv4.conf.lo.arp_announce", "2");
        hosts.put("web1", ClassicCluster.realServer("web1", "c8", "192.168.100.200/24", onLoopback));
        assertThat(failures(new RealServersPrepared(), ClassicCluster.findings(hosts)))
                .hasSize(1);
    }

    @Test
    void shouldFindARealServerWithoutTheVipOrWithAWiderOne() {
        Map<String, HostSeen> hosts = ClassicCluster.hosts();
        hosts.put(
                "web1",
                ClassicCluster.host(
                        "web1",
                        "c8",
                        List.of("192.168.100.200/24"),
                        ClassicCluster.SILENT,
                        List.of("192.168.100.10/24")));
        CheckResult wider = only(new RealServersPrepared(), hosts);
        assertThat(wider.seen())
                .isEqualTo("192.168.100.10 is not on lo as /32; "
                        + "192.168.100.10/24 is on lo, which makes that whole network local to the host");
        assertThat(wider.fix()).isEqualTo("on web1: ip addr del 192.168.100.10/24 dev lo; then run `aloft apply`");

        HostSeen web1 = ClassicCluster.hosts().get("web1");
        hosts.put("web1", web1.with(onLoopback(web1, "192.168.100.10", 24)));
        assertThat(only(new RealServersPrepared(), hosts).seen()).startsWith("192.168.100.10/24 is on lo");

        hosts.put(
                "web1",
                ClassicCluster.host("web1", "c8", List.of("192.168.100.200/24"), ClassicCluster.SILENT, List.of()));
        assertThat(only(new RealServersPrepared(), hosts).seen()).isEqualTo("192.168.100.10 is not on lo");
    }

    @Test
    void shouldFindADirectorWhoseAgentIsDownOrInFault() {
        Map<String, HostSeen> hosts = ClassicCluster.hosts();
        hosts.put(
                "lvs2",
                ClassicCluster.director("lvs2", "6f", List.of("192.168.100.111/24"), "FAULT", ClassicCluster.table(1)));
        assertThat(only(new DirectorsPrepared(), hosts).seen()).contains("VI_1 is FAULT");
        hosts.put("lvs2", ClassicCluster.host("lvs2", "6f", List.of(), Map.of(), List.of()));
        assertThat(only(new DirectorsPrepared(), hosts).seen())
                .contains("aloftd is unknown", "ip_forward is unknown", "does not answer");
    }

    @Test
    void shouldJudgeKeepalivedWithoutAStatusOfItsOwn() {
        Map<String, HostSeen> hosts = ClassicCluster.hosts();
        for (String name : List.of("lvs1", "lvs2")) {
            HostSeen seen = hosts.get(name);
            hosts.put(
                    name,
                    new HostSeen(
                            name,
                            Optional.empty(),
                            seen.addresses(),
                            seen.macs(),
                            seen.sysctls(),
                            seen.ipvs(),
                            Map.of("keepalived", "active"),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Map.of()));
        }
        Findings findings = Findings.of(ClassicCluster.topology(AgentKind.KEEPALIVED), new ClusterSeen(hosts));
        assertThat(Inspection.judge(Check.ofHealth(), findings)).noneMatch(CheckResult::failed);
    }

    @Test
    void shouldFindRequestsThatFailOrMissARealServer() {
        assertThat(requests(new RequestsSeen("client", 12, Map.of("web2", 12), Map.of(), Map.of(), true)))
                .contains("none reached web1");
        assertThat(requests(new RequestsSeen("client", 12, Map.of("web2", 6), Map.of("refused", 6), Map.of(), false)))
                .contains("6 of 12", "refused 6");
        assertThat(requests(new RequestsSeen(
                        "client", 12, Map.of("web2", 12), Map.of(), Map.of("web1", "connection refused"), false)))
                .contains("web1 asked directly: connection refused");
    }

    @Test
    void shouldSayThatRealServersCannotBeToldApart() {
        RequestsSeen alike = new RequestsSeen("client", 12, Map.of("someone", 12), Map.of(), Map.of(), false);
        assertThat(new RequestsReach().judge(withRequests(alike)))
                .singleElement()
                .satisfies(result -> {
                    assertThat(result.failed()).isFalse();
                    assertThat(result.seen()).contains("cannot be told apart");
                });
    }

    private static HostSeen lvs1(List<String> addresses, String state, IpvsTable table) {
        return ClassicCluster.director("lvs1", "64", addresses, state, table);
    }

    private static String table(IpvsTable table) {
        Map<String, HostSeen> hosts = ClassicCluster.hosts();
        hosts.put("lvs1", lvs1(List.of("192.168.100.100/24", "192.168.100.10/32"), "ACTIVE", table));
        return only(new IpvsAsWanted(), hosts).seen();
    }

    private static CheckResult arp(ArpAnswers answers) {
        Findings healthy = ClassicCluster.healthy();
        return only(
                new ArpAnswered(),
                new Findings(
                        healthy.topology(),
                        healthy.cluster(),
                        Map.of(ClassicCluster.VIP, answers),
                        healthy.requests()));
    }

    private static String requests(RequestsSeen seen) {
        return only(new RequestsReach(), withRequests(seen)).seen();
    }

    private static Findings withRequests(RequestsSeen seen) {
        Findings healthy = ClassicCluster.healthy();
        return new Findings(healthy.topology(), healthy.cluster(), healthy.arp(), Map.of("web", seen));
    }

    private static CheckResult only(Check check, Map<String, HostSeen> hosts) {
        return only(check, ClassicCluster.findings(hosts));
    }

    private static CheckResult only(Check check, Findings findings) {
        List<CheckResult> failures = failures(check, findings);
        assertThat(failures).hasSize(1);
        assertThat(failures.get(0).expected()).isNotEmpty();
        assertThat(failures.get(0).fix()).isNotEmpty();
        return failures.get(0);
    }

    private static List<CheckResult> failures(Check check, Findings findings) {
        return check.judge(findings).stream().filter(CheckResult::failed).toList();
    }
}
