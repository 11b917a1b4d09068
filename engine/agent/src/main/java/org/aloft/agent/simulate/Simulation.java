package org.aloft.agent.simulate;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.aloft.agent.bfd.BfdPacket;
import org.aloft.agent.bfd.Hello;
import org.aloft.agent.vrrp.machine.Advert;
import org.aloft.agent.vrrp.machine.Event;
import org.aloft.agent.vrrp.machine.RouterSettings;
import org.aloft.agent.vrrp.machine.State;
import org.aloft.agent.vrrp.machine.Transition;

/**
 * Many hosts with the real state machine on simulated networks: a virtual clock, and packets that are late, lost,
 * doubled, or cut off in one direction or both. The same seed gives the same run. For one thread.
 */
public final class Simulation {
    /** The state machine, or one with a bug put in on purpose. */
    @FunctionalInterface
    public interface Machine {
        /** As {@link org.aloft.agent.vrrp.machine.VrrpStateMachine#next}. */
        Transition next(RouterSettings settings, State state, Event event, long now);
    }

    /** One line of the story, put together only when somebody reads it. */
    private record Line(long at, String who, String what) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%9.3f s  %s %s", (at - START) / 1e9, who, what);
        }
    }

    private record Cut(int from, int to) {}

    /** What the clock shows at first. */
    static final long START = 1_000_000_000L;

    private final Machine machine;
    private final Conditions conditions;
    private final Random random;
    private final List<SimulatedHost> hosts = new ArrayList<>();
    private final List<Line> story = new ArrayList<>();
    private final Set<Cut> cuts = new HashSet<>();
    private final Agenda agenda = new Agenda();
    private Consumer<SimulatedRouter> holdings = router -> {};
    private long lastSent;
    private long now = START;
    private double loss;
    private double detectionLoss;

    /** Without any host. */
    public Simulation(Machine machine, Conditions conditions, long seed) {
        this.machine = machine;
        this.conditions = conditions;
        this.random = new OneThreadRandom(seed);
    }

    /** One more host without routers, which is not started. */
    SimulatedHost addHost(String name) {
        SimulatedHost host = new SimulatedHost(this, hosts.size() + 1, name);
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

    /** When the last advert left a host. */
    long lastSent() {
        return lastSent;
    }

    Machine machine() {
        return machine;
    }

    Conditions conditions() {
        return conditions;
    }

    void setLoss(double share) {
        loss = share;
    }

    /** Of the packets of fast detection alone, beside what is lost of all. */
    void setDetectionLoss(double share) {
        detectionLoss = share;
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

    /** Somebody is told whenever VIPs come to a host, or leave it. */
    void onHolding(Consumer<SimulatedRouter> listener) {
        holdings = listener;
    }

    void tellHolding(SimulatedRouter router) {
        holdings.accept(router);
    }

    void at(long moment, Runnable effect) {
        agenda.plan(moment, effect);
    }

    void runFor(Duration time) {
        runFor(time, simulation -> {});
    }

    /** Runs, and looks after each happening. */
    void runFor(Duration time, Consumer<Simulation> look) {
        long end = now + time.toNanos();
        while (!agenda.isEmpty() && agenda.first() <= end) {
            now = agenda.first();
            agenda.take().run();
            look.accept(this);
        }
        now = end;
    }

    /** Runs until nothing is on its way any more that could be overtaken by what is sent next. */
    void runUntilAllHasArrived() {
        while (now - lastSent <= conditions.mostDelay()) {
            runFor(Duration.ofNanos(conditions.mostDelay()));
        }
    }

    void send(SimulatedRouter from, int priority) {
        lastSent = now;
        Advert advert = new Advert(from.address(), priority, from.settings().intervalNanos(), List.of());
        List<SimulatedRouter> listeners = from.listeners();
        for (int index = 0; index < listeners.size(); index++) {
            if (loss == 0 || random.nextDouble() >= loss) {
                deliver(from, listeners.get(index), advert);
                if (conditions.doubled() > 0 && random.nextDouble() < conditions.doubled()) {
                    deliver(from, listeners.get(index), advert);
                }
            }
        }
    }

    private void deliver(SimulatedRouter from, SimulatedRouter to, Advert advert) {
        long moment = now + (long) (random.nextDouble() * conditions.mostDelay());
        at(conditions.ordered() ? to.inOrder(from, moment) : moment, () -> {
            if (reaches(from, to)) {
                to.host().receive(to, advert);
            }
        });
    }

    /** A packet of fast detection to the host with that address. */
    void send(SimulatedRouter from, InetAddress address, BfdPacket packet, Hello hello) {
        for (SimulatedRouter to : from.listeners()) {
            boolean lost = loss + detectionLoss > 0 && random.nextDouble() < Math.max(loss, detectionLoss);
            if (!lost && to.address().equals(address) && to.detection().isPresent()) {
                at(now + (long) (random.nextDouble() * conditions.mostDelay()), () -> {
                    if (reaches(from, to)) {
                        to.host().receive(from, to, packet, hello);
                    }
                });
            }
        }
    }

    private boolean reaches(SimulatedRouter from, SimulatedRouter to) {
        return to.host().segment() == from.host().segment()
                && from.isPlugged()
                && to.isPlugged()
                && (cuts.isEmpty()
                        || !cuts.contains(
                                new Cut(from.host().number(), to.host().number())));
    }

    void tell(String who, String what) {
        story.add(new Line(now, who, what));
    }

    /** How many lines {@link #story} has. */
    int storyLength() {
        return story.size();
    }

    /** What happened, a line each. */
    List<String> story() {
        return story.stream().map(Line::toString).toList();
    }
}
