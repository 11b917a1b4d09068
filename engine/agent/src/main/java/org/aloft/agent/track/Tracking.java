package org.aloft.agent.track;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import org.aloft.agent.bfd.BfdSessions;
import org.aloft.agent.config.ScriptSecurity;
import org.aloft.agent.config.TrackerKind;
import org.aloft.agent.config.TrackingPlan;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.EventSink;
import org.aloft.agent.kernel.Poller;
import org.aloft.agent.log.Log;
import org.aloft.agent.script.Admission;
import org.aloft.agent.script.ScriptRunner;
import org.aloft.agent.vrrp.machine.TrackedPriority;

/**
 * Watches everything that instances track, on one thread that starts with the first tracker, and reports what follows
 * for each instance. The public methods are safe for any thread.
 */
public final class Tracking implements AutoCloseable {
    private static final Logger LOG = Log.of(Tracking.class);

    /** The loop turns at least this often, to show that it is alive. */
    private static final long LONGEST_SLEEP = Duration.ofSeconds(1).toNanos();

    private final InstantSource calendar;
    private final EventSink events;
    private final BiConsumer<String, TrackedPriority> taker;
    private final Runnable onFailure;
    private final Poller poller = Poller.open();
    private final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();
    private final TrackingTable table = new TrackingTable();
    private final TrackFiles files = new TrackFiles(this::execute);
    private final ScriptWatcher scripts;
    private final ProcessWatcher processes;
    private final List<Watcher> watchers;
    private final Thread thread = new Thread(this::run, "trackers");
    private Set<String> instances = Set.of();
    private boolean configuring;
    private boolean stopping;
    private volatile boolean started;
    private volatile boolean ended;
    private volatile long lastTurn = System.nanoTime();
    private final Set<TrackerKey> known = new HashSet<>();

    private Tracking(
            ScriptStarter starter,
            BfdSessions sessions,
            InstantSource calendar,
            EventSink events,
            BiConsumer<String, TrackedPriority> taker,
            Runnable onFailure) {
        this.calendar = calendar;
        this.events = events;
        this.taker = taker;
        this.onFailure = onFailure;
        scripts = new ScriptWatcher(starter, this::execute, this::read);
        processes = new ProcessWatcher(poller, this::read);
        watchers = List.of(
                new InterfaceWatcher(poller, this::read),
                scripts,
                processes,
                new FileWatcher(poller, this::read),
                new BfdWatcher(sessions, this::execute, this::read));
    }

    /**
     * Watches nothing until {@link #configure}.
     *
     * @param scripts runs each {@code vrrp_script}
     * @param sessions are configured along with the trackers; whoever opened them closes them, after this
     * @param events is told when a tracker changes
     * @param taker is told what follows for an instance: at each configuration and whenever that changes, on the
     *     tracker thread; must not block
     * @param onFailure called once, on the tracker thread, should that end by a failure
     * @throws org.aloft.agent.kernel.KernelException out of descriptors
     */
    public static Tracking open(
            ScriptRunner scripts,
            BfdSessions sessions,
            InstantSource calendar,
            EventSink events,
            BiConsumer<String, TrackedPriority> taker,
            Runnable onFailure) {
        return new Tracking(scripts::start, sessions, calendar, events, taker, onFailure);
    }

    /**
     * Makes these the trackers. What is unchanged keeps what is known of it, and its scripts their rhythm. Waits until
     * the taker has been told of every instance, those that track nothing any more included.
     *
     * @throws org.aloft.agent.kernel.KernelException the kernel grants no sockets; what was tracked before may no
     *     longer be
     */
    public void configure(TrackingPlan plan, ScriptSecurity security) {
        if (!started) {
            if (plan.isEmpty()) {
                return;
            }
            started = true;
            thread.start();
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        execute(() -> {
            try {
                reconcile(plan, security);
                done.complete(null);
            } catch (RuntimeException failure) {
                done.completeExceptionally(failure);
            }
        });
        try {
            done.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        }
    }

    /** The numbers in files, for others than instances. */
    public TrackFiles files() {
        return files;
    }

    /** When the tracker thread's loop last turned, by {@link System#nanoTime()}; now if it need not run. */
    public long lastTurn() {
        return started ? lastTurn : System.nanoTime();
    }

    /** Stops watching; scripts that run are ended. */
    @Override
    public void close() {
        if (started) {
            execute(() -> stopping = true);
            join();
        }
        poller.close();
    }

    private void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void execute(Runnable call) {
        if (ended) {
            return;
        }
        calls.add(call);
        poller.wakeUp();
    }

    // ---- on the tracker thread

    private void run() {
        try {
            while (!stopping) {
                turn();
            }
        } catch (RuntimeException failure) {
            LOG.log(Level.ERROR, "the tracker thread failed; this is a fault of aloftd, please report it", failure);
            onFailure.run();
        } finally {
            ended = true;
            watchers.forEach(Watcher::close);
        }
    }

    private void turn() {
        long deadline = System.nanoTime() + LONGEST_SLEEP;
        for (Watcher watcher : watchers) {
            deadline = Math.min(deadline, watcher.deadline());
        }
        poller.poll(deadline);
        lastTurn = System.nanoTime();
        // Descriptors first: what a call adds was not polled.
        for (Watcher watcher : watchers) {
            watcher.turn(lastTurn);
        }
        for (Runnable call = calls.poll(); call != null; call = calls.poll()) {
            call.run();
        }
    }

    private void reconcile(TrackingPlan plan, ScriptSecurity security) {
        Set<TrackerKey> wanted = new HashSet<>();
        plan.byInstance().values().forEach(all -> all.forEach(tracked -> wanted.add(TrackerKey.of(tracked))));
        table.configure(plan.byInstance());
        forgetAllBut(wanted, plan);
        scripts.admitBy(line -> Admission.of(line, security));
        configuring = true;
        try {
            watchers.forEach(watcher -> watcher.configure(plan, wanted, System.nanoTime()));
        } finally {
            configuring = false;
        }
        Set<String> concerned = new HashSet<>(instances);
        concerned.addAll(plan.byInstance().keySet());
        instances = plan.byInstance().keySet();
        concerned.forEach(this::tell);
    }

    private void forgetAllBut(Set<TrackerKey> wanted, TrackingPlan plan) {
        Set<TrackerKey> kept = new HashSet<>(wanted);
        plan.files().forEach(file -> kept.add(new TrackerKey(TrackerKind.FILE, file.name())));
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
