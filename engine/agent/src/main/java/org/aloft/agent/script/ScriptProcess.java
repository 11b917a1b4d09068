package org.aloft.agent.script;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.kernel.Poller;
import org.aloft.agent.kernel.process.ChildProcess;
import org.aloft.agent.log.Log;

/**
 * One program in operation: it runs, may be terminated, is reported, and may still be read from because of what it left
 * in the background. Confined to the runner's thread.
 */
final class ScriptProcess {
    private static final Logger LOG = Log.of(ScriptProcess.class);

    /**
     * A pipe holds 64 KiB by default, which is one read; more only if the program made it larger, and then not without
     * end.
     */
    private static final int MOST_LAST_READS = 16;

    private final Script script;
    private final Duration timeout;
    private final Duration grace;
    private final Consumer<ScriptResult> whenEnded;
    private final ScriptOutput output = new ScriptOutput();
    private ChildProcess child;
    private long endAt = Deadline.NEVER;
    private long killAt = Deadline.NEVER;
    private boolean timedOut;
    private boolean told;
    private boolean ended;
    private boolean reaped;
    private boolean outputEnded;

    ScriptProcess(Script script, Duration timeout, Duration grace, Consumer<ScriptResult> whenEnded) {
        this.script = script;
        this.timeout = timeout;
        this.grace = grace;
        this.whenEnded = whenEnded;
    }

    Script script() {
        return script;
    }

    /** @throws org.aloft.agent.kernel.KernelException it cannot be started */
    void begin(List<String> words, Map<String, String> environment, Poller poller) {
        child = ChildProcess.start(words, environment);
        poller.add(child.exitDescriptor());
        poller.add(child.outputDescriptor());
        if (!timeout.equals(ScriptRunner.UNLIMITED)) {
            endAt = System.nanoTime() + timeout.toNanos();
        }
    }

    /** When {@link #serve} is due even if no descriptor is ready. */
    long deadline() {
        return Math.min(endAt, killAt);
    }

    boolean isTold() {
        return told;
    }

    /** Whether nothing is left to be done for it. */
    boolean isGone() {
        return told && reaped && outputEnded;
    }

    /** Whether it has ended but others still hold its output. */
    boolean isLeftBehind() {
        return told && reaped && !outputEnded;
    }

    /** Begins to end it, unless that has begun or it has ended. */
    void stop(long now) {
        if (child != null && !ended && killAt == Deadline.NEVER) {
            child.signalGroup(ChildProcess.TERMINATE);
            endAt = Deadline.NEVER;
            killAt = now + grace.toNanos();
        }
    }

    void serve(Poller poller, ChildProcess.OutputBuffer buffer, long now) {
        if (!outputEnded && poller.isReady(child.outputDescriptor())) {
            read(poller, buffer);
        }
        if (!ended && poller.isReady(child.exitDescriptor())) {
            end(poller, buffer);
        }
        if (Deadline.isDue(endAt, now)) {
            timedOut = true;
            stop(now);
        }
        if (Deadline.isDue(killAt, now)) {
            kill();
        }
        if (ended && !reaped && killAt == Deadline.NEVER) {
            child.reap();
            reaped = true;
        }
        if (isGone()) {
            child.close();
        }
    }

    private ChildProcess.Read read(Poller poller, ChildProcess.OutputBuffer buffer) {
        ChildProcess.Read found = child.read(buffer);
        switch (found) {
            case BYTES -> {
                if (!told) {
                    output.add(buffer.content());
                }
            }
            case NOTHING -> {}
            case END -> {
                outputEnded = true;
                poller.remove(child.outputDescriptor());
            }
        }
        return found;
    }

    private void end(Poller poller, ChildProcess.OutputBuffer buffer) {
        Optional<ChildProcess.Ending> ending = child.ending();
        if (ending.isEmpty()) {
            return;
        }
        ended = true;
        endAt = Deadline.NEVER;
        poller.remove(child.exitDescriptor());
        for (int reads = 0; !outputEnded && reads < MOST_LAST_READS; reads++) {
            if (read(poller, buffer) != ChildProcess.Read.BYTES) {
                break;
            }
        }
        tell(result(ending.get()));
    }

    private ScriptResult result(ChildProcess.Ending ending) {
        if (timedOut) {
            return new ScriptResult.TimedOut(output.text());
        }
        return ending.bySignal()
                ? new ScriptResult.Signalled(ending.number(), output.text())
                : new ScriptResult.Exited(ending.number(), output.text());
    }

    /** The rest of the group as well, whose number is safe while its leader is not reaped. */
    private void kill() {
        child.signalGroup(ChildProcess.KILL);
        killAt = Deadline.NEVER;
        if (!ended) {
            // A process that hangs in the kernel ends later or never; nothing waits for it.
            tell(result(new ChildProcess.Ending(true, ChildProcess.KILL)));
        }
    }

    void tell(ScriptResult result) {
        if (told) {
            return;
        }
        told = true;
        try {
            whenEnded.accept(result);
        } catch (RuntimeException failure) {
            LOG.log(Level.ERROR, "the result of " + script + " could not be taken; please report this", failure);
        }
    }

    /** Frees everything, whatever still runs. */
    void abandon(Poller poller) {
        if (!outputEnded) {
            poller.remove(child.outputDescriptor());
        }
        if (!ended) {
            poller.remove(child.exitDescriptor());
        }
        child.close();
    }
}
