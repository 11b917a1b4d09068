package org.aloft.agent.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.aloft.agent.config.FastDetection;
import org.aloft.agent.simulate.Simulation.Machine;
import org.aloft.agent.vrrp.machine.RouterSettings;
import org.aloft.agent.vrrp.machine.SettingsFixture;
import org.aloft.agent.vrrp.machine.State;
import org.aloft.agent.vrrp.machine.TrackedPriority;

/** What whole groups go through in random runs, and what must hold then. Each fails with its seed and its story. */
final class Scenarios {
    private static final int ROUNDS = 4;
    private static final int SYNC_GROUP_ROUNDS = 3;
    private static final Optional<FastDetection> DETECTION = Optional.of(FastDetection.USUAL);

    /** What a run is for one seed. */
    @FunctionalInterface
    interface Scenario {
        void run(Simulation simulation);
    }

    private Scenarios() {}

    static void run(Scenario scenario, Machine machine, long seed) {
        Simulation simulation = new Simulation(machine, Conditions.ROUGH, seed);
        try {
            scenario.run(simulation);
        } catch (AssertionError | BrokenRuleException failure) {
            throw new AssertionError(
                    "seed " + seed + ": " + failure.getMessage() + "\n" + String.join("\n", simulation.story()),
                    failure);
        }
    }

    /**
     * Whatever happens, once it is quiet each connected group has one active router: the best, unless that stands back.
     */
    static void chaos(Simulation simulation) {
        chaos(simulation, random -> Optional.empty());
    }

    /** The same where some hosts, or all of them, watch one another by BFD. */
    static void chaosWithDetection(Simulation simulation) {
        boolean all = simulation.random().nextBoolean();
        chaos(simulation, random -> all || random.nextBoolean() ? DETECTION : Optional.empty());
    }

    /** A crash is made good as soon as it is noticed, by the first backup alone. */
    static void crashWithDetection(Simulation simulation) {
        group(simulation, true, random -> DETECTION);
        simulation.runFor(Duration.ofSeconds(20));
        simulation.runUntilAllHasArrived();
        SimulatedHost gone = Agreement.onlyActive(simulation).host();
        gone.crash();
        long noticed = DETECTION.orElseThrow().time().toNanos() + 2 * Conditions.ROUGH.mostDelay();
        simulation.runFor(Duration.ofNanos(noticed), now -> assertThat(Agreement.holders(now))
                .as("holders of the VIPs after a crash")
                .isLessThan(2));
        assertThat(Agreement.onlyActive(simulation).settings().priority())
                .as("the priority of who took over")
                .isEqualTo(
                        Agreement.best(simulation, 0).orElseThrow().settings().priority());
        start(gone);
        simulation.runFor(settlingTime(simulation));
        Agreement.assertOneActiveEach(simulation);
    }

    /**
     * When BFD alone fails, no backup holds the VIPs beside the active router for longer than an answer takes: a tenth
     * of an interval at the most, since the last one, and the way of both adverts.
     */
    static void detectionFails(Simulation simulation) {
        group(simulation, true, random -> DETECTION);
        simulation.runFor(Duration.ofSeconds(20));
        simulation.runUntilAllHasArrived();
        simulation.setDetectionLoss(0.3 + 0.7 * simulation.random().nextDouble());
        int highest = Agreement.onlyActive(simulation).settings().priority();
        Map<SimulatedRouter, Long> mistaken = new HashMap<>(); // since when they hold the VIPs, too
        simulation.runFor(Duration.ofSeconds(30), now -> {
            for (SimulatedRouter router : now.routers()) {
                if (!router.holdsVips() || router.settings().priority() == highest) {
                    mistaken.remove(router);
                    continue;
                }
                assertThat(now.now() - mistaken.computeIfAbsent(router, first -> now.now()))
                        .as("how long a backup holds the VIPs, too")
                        .isLessThanOrEqualTo(SettingsFixture.SECOND / 10 + 2 * Conditions.ROUGH.mostDelay());
            }
        });
        simulation.setDetectionLoss(0);
        simulation.runFor(settlingTime(simulation));
        Agreement.assertOneActiveEach(simulation);
    }

    private static void chaos(Simulation simulation, Function<Random, Optional<FastDetection>> detection) {
        group(simulation, true, detection);
        for (int round = 0; round < ROUNDS; round++) {
            disturb(simulation, () -> disturbOne(simulation));
            simulation.runFor(settlingTime(simulation));
            Agreement.assertOneActiveEach(simulation);
        }
    }

    /** The same with hosts that each have a sync group. */
    static void syncGroups(Simulation simulation) {
        Random random = simulation.random();
        int networks = 2 + random.nextInt(2);
        int hosts = 2 + random.nextInt(2);
        for (int number = 1; number <= hosts; number++) {
            int priority = 10 * number + random.nextInt(10);
            RouterSettings settings = SettingsFixture.grouped(SettingsFixture.address(number), priority);
            add(
                    simulation,
                    IntStream.range(0, networks).mapToObj(network -> settings).toArray(RouterSettings[]::new));
        }
        simulation.hosts().forEach(Scenarios::start);
        for (int round = 0; round < SYNC_GROUP_ROUNDS; round++) {
            disturb(simulation, () -> disturbGroup(simulation));
            simulation.runFor(settlingTime(simulation).multipliedBy(2));
            Agreement.assertOneHostHoldsAll(simulation);
        }
    }

    /** A crash is made good within the down interval of the best router that is left. */
    static void crash(Simulation simulation) {
        group(simulation, true);
        simulation.runFor(Duration.ofSeconds(20));
        Agreement.onlyActive(simulation).host().crash();
        long best = shortest(simulation, settings -> settings.activeDownNanos(settings.intervalNanos()));
        simulation.runFor(Duration.ofNanos(best + Conditions.ROUGH.mostDelay()));
        Agreement.onlyActive(simulation);
    }

    /** Two routers of the same priority that became active apart from each other. */
    static void ties(Simulation simulation) {
        SimulatedHost one = add(simulation, SettingsFixture.preempting(SettingsFixture.address(1), 100));
        SimulatedHost other = add(simulation, SettingsFixture.preempting(SettingsFixture.address(2), 100));
        other.moveTo(1);
        start(one);
        start(other);
        simulation.runFor(Duration.ofSeconds(10));
        simulation.mend();
        simulation.runFor(settlingTime(simulation));
        assertThat(Agreement.onlyActive(simulation)).as("who is active").isSameAs(other.router());
    }

    /** Without preemption whoever came first stays. */
    static void withoutPreemption(Simulation simulation) {
        group(simulation, false);
        SimulatedHost lowest = simulation.hosts().get(0);
        simulation.hosts().forEach(SimulatedHost::crash);
        start(lowest);
        simulation.runFor(Duration.ofSeconds(5));
        simulation.hosts().stream().filter(host -> host != lowest).forEach(SimulatedHost::start);
        simulation.runFor(
                Duration.ofMinutes(1), now -> assertThat(lowest.router().isActive())
                        .as("the first stays active")
                        .isTrue());
        Agreement.onlyActive(simulation);
    }

    /** A router that leaves or hands over holds the VIPs until another does, and no longer. */
    static void handover(Simulation simulation) {
        group(simulation, true);
        simulation.runFor(Duration.ofSeconds(20));
        // An advert that is overtaken by the farewell would count as a return; a wire does not deliver in another
        // order.
        simulation.runUntilAllHasArrived();
        SimulatedRouter before = Agreement.onlyActive(simulation);
        boolean leaves = simulation.random().nextBoolean();
        if (leaves) {
            before.host().leave();
        } else {
            before.host().handOver();
        }
        long skew = simulation.routers().stream()
                .filter(router -> router != before)
                .mapToLong(router -> router.settings().skewNanos(SettingsFixture.SECOND))
                .min()
                .orElseThrow();
        simulation.runFor(
                Duration.ofNanos(skew + 3 * Conditions.ROUGH.mostDelay()), now -> assertThat(Agreement.holders(now))
                        .as("holders of the VIPs during a handover")
                        .isPositive());
        assertThat(Agreement.onlyActive(simulation)).as("who is active").isNotSameAs(before);
        simulation.runFor(Duration.ofSeconds(10), now -> assertThat(before.isActive())
                .as("the router that handed over is active again")
                .isFalse());
        assertThat(Agreement.holders(simulation)).as("holders of the VIPs").isEqualTo(1);
        if (!leaves) {
            before.host().takeBack();
            simulation.runFor(Duration.ofSeconds(1));
            // Of several routers with the same priority the one that is active stays so.
            assertThat(Agreement.onlyActive(simulation).settings().priority())
                    .as("the priority of who is active after --back")
                    .isEqualTo(Agreement.best(simulation, 0)
                            .orElseThrow()
                            .settings()
                            .priority());
        }
    }

    /**
     * A host with one router on each of as many networks as settings are given; they are a sync group when there are
     * several.
     */
    private static SimulatedHost add(Simulation simulation, RouterSettings... settings) {
        return add(simulation, Optional.empty(), settings);
    }

    private static SimulatedHost add(
            Simulation simulation, Optional<FastDetection> detection, RouterSettings... settings) {
        SimulatedHost host = simulation.addHost("host " + (simulation.hosts().size() + 1));
        for (int network = 0; network < settings.length; network++) {
            SimulatedRouter router =
                    new SimulatedRouter(host, "VI_" + network, settings[network], network + 1, detection, 1);
            host.add(router);
            for (SimulatedHost other : simulation.hosts()) {
                if (other != host) {
                    other.routers().get(network).isHeardBy(router);
                    router.isHeardBy(other.routers().get(network));
                }
            }
        }
        if (settings.length > 1) {
            host.group(host.routers());
        }
        return host;
    }

    /** With all that hindered it before mended. */
    private static void start(SimulatedHost host) {
        host.routers().forEach(router -> {
            router.track(TrackedPriority.NONE);
            router.setLink(Optional.empty());
        });
        host.start();
    }

    private static void group(Simulation simulation, boolean preempt) {
        group(simulation, preempt, random -> Optional.empty());
    }

    private static void group(
            Simulation simulation, boolean preempt, Function<Random, Optional<FastDetection>> detection) {
        Random random = simulation.random();
        int routers = 2 + random.nextInt(4);
        for (int number = 1; number <= routers; number++) {
            int priority = preempt ? 1 + random.nextInt(254) : 50 + number;
            Duration delay = Duration.ofMillis(preempt ? random.nextInt(3) * 1500L : 0);
            add(
                    simulation,
                    detection.apply(random),
                    SettingsFixture.with(SettingsFixture.address(number), priority, preempt, delay));
        }
        simulation.hosts().forEach(Scenarios::start);
    }

    private static void disturb(Simulation simulation, Runnable one) {
        simulation.setLoss(simulation.random().nextDouble() * 0.4);
        int times = 1 + simulation.random().nextInt(12);
        for (int time = 0; time < times; time++) {
            one.run();
            simulation.runFor(Duration.ofMillis(simulation.random().nextInt(4000)));
        }
        simulation.setLoss(0);
        if (simulation.oneWayCuts()) {
            simulation.mend();
        }
    }

    private static void disturbOne(Simulation simulation) {
        Random random = simulation.random();
        SimulatedHost host = any(simulation.hosts(), random);
        switch (random.nextInt(10)) {
            case 0 -> host.moveTo(random.nextInt(2));
            case 1 -> simulation.mend();
            case 2 -> simulation.cut(host, any(simulation.hosts(), random));
            case 3 -> ifAlive(host, () -> host.router().track(trackers(random)));
            case 4 -> ifAlive(host, host::handOver);
            case 5 -> ifAlive(host, host::takeBack);
            case 6 -> host.crash();
            default -> stopOrGo(host, random);
        }
    }

    private static void disturbGroup(Simulation simulation) {
        Random random = simulation.random();
        SimulatedHost host = any(simulation.hosts(), random);
        SimulatedRouter member = any(host.routers(), random);
        switch (random.nextInt(6)) {
            case 0 -> host.crash();
            case 1 -> ifAlive(host, () -> member.setLink(Optional.of("no carrier")));
            case 2 -> ifAlive(host, () -> member.setLink(Optional.empty()));
            default -> stopOrGo(host, random);
        }
        host.settle();
    }

    private static void stopOrGo(SimulatedHost host, Random random) {
        if (host.isPaused()) {
            host.resume();
        } else if (!host.isRunning() || host.router().state() instanceof State.Initialize) {
            start(host);
        } else {
            switch (random.nextInt(3)) {
                case 0 -> host.pause();
                case 1 -> host.suspend();
                default -> host.leave();
            }
        }
    }

    private static void ifAlive(SimulatedHost host, Runnable what) {
        if (host.isAlive()) {
            what.run();
        }
    }

    private static <T> T any(List<T> some, Random random) {
        return some.get(random.nextInt(some.size()));
    }

    private static TrackedPriority trackers(Random random) {
        Optional<String> fault = random.nextInt(4) == 0 ? Optional.of("a script failed") : Optional.empty();
        return new TrackedPriority(random.nextInt(100) - 50, fault, List.of());
    }

    /**
     * A handover, a down interval until somebody is active, the longest delay to preempt, and a down interval for
     * whoever does.
     */
    private static Duration settlingTime(Simulation simulation) {
        long down = longest(simulation, settings -> settings.activeDownNanos(settings.intervalNanos()));
        long delay = longest(simulation, settings -> settings.preemption().delayNanos());
        long handover = longest(simulation, RouterSettings::handoverNanos);
        return Duration.ofNanos(handover + 2 * down + delay + SettingsFixture.SECOND);
    }

    private static long longest(Simulation simulation, ToLongFunction<RouterSettings> time) {
        return simulation.routers().stream()
                .mapToLong(router -> time.applyAsLong(router.settings()))
                .max()
                .orElse(0);
    }

    private static long shortest(Simulation simulation, ToLongFunction<RouterSettings> time) {
        return simulation.routers().stream()
                .filter(router -> router.host().isAlive())
                .mapToLong(router -> time.applyAsLong(router.settings()))
                .min()
                .orElseThrow();
    }
}
