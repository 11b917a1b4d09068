package org.aloft.verify.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;
import org.aloft.verify.ClassicCluster;
import org.aloft.verify.check.Findings;
import org.aloft.verify.observe.ClusterSeen;
import org.aloft.verify.report.DrillResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which directors that announce a VIP are drilled, and which are refused. */
class AnnouncingDirectorTest {
    private static final VirtualService WEB = ClassicCluster.TOPOLOGY.services().get(0);

    @ParameterizedTest
    @EnumSource(
            value = DrillKind.class,
            names = {"HANDOVER", "CRASH"})
    void shouldDrillEachDirectorThatAnnouncesInTurn(DrillKind kind) {
        assertThat(chosen(ClassicCluster.announcing(), kind))
                .allSatisfy(choice -> assertThat(choice).isInstanceOf(DrillPlan.Choice.Runs.class))
                .extracting(choice -> ((DrillPlan.Choice.Runs) choice).drill())
                .allSatisfy(drill -> assertThat(drill.kind()).isEqualTo(kind))
                .extracting(Drill::title)
                .containsExactly(titleOf(kind, "lvs1"), titleOf(kind, "lvs2"));
    }

    private static String titleOf(DrillKind kind, String host) {
        return (kind == DrillKind.CRASH ? "crash" : "graceful leave") + " of " + host
                + ", which announces 192.168.100.10";
    }

    @ParameterizedTest
    @EnumSource(
            value = DrillKind.class,
            names = {"HANDOVER", "CRASH"})
    void shouldRefuseWhereNothingCanBeMeasured(DrillKind kind) {
        VirtualService dns = serving(new VirtualService.Port(VirtualService.Protocol.UDP, 53));

        assertThat(chosen(ClassicCluster.announcing(List.of("lvs1", "lvs2"), dns, "client"), kind))
                .extracting(AnnouncingDirectorTest::refused)
                .containsExactly(
                        "lvs1: no TCP service uses the VIPs it announces, so there is nothing to measure",
                        "lvs2: no TCP service uses the VIPs it announces, so there is nothing to measure");
    }

    private static VirtualService serving(VirtualService.Target target) {
        return new VirtualService(
                WEB.name(),
                WEB.vip(),
                target,
                WEB.scheduling(),
                WEB.forwarding(),
                WEB.persistence(),
                WEB.fallback(),
                WEB.realServers(),
                WEB.checks());
    }

    @ParameterizedTest
    @EnumSource(
            value = DrillKind.class,
            names = {"HANDOVER", "CRASH"})
    void shouldRefuseTheOnlyDirectorThatAnnounces(DrillKind kind) {
        assertThat(chosen(ClassicCluster.announcing(List.of("lvs2"), WEB, "client"), kind))
                .extracting(AnnouncingDirectorTest::refused)
                .containsExactly("lvs2: no other director announces its VIPs, so none can take over");
    }

    @ParameterizedTest
    @EnumSource(
            value = DrillKind.class,
            names = {"HANDOVER", "CRASH"})
    void shouldRefuseTheDirectorThatRequestsStartFromAndNoOther(DrillKind kind) {
        List<DrillPlan.Choice> chosen = chosen(ClassicCluster.announcing(List.of("lvs1", "lvs2"), WEB, "lvs1"), kind);

        assertThat(chosen).hasSize(2);
        assertThat(refused(chosen.get(0))).isEqualTo("lvs1: it is the host that requests start from (verify.from)");
        assertThat(chosen.get(1)).isInstanceOf(DrillPlan.Choice.Runs.class);
    }

    private static List<DrillPlan.Choice> chosen(Topology topology, DrillKind kind) {
        return DrillPlan.of(Findings.of(topology, new ClusterSeen(ClassicCluster.hosts())), kind);
    }

    private static String refused(DrillPlan.Choice choice) {
        assertThat(choice).isInstanceOf(DrillPlan.Choice.Refused.class);
        DrillResult result = ((DrillPlan.Choice.Refused) choice).result();
        assertThat(result.state()).isEqualTo(DrillResult.State.REFUSED);
        return result.target() + ": " + result.reason();
    }
}
