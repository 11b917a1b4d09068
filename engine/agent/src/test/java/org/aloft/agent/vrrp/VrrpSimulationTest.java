package org.aloft.agent.vrrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.aloft.agent.vrrp.Simulation.Machine;
import org.aloft.agent.vrrp.Simulation.Router;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Properties of whole groups in random runs. A failing run prints its seed and its story; {@code -Daloft.simulation.seed=N} repeats it.
 */
class VrrpSimulationTest {
    private static final int RUNS = 150;
    private static final int ROUNDS = 6;

    static LongStream seeds() {
        String wanted = System.getProperty("aloft.simulation.seed");
        if (wanted != null) {
            return LongStream.of(Long.parseLong(wanted));
        }
        long base = new Random().nextLong();
        return LongStream.range(0, RUNS).map(run -> base + run);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldHaveOneActiveRouterInEachConnectedGroupOnceSettled(long seed) {
        chaos(VrrpStateMachine::next, seed);
    }

    @Test
    void shouldFindARouterThatIgnoresHigherPriorities() {
        Machine deaf = (settings, state, event, now) -> {
            boolean ignored = state instanceof State.Active
                    && event instanceof Event.AdvertReceived received
                    && received.advert().priority() > settings.priority();
            return ignored ? new Transition(state, List.of()) : VrrpStateMachine.next(settings, state, event, now);
        };
        assertThatThrownBy(() -> LongStream.range(0, 50).forEach(seed -> chaos(deaf, seed)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed");
    }

    @Test
    void shouldFindARouterThatAdvertisesAfterASleepWithoutListening() {
        Machine heedless = (settings, state, event, now) -> {
            if (state instanceof State.Active active && event instanceof Event.TimerExpired) {
                State awake = active.withAdvertAt(now);
                return VrrpStateMachine.next(settings, awake, event, now);
            }
            return VrrpStateMachine.next(settings, state, event, now);
        };
        assertThatThrownBy(() -> LongStream.range(0, 50).forEach(seed -> chaos(heedless, seed)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("without listening");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldHaveANewActiveRouterWithinTheDownIntervalOfTheBestBackup(long seed) {
        Simulation simulation = group(VrrpStateMachine::next, seed, true);
        simulation.routers().forEach(Router::start);
        simulation.runFor(Duration.ofSeconds(20));
        Router active = onlyActive(simulation, seed);
        active.crash();
        long best = simulation.routers().stream()
                .filter(Router::isAlive)
                .mapToLong(router -> router.settings.activeDownNanos(router.settings.intervalNanos()))
                .min()
                .orElseThrow();
        simulation.runFor(Duration.ofNanos(best + Simulation.MOST_DELAY));
        onlyActive(simulation, seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldLeaveTheActiveRouterInPlaceWithoutPreemption(long seed) {
        Simulation simulation = group(VrrpStateMachine::next, seed, false);
        Router lowest = simulation.routers().get(0);
        lowest.start();
        simulation.runFor(Duration.ofSeconds(5));
        simulation.routers().stream().filter(router -> router != lowest).forEach(Router::start);
        simulation.runFor(Duration.ofMinutes(2), now -> assertThat(lowest.isActive())
                .as("seed %d%n%s", seed, now.storyText())
                .isTrue());
        onlyActive(simulation, seed);
    }

    /** Disturbs a group for a while, lets it settle, looks; several rounds. */
    private static void chaos(Machine machine, long seed) {
        Simulation simulation = group(machine, seed, true);
        simulation.routers().forEach(Router::start);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                disturb(simulation);
                simulation.setLoss(0);
                simulation.runFor(settlingTime(simulation));
                assertOneActiveEach(simulation);
            }
        } catch (AssertionError failure) {
            throw new AssertionError(
                    "seed " + seed + ": " + failure.getMessage() + "\n" + simulation.storyText(), failure);
        }
    }

    private static Simulation group(Machine machine, long seed, boolean preempt) {
        Simulation simulation = new Simulation(machine, seed);
        int routers = 2 + simulation.random().nextInt(4);
        for (int number = 1; number <= routers; number++) {
            int priority = preempt ? 1 + simulation.random().nextInt(254) : 50 + number;
            Duration delay = Duration.ofMillis(preempt ? simulation.random().nextInt(3) * 1500L : 0);
            simulation.add(SettingsFixture.with(Simulation.address(number), priority, preempt, delay));
        }
        return simulation;
    }

    private static void disturb(Simulation simulation) {
        simulation.setLoss(simulation.random().nextDouble() * 0.4);
        int times = 1 + simulation.random().nextInt(12);
        for (int time = 0; time < times; time++) {
            disturbOne(simulation);
            simulation.runFor(Duration.ofMillis(simulation.random().nextInt(4000)));
        }
    }

    private static void disturbOne(Simulation simulation) {
        List<Router> routers = simulation.routers();
        Router router = routers.get(simulation.random().nextInt(routers.size()));
        switch (simulation.random().nextInt(6)) {
            case 0 -> router.segment = simulation.random().nextInt(2);
            case 1 -> routers.forEach(each -> each.segment = 0);
            case 2 -> router.crash();
            case 3 -> {
                if (router.isAlive()) {
                    router.stop();
                }
            }
            case 4 -> {
                if (router.isAlive()) {
                    router.pause();
                } else if (router.paused) {
                    router.resume();
                }
            }
            default -> {
                if (!router.paused && !router.isAlive()) {
                    router.start();
                }
            }
        }
    }

    /** A down interval until somebody is active, the longest delay to preempt, and a down interval for whoever preempts. */
    private static Duration settlingTime(Simulation simulation) {
        long down = simulation.longest(settings -> settings.activeDownNanos(settings.intervalNanos()));
        long delay = simulation.longest(RouterSettings::preemptDelayNanos);
        return Duration.ofNanos(2 * down + delay + SettingsFixture.SECOND);
    }

    private static void assertOneActiveEach(Simulation simulation) {
        for (List<Router> group : simulation.groups()) {
            List<Integer> active = group.stream()
                    .filter(Router::isActive)
                    .map(router -> router.number)
                    .toList();
            assertThat(active).as("active routers of one connected group").hasSize(1);
            int highest = group.stream()
                    .mapToInt(router -> router.settings.priority())
                    .max()
                    .orElseThrow();
            Router holder = simulation.routers().get(active.get(0) - 1);
            assertThat(holder.settings.priority())
                    .as("the highest priority is active")
                    .isEqualTo(highest);
            group.forEach(router -> assertThat(router.vips)
                    .as("VIPs on router %d", router.number)
                    .isEqualTo(router.isActive()));
        }
    }

    private static Router onlyActive(Simulation simulation, long seed) {
        List<Router> active =
                simulation.routers().stream().filter(Router::isActive).toList();
        assertThat(active).as("seed %d%n%s", seed, simulation.storyText()).hasSize(1);
        return active.get(0);
    }
}
