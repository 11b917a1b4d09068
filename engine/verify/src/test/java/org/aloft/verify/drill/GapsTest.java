package org.aloft.verify.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;
import org.aloft.verify.ClassicCluster;
import org.aloft.verify.check.Findings;
import org.aloft.verify.observe.ClusterSeen;
import org.aloft.verify.probe.Outcome;
import org.aloft.verify.probe.Sample;
import org.aloft.verify.probe.Stall;
import org.aloft.verify.probe.Timeline;
import org.aloft.verify.report.Measurement;
import org.junit.jupiter.api.Test;

class GapsTest {
    private static final Duration END = Duration.ofDays(1);
    private static final Duration CALM = Duration.ofSeconds(1);

    @Test
    void shouldHoldTheLongestGapAgainstItsBudget() {
        Timeline timeline = timeline("..xxx...............x..............");
        assertThat(gap(timeline, 400).passed()).isTrue();
        assertThat(gap(timeline, 399).passed()).isFalse();
        assertThat(gap(timeline, 399).why()).contains("3 probes failed in the longest of 2 outages");
    }

    /** As where several directors serve, and one of them is gone. */
    @Test
    void shouldSayThatOnlySomeOfTheRequestsFailedMeanwhile() {
        assertThat(gap(timeline("..x..x.x..............."), 400).why())
                .startsWith("3 probes failed and 3 between them did not, ");
        assertThat(gap(timeline("..xxx.................."), 400).why()).startsWith("3 probes failed, ");
    }

    @Test
    void shouldSayThatNothingFailedRatherThanZero() {
        assertThat(gap(timeline("......"), 400).why()).contains("shorter than 100 ms");
    }

    @Test
    void shouldNotClaimAFinerResolutionThanTheProbesHad() {
        Timeline timeline = new Timeline(
                Duration.ofMillis(100),
                List.of(answered(0, 5), answered(100, 105), answered(600, 605)),
                List.of(),
                List.of(),
                2);
        assertThat(gap(timeline, 400).why()).contains("any gap was shorter than 500 ms");
    }

    @Test
    void shouldHoldTheSlowestAnswerAgainstTheBudgetWhenRequestsOnlyWaited() {
        Timeline timeline = new Timeline(
                Duration.ofMillis(100),
                List.of(answered(0, 5), answered(100, 780), answered(200, 780)),
                List.of(),
                List.of(),
                0);
        assertThat(gap(timeline, 700).value()).isEqualTo(Duration.ofMillis(680));
        assertThat(gap(timeline, 700).passed()).isTrue();
        assertThat(gap(timeline, 679).passed()).isFalse();
        assertThat(gap(timeline, 679).why()).contains("the slowest answer took 680 ms");
    }

    private static Sample answered(int sentMillis, int doneMillis) {
        return new Sample(Duration.ofMillis(sentMillis), Duration.ofMillis(doneMillis), new Outcome.Answered("web1"));
    }

    @Test
    void shouldTellOfStallsWithinTheGapAndJudgeTheBudgetAllTheSame() {
        List<Stall> stalls = List.of(
                new Stall("client", Duration.ofMillis(300), Duration.ofMillis(420)),
                new Stall(Stall.HERE, Duration.ofMillis(900), Duration.ofMillis(1100)));
        Timeline timeline = new Timeline(
                Duration.ofMillis(100), timeline("..xxx...............").samples(), List.of(), stalls, 0);
        assertThat(gap(timeline, 399).stalls()).containsExactly(stalls.get(0));
        assertThat(gap(timeline, 399).passed()).isFalse();
        assertThat(Gaps.ejection("ejected", timeline, Duration.ZERO, END, CALM, Duration.ofMillis(600))
                        .stalls())
                .containsExactly(new Stall("client", Duration.ofMillis(300), Duration.ofMillis(400)));
    }

    @Test
    void shouldMissTheBudgetWhenTheServiceNeverCameBack() {
        Measurement measurement = gap(timeline("..xx"), 4000);
        assertThat(measurement.passed()).isFalse();
        assertThat(measurement.why()).contains("had not come back");
    }

    @Test
    void shouldMeasureEjectionFromTheFirstToTheLastFailure() {
        Timeline timeline = timeline("..x.x.x.x............");
        Measurement measurement = Gaps.ejection("ejected", timeline, Duration.ZERO, END, CALM, Duration.ofMillis(600));
        assertThat(measurement.value()).isEqualTo(Duration.ofMillis(600));
        assertThat(measurement.passed()).isTrue();
        assertThat(measurement.why()).startsWith("4 requests failed");
    }

    @Test
    void shouldFindWhenAServerGotItsFirstRequestAgain() {
        Timeline timeline = timeline("......");
        assertThat(Gaps.firstAnswer(timeline, Duration.ofMillis(250), "web1")).contains(Duration.ofMillis(50));
        assertThat(Gaps.firstAnswer(timeline, Duration.ZERO, "web2")).isEmpty();
    }

    @Test
    void shouldPlanEachDrillOnTheOneWhoHoldsTheVip() {
        assertThat(DrillPlan.of(ClassicCluster.healthy(), DrillKind.HANDOVER))
                .singleElement()
                .isInstanceOfSatisfying(
                        DrillPlan.Choice.Runs.class,
                        runs -> assertThat(runs.drill().target()).isEqualTo("lvs1"));
        assertThat(DrillPlan.of(ClassicCluster.healthy(), DrillKind.REAL_SERVER))
                .singleElement()
                .isInstanceOfSatisfying(
                        DrillPlan.Choice.Runs.class,
                        runs -> assertThat(runs.drill().target()).isEqualTo("web1"));
    }

    @Test
    void shouldRefuseADrillThatCannotBeMeasuredOrUndone() {
        Topology whole = ClassicCluster.TOPOLOGY;
        Topology withoutUnits = new Topology(
                whole.hosts(),
                whole.agent(),
                whole.instances(),
                whole.services(),
                java.util.Map.of(),
                whole.verification());
        Findings unknownUnit = Findings.of(withoutUnits, new ClusterSeen(ClassicCluster.hosts()));
        assertThat(DrillPlan.of(unknownUnit, DrillKind.REAL_SERVER))
                .singleElement()
                .isInstanceOfSatisfying(
                        DrillPlan.Choice.Refused.class,
                        refused -> assertThat(refused.result().reason()).contains("hosts.web1.services"));
        Findings nobodyHolds = Findings.of(whole, new ClusterSeen(java.util.Map.of()));
        assertThat(DrillPlan.of(nobodyHolds, DrillKind.CRASH))
                .singleElement()
                .isInstanceOf(DrillPlan.Choice.Refused.class);
    }

    @Test
    void shouldStopNoRealServerThatIsNotManagedOrThatTheQuorumNeeds() {
        VirtualService web = ClassicCluster.TOPOLOGY.services().get(0);
        List<VirtualService.RealServer> strangers = web.realServers().stream()
                .map(server -> new VirtualService.RealServer(
                        Optional.empty(), server.address(), server.port(), server.weight(), server.handling()))
                .toList();
        assertThat(refusal(web.withRealServers(strangers))).contains("no hosts of the inventory");
        VirtualService.Fallback none = VirtualService.Fallback.NONE;
        assertThat(refusal(new VirtualService(
                        web.name(),
                        web.vip(),
                        web.target(),
                        web.scheduling(),
                        web.forwarding(),
                        web.persistence(),
                        new VirtualService.Fallback(
                                new VirtualService.Quorum(2, 0),
                                none.sorryServer(),
                                none.whenFailed(),
                                false,
                                none.quorumUp(),
                                none.quorumDown()),
                        web.realServers(),
                        web.checks())))
                .contains("weigh 1, less than the quorum of 2");
    }

    private static String refusal(VirtualService service) {
        Findings findings = Findings.of(ClassicCluster.withService(service), new ClusterSeen(ClassicCluster.hosts()));
        return DrillPlan.of(findings, DrillKind.REAL_SERVER).stream()
                .filter(DrillPlan.Choice.Refused.class::isInstance)
                .map(choice -> ((DrillPlan.Choice.Refused) choice).result().reason())
                .findFirst()
                .orElse("");
    }

    private static Measurement gap(Timeline timeline, int budgetMillis) {
        return Gaps.gap("gap", timeline, Duration.ZERO, END, Duration.ofMillis(budgetMillis), "");
    }

    private static Timeline timeline(String row) {
        List<Sample> samples = new java.util.ArrayList<>();
        for (int index = 0; index < row.length(); index++) {
            Duration sent = Duration.ofMillis(index * 100L);
            boolean answered = row.charAt(index) == '.';
            samples.add(new Sample(
                    sent, sent.plusMillis(5), answered ? new Outcome.Answered("web1") : new Outcome.Failed("refused")));
        }
        return new Timeline(Duration.ofMillis(100), samples, List.of(), List.of(), 0);
    }

    @Test
    void shouldHaveNoBudgetWhereNoneWasAskedFor() {
        assertThat(new Measurement("again", CALM, Optional.empty(), true, "", List.of()).passed())
                .isTrue();
        assertThat(new Measurement("again", CALM, Optional.empty(), false, "", List.of()).passed())
                .isFalse();
    }
}
