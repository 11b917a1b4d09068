package org.aloft.agent.vrrp.machine;

import java.util.ArrayList;
import java.util.List;
import org.aloft.agent.kernel.Deadline;

/**
 * One host of a {@link Simulation}: its clock, its queue of packets, and its routers, which are a sync group when they
 * are several.
 */
final class SimulatedHost {
    private static final int MOST_ROUNDS = 100;

    private final Simulation simulation;
    private final int number;
    private final List<SimulatedRouter> routers = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean running;
    private boolean paused;
    private int segment;
    private long clockBehind;
    private long clockStoppedAt = Deadline.NEVER;

    SimulatedHost(Simulation simulation, int number, List<RouterSettings> settings) {
        this.simulation = simulation;
        this.number = number;
        for (int network = 0; network < settings.size(); network++) {
            routers.add(new SimulatedRouter(simulation, this, network, settings.get(network)));
        }
    }

    int number() {
        return number;
    }

    int segment() {
        return segment;
    }

    void moveTo(int otherSegment) {
        segment = otherSegment;
    }

    List<SimulatedRouter> routers() {
        return routers;
    }

    SimulatedRouter router() {
        return routers.get(0);
    }

    boolean isPaused() {
        return paused;
    }

    /** Its monotonic clock, which stands while the whole machine is suspended. */
    long clock() {
        return simulation.now() - clockBehind;
    }

    /** The moment of the simulation at which its clock will show this. */
    long whenClockShows(long moment) {
        return moment + clockBehind;
    }

    /** Runs, and takes part. */
    boolean isAlive() {
        return running && !paused;
    }

    boolean isRunning() {
        return running;
    }

    void start() {
        running = true;
        tell("starts");
        routers.forEach(SimulatedRouter::start);
        settleGroup();
    }

    /** Hands over and ends. */
    void leave() {
        tell("leaves");
        routers.forEach(router -> router.handle(new Event.Leave()));
        settleGroup();
    }

    void handOver() {
        tell("is to hand over");
        routers.forEach(router -> router.handle(new Event.HandOver()));
        settleGroup();
    }

    void takeBack() {
        tell("is to take back");
        routers.forEach(router -> router.handle(new Event.TakeBack()));
        settleGroup();
    }

    /** Power off: no farewell; its addresses are gone with it. */
    void crash() {
        tell("crashes");
        routers.forEach(SimulatedRouter::crash);
        running = false;
        paused = false;
        clockStoppedAt = Deadline.NEVER;
        waiting.clear();
    }

    /** The process stands still, its clock does not. */
    void pause() {
        tell("is paused");
        paused = true;
    }

    /** The whole machine stands still, and does not know it afterwards. */
    void suspend() {
        tell("is suspended");
        paused = true;
        clockStoppedAt = simulation.now();
    }

    /** The kernel kept its packets; they are read before the timers are looked at, as in the runner. */
    void resume() {
        if (clockStoppedAt != Deadline.NEVER) {
            clockBehind += simulation.now() - clockStoppedAt;
            clockStoppedAt = Deadline.NEVER;
        }
        tell("resumes");
        paused = false;
        routers.forEach(SimulatedRouter::noteWaking);
        List<Runnable> kept = List.copyOf(waiting);
        waiting.clear();
        kept.forEach(Runnable::run);
        routers.forEach(router -> router.handle(new Event.TimerExpired()));
        settleGroup();
    }

    void receive(int network, Advert advert) {
        long arrivedAt = clock();
        whenAwake(() -> routers.get(network).receive(advert, Math.min(arrivedAt, clock())));
    }

    void whenAwake(Runnable work) {
        if (!running) {
            return;
        }
        Runnable whole = () -> {
            work.run();
            settleGroup();
        };
        if (paused) {
            waiting.add(whole);
        } else {
            whole.run();
        }
    }

    /** Brings the sync group together after something was done to one member from outside. */
    void settle() {
        if (isAlive()) {
            settleGroup();
        }
    }

    /** What {@code SyncGroups} does. */
    private void settleGroup() {
        for (int round = 0; routers.size() > 1 && round < MOST_ROUNDS; round++) {
            List<SyncGroup.Order> orders = SyncGroup.orders(
                    routers.stream().map(SimulatedRouter::asMember).toList());
            orders.forEach(order -> routers.stream()
                    .filter(router -> router.toString().equals(order.instance()))
                    .forEach(router -> carryOut(order, router)));
            if (orders.isEmpty()) {
                assertTogether();
                return;
            }
        }
        if (routers.size() > 1) {
            throw new AssertionError("the sync group of host " + number + " does not come together");
        }
    }

    private static void carryOut(SyncGroup.Order order, SimulatedRouter router) {
        if (order instanceof SyncGroup.Order.Hinder hinder) {
            router.hinderByGroup(hinder.reason());
        } else if (order instanceof SyncGroup.Order.StepDown down) {
            router.handle(new Event.GroupStepsDown(down.reason()));
        } else if (order instanceof SyncGroup.Order.TakeOver) {
            router.handle(new Event.GroupTakesOver());
        }
    }

    /** While a group hands over, each member lets go when its own successor speaks. */
    private void assertTogether() {
        boolean handingOver = routers.stream().anyMatch(router -> router.state() instanceof State.HandingOver);
        long holding = routers.stream().filter(SimulatedRouter::holdsVips).count();
        if (!handingOver && holding != 0 && holding != routers.size()) {
            throw new AssertionError("host " + number + " holds the VIPs of " + holding + " of " + routers.size()
                    + " members of its sync group");
        }
    }

    private void tell(String what) {
        simulation.tell(router(), "(the host) " + what);
    }
}
