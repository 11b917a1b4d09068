package org.aloft.agent.track;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.aloft.agent.bfd.BfdSessions;
import org.aloft.agent.config.ScriptSecurity;
import org.aloft.agent.config.TrackerKind;
import org.aloft.agent.config.TrackingPlan;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.EventSink;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.kernel.Poller;
import org.aloft.agent.log.Log;
import org.aloft.agent.script.Admission;
import org.aloft.agent.script.ScriptRunner;
import org.aloft.agent.thread.AfterFailure;
import org.aloft.agent.thread.Loop;
import org.aloft.agent.thread.Rounds;
import org.aloft.agent.thread.Supervisor;
import org.aloft.agent.vrrp.machine.TrackedPriority;

/**
 * Watches everything that instances track, on one thread that starts with the first tracker, and reports what follows
 * for each instance. The public methods are safe for any thread.
 */
public final class Tracking implements AutoCloseable {
    private static final Logger LOG = Log.of(Tracking.class);

    private final InstantSource calendar;
    private final EventSink events;
    private final BiConsumer<String, TrackedPriority> taker;
    private final Poller poller = Poller.open();
    private final TrackingTable table = new TrackingTable();
    private final Loop loop;
    private final TrackFiles files;
    private final ScriptWatcher scripts;
    private final ProcessWatcher processes;
    private final List<Watcher> watchers;
    private boolean configuring;
    private volatile boolean started;
    private volatile TrackingPlan plan = TrackingPlan.NONE;
    private final Set<TrackerKey> known = new HashSet<>();

    private Tracking(
            ScriptStarter starter,
            BfdSessions sessions,
            InstantSource calendar,
            EventSink events,
            BiConsumer<String, TrackedPriority> taker,
            Supervisor supervisor) {
        this.calendar = calendar;
        this.events = events;
        this.taker = taker;
        this.loop = supervisor.loop("trackers", AfterFailure.END_PROCESS, poller, new Turns());
        files = new TrackFiles(loop::post);
        scripts = new ScriptWatcher(starter, loop::post, this::read);
        processes = new ProcessWatcher(poller, this::read);
        watchers = List.of(
                new InterfaceWatcher(poller, this::read),
                scripts,
                processes,
                new FileWatcher(poller, this::read),
                new BfdWatcher(sessions, loop::post, this::read));
    }

    /**
     * Watches nothing until {@link #configure}.
     *
     * @param scripts runs each {@code vrrp_script}
     * @param sessions are configured along with the trackers; whoever opened them closes them, after this
     * @param events is told when a tracker changes
     * @param taker is told what follows for an instance: at each configuration and whenever that changes, on the
     *     tracker thread; must not block
     * @param supervisor of the tracker thread; should that fail, so does the process
     * @throws org.aloft.agent.kernel.KernelException out of descriptors
     */
    public static Tracking open(
            ScriptRunner scripts,
            BfdSessions sessions,
            InstantSource calendar,
            EventSink events,
            BiConsumer<String, TrackedPriority> taker,
            Supervisor supervisor) {
        return new Tracking(scripts::start, sessions, calendar, events, taker, supervisor);
    }

    /**
     * Opens what {@link #configure} will need for these, beside what is open. What is watched stays as it is.
     *
     * @throws org.aloft.agent.kernel.KernelException the kernel does not grant it
     */
    public void prepare(TrackingPlan next) {
        if (begins(next)) {
            loop.call(() -> watchers.forEach(watcher -> watcher.prepare(next, wanted(next))));
        }
    }

    /**
     * Makes these the trackers. What is unchanged keeps what is known of it, and its scripts their rhythm. Waits until
     * the taker has been told of every instance, and of no other: one that goes, or has another name from now on, runs
     * until the instances are configured, and is not to have another priority for that moment.
     *
     * @param instances the names of all
     * @throws org.aloft.agent.kernel.KernelException the kernel does not grant what is needed; what was tracked before
     *     may no longer be, until it is configured again
     */
    public void configure(TrackingPlan next, Collection<String> instances, ScriptSecurity security) {
        if (begins(next)) {
            loop.call(() -> reconcile(next, instances, security));
        }
    }

    /** Closes what the last {@link #configure} has no need of: there is no other plan to go to, or back to. */
    public void release() {
        if (started) {
            loop.call(() -> watchers.forEach(Watcher::release));
        }
    }

    /** Whether there is something to do, now or before. */
    private boolean begins(TrackingPlan next) {
        if (!started && !next.isEmpty()) {
            loop.start();
            started = true;
        }
        return started;
    }

    /** What was configured last. */
    public TrackingPlan plan() {
        return plan;
    }

    /** The numbers in files, for others than instances. */
    public TrackFiles files() {
        return files;
    }

    /** Stops watching; scripts that run are ended. */
    @Override
    public void close() {
        if (started) {
            loop.close();
        }
        poller.close();
    }

    // ---- on the tracker thread

    private final class Turns implements Rounds {
        @Override
        public long deadline() {
            long deadline = Deadline.NEVER;
            for (Watcher watcher : watchers) {
                deadline = Math.min(deadline, watcher.deadline());
            }
            return deadline;
        }

        @Override
        public void turn(long now) {
            for (Watcher watcher : watchers) {
                watcher.turn(now);
            }
        }

        @Override
        public void end() {
            watchers.forEach(Watcher::close);
        }
    }

    private static Set<TrackerKey> wanted(TrackingPlan by) {
        Set<TrackerKey> wanted = new HashSet<>();
        by.byInstance().values().forEach(all -> all.forEach(tracked -> wanted.add(TrackerKey.of(tracked))));
        return wanted;
    }

    private void reconcile(TrackingPlan next, Collection<String> instances, ScriptSecurity security) {
        Set<TrackerKey> wanted = wanted(next);
        plan = next;
        table.configure(next.byInstance());
        forgetAllBut(wanted, next);
        scripts.admitBy(line -> Admission.of(line, security));
        configuring = true;
        try {
            watchers.forEach(watcher -> watcher.configure(next, wanted, System.nanoTime()));
        } finally {
            configuring = false;
        }
        instances.forEach(this::tell);
    }

    private void forgetAllBut(Set<TrackerKey> wanted, TrackingPlan next) {
        Set<TrackerKey> kept = new HashSet<>(wanted);
        next.files().forEach(file -> kept.add(new TrackerKey(TrackerKind.FILE, file.name())));
        known.removeIf(key -> {
            boolean gone = !kept.contains(key);
            if (gone) {
                table.forget(key);
                files.forget(key.name());
            }
            return gone;
        });
    }

    private void tell(String instance) {
        taker.accept(instance, table.of(instance));
    }

    private void read(TrackerKey key, Reading reading) {
        Reading before = table.reading(key);
        boolean isNew = known.add(key);
        if (!isNew && reading.equals(before)) {
            return;
        }
        table.put(key, reading);
        if (isNew || !reading.sameAs(before)) {
            announce(key, reading);
        }
        if (reading instanceof Reading.Value value) {
            files.put(key.name(), value.number());
        }
        if (!configuring) {
            table.trackedBy(key).forEach(this::tell);
        }
    }

    private void announce(TrackerKey key, Reading reading) {
        if (reading instanceof Reading.Pending) {
            return;
        }
        boolean good = !table.meansFault(key);
        LOG.log(
                good && !(reading instanceof Reading.Down) ? Level.INFO : Level.WARNING,
                "{0} is {1}",
                key,
                reading.explanation());
        int value = reading instanceof Reading.Value number ? number.number() : 0;
        boolean up = reading instanceof Reading.Value ? good : reading instanceof Reading.Up;
        events.happened(new AgentEvent.TrackerChanged(
                calendar.instant(), key.kind().definition(), key.name(), up, value, reading.explanation()));
    }
}
