package org.aloft.agent.script;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.kernel.Errno;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.Poller;
import org.aloft.agent.kernel.process.ChildProcess;
import org.aloft.agent.log.Log;
import org.aloft.agent.thread.AfterFailure;
import org.aloft.agent.thread.Loop;
import org.aloft.agent.thread.Rounds;
import org.aloft.agent.thread.Supervisor;

/**
 * Runs any number of programs from one thread, which begins with the first of them: it starts them, reads what they
 * write, ends those that take too long, and tells how each ended.
 *
 * <p>Each leads a session and a process group of its own, with /dev/null as stdin and the agent's environment, and
 * never in real time. For another account {@code setpriv} of util-linux is put in front; it changes user, group and
 * supplementary groups and then becomes the program, so that the process is the same. What takes too long gets SIGTERM
 * with its whole group, and SIGKILL after a grace. Programs that a script leaves behind in the background are left
 * alone when the script ends by itself; what they write is thrown away.
 *
 * <p>Thread-safe. Results are told on the runner's thread: do not block there.
 */
public final class ScriptRunner implements AutoCloseable {
    /** As a time-out: none. */
    public static final Duration UNLIMITED = ChronoUnit.FOREVER.getDuration();

    private static final Logger LOG = Log.of(ScriptRunner.class);

    /** What systemd tells the agent alone. */
    private static final Set<String> NOT_FOR_SCRIPTS = Set.of(
            "NOTIFY_SOCKET",
            "WATCHDOG_PID",
            "WATCHDOG_USEC",
            "LISTEN_PID",
            "LISTEN_FDS",
            "LISTEN_FDNAMES",
            "JOURNAL_STREAM",
            "MALLOC_ARENA_MAX");

    private static final String LOCALE = "LC_ALL";
    private static final String LOCALE_BEFORE = "ALOFT_LC_ALL";

    /** How many pipes are kept open for programs in the background; the oldest goes first. */
    private static final int MOST_LEFT_BEHIND = 64;

    private final Map<String, String> environment;
    private final Duration grace;
    private final Poller poller = Poller.open();
    private final List<ScriptProcess> processes = new ArrayList<>();
    private final ChildProcess.OutputBuffer buffer = ChildProcess.outputBuffer();
    private final Loop loop;
    private boolean started;
    private boolean closed;

    private ScriptRunner(Map<String, String> environment, Duration grace, Supervisor supervisor) {
        this.environment = environment;
        this.grace = grace;
        this.loop = supervisor.loop("scripts", AfterFailure.GO_ON, poller, new Turns());
    }

    /**
     * A runner without programs.
     *
     * @param environment the agent's environment, which programs get but for what systemd put there for the agent
     *     itself
     * @param grace how long after SIGTERM the SIGKILL comes
     * @param supervisor of the runner's thread
     * @throws KernelException out of descriptors
     */
    public static ScriptRunner open(Map<String, String> environment, Duration grace, Supervisor supervisor) {
        Map<String, String> given = new HashMap<>(environment);
        given.keySet().removeAll(NOT_FOR_SCRIPTS);
        giveBackLocale(given);
        return new ScriptRunner(Map.copyOf(given), grace, supervisor);
    }

    /**
     * The launcher needs a locale of its own, and remembers the one that was there; empty is as good as none, see
     * locale(7).
     */
    private static void giveBackLocale(Map<String, String> environment) {
        String before = environment.remove(LOCALE_BEFORE);
        if (before == null) {
            return;
        }
        if (before.isEmpty()) {
            environment.remove(LOCALE);
        } else {
            environment.put(LOCALE, before);
        }
    }

    /**
     * Starts a program. Does not wait.
     *
     * @param timeout how long it may run, or {@link #UNLIMITED}
     * @param whenEnded is told exactly once how it ended, at the latest a grace after the time-out, on the runner's
     *     thread
     */
    public RunningScript start(Script script, Duration timeout, Consumer<ScriptResult> whenEnded) {
        ScriptProcess process = new ScriptProcess(script, timeout, grace, whenEnded);
        synchronized (this) {
            if (closed) {
                whenEnded.accept(new ScriptResult.CouldNotStart("cannot run " + script + ": aloftd stops"));
                return () -> {};
            }
            if (!started) {
                started = true;
                loop.start();
            }
        }
        loop.post(() -> begin(process));
        return () -> loop.post(() -> process.stop(System.nanoTime()));
    }

    /** Ends what still runs as {@link RunningScript#stop} does, tells those results, and waits for that. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (!started) {
                poller.close();
                return;
            }
        }
        loop.close();
    }

    // ---- on the runner's thread

    private final class Turns implements Rounds {
        @Override
        public long deadline() {
            return processes.stream().mapToLong(ScriptProcess::deadline).min().orElse(Deadline.NEVER);
        }

        @Override
        public void turn(long woken) {
            long now = System.nanoTime();
            for (ScriptProcess process : List.copyOf(processes)) {
                process.serve(poller, buffer, now);
            }
            processes.removeIf(ScriptProcess::isGone);
            forgetOldest();
        }

        @Override
        public void ending() {
            long now = System.nanoTime();
            processes.forEach(process -> process.stop(now));
        }

        @Override
        public boolean isDone() {
            return processes.stream().allMatch(ScriptProcess::isTold);
        }

        @Override
        public void end() {
            processes.forEach(process -> process.abandon(poller));
            poller.close();
        }
    }

    private void begin(ScriptProcess process) {
        try {
            process.begin(words(process.script()), environment, poller);
            processes.add(process);
        } catch (KernelException failure) {
            process.tell(new ScriptResult.CouldNotStart(
                    message(process.script(), failure), failure.errno().isShortage() || failure.is(Errno.EAGAIN)));
        }
    }

    private static List<String> words(Script script) {
        return script.account()
                .filter(account -> !Accounts.isOwn(account))
                .map(account -> Stream.concat(
                                Stream.of(
                                        "setpriv",
                                        "--reuid=" + account.uid(),
                                        "--regid=" + account.gid(),
                                        "--init-groups",
                                        "--"),
                                script.words().stream())
                        .toList())
                .orElse(script.words());
    }

    private static String message(Script script, KernelException failure) {
        return failure.getMessage()
                + (words(script).equals(script.words())
                        ? ""
                        : " (the package util-linux brings setpriv, by which scripts get another account)");
    }

    private void forgetOldest() {
        List<ScriptProcess> leftBehind =
                processes.stream().filter(ScriptProcess::isLeftBehind).toList();
        for (ScriptProcess oldest : leftBehind.subList(0, Math.max(0, leftBehind.size() - MOST_LEFT_BEHIND))) {
            LOG.log(
                    Level.WARNING,
                    "{0} has left a program in the background that keeps its stdout open; it is read no longer:"
                            + " send the output of such programs to /dev/null",
                    oldest.script());
            oldest.abandon(poller);
            processes.remove(oldest);
        }
    }
}
