package org.aloft.agent.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.aloft.agent.simulate.Scenarios.Scenario;
import org.aloft.agent.simulate.Simulation.Machine;
import org.aloft.agent.vrrp.machine.VrrpStateMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Properties of whole groups in random runs. A failing run prints its seed and its story; {@code
 * -Daloft.simulation.seed=N} repeats it, {@code -Daloft.simulation.runs=N} makes more of them.
 */
class VrrpSimulationTest {
    private static final int RUNS = Integer.getInteger("aloft.simulation.runs", 700);
    private static final int RUNS_TO_FIND_A_BUG = 400;

    @Test
    void shouldHaveOneActiveRouterInEachConnectedGroupOnceSettled() {
        many(Scenarios::chaos);
    }

    @Test
    void shouldMoveTheVipsOfASyncGroupTogether() {
        many(Scenarios::syncGroups);
    }

    @Test
    void shouldHaveANewActiveRouterWithinTheDownIntervalOfTheBestBackup() {
        many(Scenarios::crash);
    }

    @Test
    void shouldBreakTiesByTheHigherAddressWhenANetworkHeals() {
        many(Scenarios::ties);
    }

    @Test
    void shouldLeaveTheActiveRouterInPlaceWithoutPreemption() {
        many(Scenarios::withoutPreemption);
    }

    @Test
    void shouldNeverBeWithoutAHolderWhileItHandsOver() {
        many(Scenarios::handover);
    }

    @Test
    void shouldHaveOneActiveRouterWhereHostsWatchOneAnother() {
        many(Scenarios::chaosWithDetection);
    }

    @Test
    void shouldTakeOverAsSoonAsACrashIsNoticed() {
        many(Scenarios::crashWithDetection);
    }

    @Test
    void shouldHaveASecondHolderForNoLongerThanAnAnswerTakesWhenBfdAloneFails() {
        many(Scenarios::detectionFails);
    }

    private static void many(Scenario scenario) {
        Long wanted = Long.getLong("aloft.simulation.seed");
        long base = wanted != null ? wanted : new Random().nextLong();
        LongStream.range(base, base + (wanted != null ? 1 : RUNS))
                .forEach(seed -> Scenarios.run(scenario, VrrpStateMachine::next, seed));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void shouldFindARouterThat(String bug, Machine machine, Scenario scenario) {
        assertThatThrownBy(() ->
                        LongStream.range(0, RUNS_TO_FIND_A_BUG).forEach(seed -> Scenarios.run(scenario, machine, seed)))
                .as(bug)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("seed");
    }

    static Stream<Arguments> shouldFindARouterThat() {
        return Stream.of(
                Arguments.of("ignores higher priorities", Mutants.deaf(), (Scenario) Scenarios::chaos),
                Arguments.of("advertises after a sleep", Mutants.heedless(), (Scenario) Scenarios::chaos),
                Arguments.of("keeps its VIPs as a backup", Mutants.hoarding(), (Scenario) Scenarios::chaos),
                Arguments.of("does not break ties", Mutants.unyielding(), (Scenario) Scenarios::ties),
                Arguments.of("steps down for no reason", Mutants.fickle(), (Scenario) Scenarios::chaos),
                Arguments.of("stays in FAULT", Mutants.stuck(), (Scenario) Scenarios::chaos),
                Arguments.of("waits four intervals", Mutants.slow(), (Scenario) Scenarios::crash),
                Arguments.of("ignores priority 0", Mutants.impolite(), (Scenario) Scenarios::handover),
                Arguments.of("lets go before another holds", Mutants.hasty(), (Scenario) Scenarios::handover),
                Arguments.of("never lets go", Mutants.clinging(), (Scenario) Scenarios::handover),
                Arguments.of("returns after a handover", Mutants.pushing(), (Scenario) Scenarios::handover),
                Arguments.of("preempts", Mutants.pushing(), (Scenario) Scenarios::withoutPreemption),
                Arguments.of(
                        "waits though a crash is noticed", Mutants.patient(), (Scenario) Scenarios::crashWithDetection),
                Arguments.of("goes before its betters", Mutants.rash(), (Scenario) Scenarios::crashWithDetection),
                Arguments.of("stays beside who never left", Mutants.deaf(), (Scenario) Scenarios::detectionFails),
                Arguments.of("goes without its group", Mutants.lonely(), (Scenario) Scenarios::syncGroups),
                Arguments.of("stays when its group goes", Mutants.loyal(), (Scenario) Scenarios::syncGroups));
    }

    @Test
    void shouldRepeatARunFromItsSeed() {
        List<String> stories = Stream.of(1, 2)
                .map(time -> {
                    Simulation simulation = new Simulation(VrrpStateMachine::next, Conditions.ROUGH, 4711);
                    Scenarios.chaos(simulation);
                    return String.join("\n", simulation.story());
                })
                .toList();
        assertThat(stories.get(0)).isEqualTo(stories.get(1));
    }
}
