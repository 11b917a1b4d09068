package org.aloft.agent.simulate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.aloft.agent.bfd.BfdPacket;
import org.aloft.agent.bfd.Hello;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.vrrp.machine.Advert;
import org.aloft.agent.vrrp.machine.Event;

/**
 * One host of a {@link Simulation}: its clock, its queue of packets, its routers and their sync groups. It does one
 * thing at a time, as the daemon's VRRP thread does; what takes time makes all else wait but adverts that are due.
 */
final class SimulatedHost {
    /** A packet that the kernel has and the process has not read. */
    private record Packet(SimulatedRouter to, Advert advert, long arrivedAt) {}

    private final Simulation simulation;
    private final int number;
    private final String name;
    private final List<SimulatedRouter> routers = new ArrayList<>();
    private final List<SimulatedSyncGroup> groups = new ArrayList<>();
    private final Queue<Packet> waiting = new ArrayDeque<>();
    private final SimulatedDetection detection;
    private boolean running;
    private boolean paused;
    private int segment;
    private int life;
    private boolean turnIsDue;
    private long busyUntil;
    private long awakeSince = Long.MIN_VALUE / 2;
    private long clockBehind;
    private long clockStoppedAt = Deadline.NEVER;

    SimulatedHost(Simulation simulation, int number, String name) {
        this.simulation = simulation;
        this.number = number;
        this.name = name;
        this.detection = new SimulatedDetection(this);
    }

    void add(SimulatedRouter router) {
        routers.add(router);
    }

    /** These routers of the host are active together or not at all. */
    void group(List<SimulatedRouter> members) {
        groups.add(new SimulatedSyncGroup(name, members));
    }

    int number() {
        return number;
    }

    String name() {
        return name;
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

    Simulation simulation() {
        return simulation;
    }

    boolean isPaused() {
        return paused;
    }

    /** Its monotonic clock, which stands while the whole machine is suspended; what was done so far counts. */
    long clock() {
        return Math.max(simulation.now(), busyUntil) - clockBehind;
    }

    /** The same, whatever its VRRP thread is at work with. */
    long now() {
        return simulation.now() - clockBehind;
    }

    /** A packet of fast detection for one of its routers. */
    void receive(SimulatedRouter from, SimulatedRouter to, BfdPacket packet, Hello hello) {
        if (running) {
            detection.receive(from, to, packet, hello);
        }
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
        settle();
    }

    /** Hands over and ends. */
    void leave() {
        tell("leaves");
        routers.forEach(router -> router.handle(new Event.Leave()));
        settle();
    }

    void handOver() {
        tell("is to hand over");
        routers.forEach(router -> router.handle(new Event.HandOver()));
        settle();
    }

    void takeBack() {
        tell("is to take back");
        routers.forEach(router -> router.handle(new Event.TakeBack()));
        settle();
    }

    /** Power off: no farewell; its addresses are gone with it. */
    void crash() {
        tell("crashes");
        life++;
        running = false;
        paused = false;
        busyUntil = 0;
        clockStoppedAt = Deadline.NEVER;
        waiting.clear();
        routers.forEach(SimulatedRouter::crash);
        detection.crash();
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
        awakeSince = clock();
        routers.forEach(SimulatedRouter::noteWaking);
        detection.resume();
        turn();
    }

    void receive(SimulatedRouter to, Advert advert) {
        if (running) {
            waiting.add(new Packet(to, advert, simulation.now() - clockBehind));
            if (!paused && !isBusy()) {
                readPackets();
                settle();
            } else if (!paused) {
                turnLater();
            }
        }
    }

    /** The timer of one of its routers may have expired. */
    void timerOf(SimulatedRouter router) {
        if (isAlive() && !isBusy()) {
            router.expireTimer();
            settle();
        } else if (isAlive()) {
            router.keepBeat(simulation.now() - clockBehind);
            turnLater();
        }
    }

    /** Whether it was at work since then, or waited for its timers, and stood still at no time. */
    boolean wasAwakeSince(long moment) {
        return moment - awakeSince >= 0;
    }

    /** Does something that takes time. */
    boolean isBusy() {
        return busyUntil > simulation.now();
    }

    private void turnLater() {
        if (!turnIsDue) {
            turnIsDue = true;
            simulation.at(busyUntil, () -> {
                turnIsDue = false;
                turn();
            });
        }
    }

    /** One turn of the runner's loop. */
    private void turn() {
        if (isAlive() && isBusy()) {
            turnLater();
        } else if (isAlive()) {
            readPackets();
            routers.forEach(SimulatedRouter::expireTimer);
            settle();
        }
    }

    private void readPackets() {
        for (Packet packet = waiting.poll(); packet != null; packet = waiting.poll()) {
            packet.to().receive(packet.advert(), Math.min(packet.arrivedAt(), clock()));
        }
    }

    /** What is done now takes so long. */
    void spend(long time) {
        if (time > 0) {
            busyUntil = Math.max(simulation.now(), busyUntil) + time;
        }
    }

    /** Does this once everything before it is done. */
    void afterwards(Runnable effect) {
        if (!isBusy()) {
            effect.run();
            return;
        }
        int thisLife = life;
        simulation.at(busyUntil, () -> {
            if (life == thisLife) {
                effect.run();
            }
        });
    }

    /** Brings its sync groups together after something was done to one member. */
    void settle() {
        if (isAlive()) {
            for (int index = 0; index < groups.size(); index++) {
                groups.get(index).settle();
            }
            detection.follow();
        }
    }

    private void tell(String what) {
        simulation.tell(name, what);
    }
}
