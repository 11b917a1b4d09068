package org.aloft.agent.run;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.aloft.agent.kernel.process.SystemdNotifier;
import org.aloft.agent.log.Log;
import org.aloft.agent.log.StackText;
import org.aloft.agent.thread.AfterFailure;
import org.aloft.agent.thread.Hangs;
import org.aloft.agent.thread.Loop;
import org.aloft.agent.thread.Parking;
import org.aloft.agent.thread.Pulse;
import org.aloft.agent.thread.Rounds;
import org.aloft.agent.thread.Supervisor;

/**
 * Ends the process when one of its threads hangs: a director that is silent but keeps its VIPs is worse than none.
 * systemd's own watchdog is fed from here while all go round, for the case that the whole process stands still.
 *
 * <p>Thread rule: a loop of its own, which waits for no other thread.
 */
final class Watchdog implements AutoCloseable {
    private static final Logger LOG = Log.of(Watchdog.class);

    /**
     * A thread that has not gone round for this long is stuck, whether it may take longer or not: systemd is told no
     * more.
     */
    private static final Duration STUCK = Duration.ofSeconds(5);

    /** systemd is told at least this often. */
    private static final long LONGEST_SILENCE = Duration.ofSeconds(1).toNanos();

    private static final Duration LONGEST_FOR_STACK = Duration.ofMillis(200);

    private final Supervisor supervisor;
    private final SystemdNotifier systemd;
    private final Runnable end;
    private final long feedInterval;
    private final Loop loop;

    private Watchdog(Supervisor supervisor, SystemdNotifier systemd, Runnable end) {
        this.supervisor = supervisor;
        this.systemd = systemd;
        this.end = end;
        this.feedInterval = systemd.watchdogInterval()
                .map(interval -> Math.min(interval.dividedBy(2).toNanos(), LONGEST_SILENCE))
                .orElse(LONGEST_SILENCE);
        this.loop = supervisor.loop("watchdog", AfterFailure.GO_ON, new Parking(), new Looks());
    }

    /**
     * Begins to watch.
     *
     * @param end ends the process at once, without the help of any other thread
     */
    static Watchdog start(Supervisor supervisor, SystemdNotifier systemd, Runnable end) {
        Watchdog watchdog = new Watchdog(supervisor, systemd, end);
        watchdog.loop.start();
        return watchdog;
    }

    @Override
    public void close() {
        loop.close();
    }

    private final class Looks implements Rounds {
        private final Hangs hangs = new Hangs(System.nanoTime());
        private long nextLook = System.nanoTime();
        private long fedAt = System.nanoTime() - feedInterval;

        @Override
        public long deadline() {
            return nextLook;
        }

        @Override
        public void turn(long now) {
            hangs.look(supervisor.pulses(), now).ifPresent(Watchdog.this::tellAndEnd);
            if (now - fedAt >= feedInterval && hangs.allTurn(STUCK)) {
                systemd.watchdog();
                fedAt = now;
            }
            nextLook = System.nanoTime() + Math.min(hangs.pause(), feedInterval);
        }
    }

    private void tellAndEnd(Pulse hung) {
        long still = Duration.ofNanos(System.nanoTime() - hung.lastTurn()).toMillis();
        LOG.log(
                Level.ERROR,
                "the thread {0} has stood still for {1} ms; aloftd ends at once, and removes what is left when it starts"
                        + " again. The thread was here:",
                hung.name(),
                Long.toString(still));
        hung.thread()
                .map(Watchdog::stack)
                .orElse(List.of("    not begun"))
                .forEach(frame -> LOG.log(Level.ERROR, frame));
        end.run();
    }

    /** On a thread of its own: Java waits until the other one can be looked at, which it may never be. */
    private static List<String> stack(Thread hung) {
        AtomicReference<StackTraceElement[]> found = new AtomicReference<>();
        Thread looks = new Thread(() -> found.set(hung.getStackTrace()), "stack");
        looks.setDaemon(true);
        looks.start();
        try {
            looks.join(LONGEST_FOR_STACK.toMillis());
        } catch (InterruptedException stray) {
            Thread.currentThread().interrupt();
        }
        return Optional.ofNullable(found.get())
                .map(StackText::of)
                .orElse(List.of("    where cannot be seen: it runs, and cannot be stopped"));
    }
}
