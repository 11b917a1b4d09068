package org.aloft.agent.vrrp.machine;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Many hosts with the real state machine on simulated networks: a virtual clock, and packets that are late, lost,
 * doubled, or cut off in one direction or both. The same seed gives the same run. For one thread.
 */
final class Simulation {
    /** The state machine, or one with a bug put in on purpose. */
    @FunctionalInterface
    interface Machine {
        Transition next(RouterSettings settings, State state, Event event, long now);
    }

    /** What is to happen at a moment; the number keeps the order of things that happen at the same one. */
    private record Happening(long at, long number, Runnable effect) {}

    /** One line of the story, put together only when somebody reads it. */
    private record Line(long at, SimulatedRouter router, String what) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%9.3f s  %s %s", at / 1e9, router, what);
        }
    }

    private record Cut(int from, int to) {}

    static final long MOST_DELAY = Duration.ofMillis(20).toNanos();

    private static final double DOUBLED = 0.05;

    private final Machine machine;
    private final Random random;
    private final List<SimulatedHost> hosts = new ArrayList<>();
    private final List<Line> story = new ArrayList<>();
    private final Set<Cut> cuts = new HashSet<>();
    private final PriorityQueue<Happening> queue =
            new PriorityQueue<>(Comparator.comparingLong(Happening::at).thenComparingLong(Happening::number));
    private long numbers;
    private long lastSent;
    private long now = 1_000_000_000L;
    private double loss;

    Simulation(Machine machine, long seed) {
        this.machine = machine;
        this.random = new Random(seed);
    }

    /**
     * A host with one router on each of as many networks as settings are given; they are a sync group when there are
     * several.
     */
    SimulatedHost add(RouterSettings... settings) {
        SimulatedHost host = new SimulatedHost(this, hosts.size() + 1, List.of(settings));
        hosts.add(host);
        return host;
    }

    List<SimulatedHost> hosts() {
        return hosts;
    }

    List<SimulatedRouter> routers() {
        return hosts.stream().flatMap(host -> host.routers().stream()).toList();
    }

    Random random() {
        return random;
    }

    long now() {
        return now;
    }

    Machine machine() {
        return machine;
    }

    void setLoss(double share) {
        loss = share;
    }

    /** From now on the one host hears nothing of the other. */
    void cut(SimulatedHost from, SimulatedHost to) {
        cuts.add(new Cut(from.number(), to.number()));
    }

    void mend() {
        cuts.clear();
        hosts.forEach(host -> host.moveTo(0));
    }

    boolean oneWayCuts() {
        return !cuts.isEmpty();
    }

    void at(long moment, Runnable effect) {
        queue.add(new Happening(moment, numbers++, effect));
    }

    void runFor(Duration time) {
        runFor(time, simulation -> {});
    }

    /** Runs, and looks after each happening. */
    void runFor(Duration time, Consumer<Simulation> look) {
        long end = now + time.toNanos();
        while (!queue.isEmpty() && queue.peek().at() <= end) {
            Happening next = queue.remove();
            now = next.at();
            next.effect().run();
            look.accept(this);
        }
        now = end;
    }

    /** Runs until nothing is on its way any more that could be overtaken by what is sent next. */
    void runUntilAllHasArrived() {
        while (now - lastSent <= MOST_DELAY) {
            runFor(Duration.ofNanos(MOST_DELAY));
        }
    }

    void send(SimulatedRouter from, int priority) {
        lastSent = now;
        Advert advert = new Advert(from.address(), priority, from.settings().intervalNanos(), List.of());
        for (SimulatedHost to : hosts) {
            if (to != from.host() && random.nextDouble() >= loss) {
                deliver(from, to, advert);
                if (random.nextDouble() < DOUBLED) {
                    deliver(from, to, advert);
                }
            }
        }
    }

    private void deliver(SimulatedRouter from, SimulatedHost to, Advert advert) {
        at(now + (long) (random.nextDouble() * MOST_DELAY), () -> {
            boolean reaches = to.segment() == from.host().segment()
                    && !cuts.contains(new Cut(from.host().number(), to.number()));
            if (reaches) {
                to.receive(from.network(), advert);
            }
        });
    }

    void tell(SimulatedRouter router, String what) {
        story.add(new Line(now, router, what));
    }

    String story() {
        return String.join("\n", story.stream().map(Line::toString).toList());
    }

    static Inet4Address address(int lastOctet) {
        try {
            return (Inet4Address) InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) lastOctet});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
