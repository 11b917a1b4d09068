package org.aloft.agent.thread;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the loops of a process and knows which of them go round. Safe for any thread. */
public final class Supervisor {
    private final FaultListener faults;
    private final Set<Pulse> pulses = ConcurrentHashMap.newKeySet();

    /** @param faults is told what any of them throws */
    public Supervisor(FaultListener faults) {
        this.faults = faults;
    }

    /**
     * A loop that has not begun.
     *
     * @param name of its thread
     * @param after what becomes of it when something is thrown in it
     * @param sleep where it waits
     */
    public Loop loop(String name, AfterFailure after, Sleep sleep, Rounds rounds) {
        Loop loop = new Loop(name, after, sleep, rounds, faults);
        watch(loop);
        return loop;
    }

    /** Watches over a thread that is no loop of ours. */
    public void watch(Pulse pulse) {
        pulses.add(pulse);
    }

    /** All that are watched over, those that have ended as well. */
    public Collection<Pulse> pulses() {
        return Set.copyOf(pulses);
    }

    /** For threads that do one thing and end: what they throw is told as well. */
    public void uncaught(Thread thread, Throwable failure) {
        faults.failed(thread.getName(), failure, AfterFailure.GO_ON);
    }
}
