package org.aloft.agent.check;

import java.time.Duration;
import java.util.function.Consumer;
import org.aloft.agent.script.RunningScript;
import org.aloft.agent.script.Script;
import org.aloft.agent.script.ScriptResult;
import org.aloft.agent.script.ScriptRunner;

/** {@code MISC_CHECK}: runs a program, whose exit status tells. */
final class ScriptProbe implements Probe {
    private static final int PASSED = 0;
    private static final int FAILED = 1;

    private final Script script;
    private final Duration timeout;
    private final boolean dynamic;
    private final ScriptRunner scripts;
    private final CheckLoop loop;

    /** @param dynamic {@code misc_dynamic}: whether 2..255 is a success that tells the weight */
    ScriptProbe(Script script, Duration timeout, boolean dynamic, ScriptRunner scripts, CheckLoop loop) {
        this.script = script;
        this.timeout = timeout;
        this.dynamic = dynamic;
        this.scripts = scripts;
        this.loop = loop;
    }

    @Override
    public Cancellable begin(int step, Consumer<ProbeOutcome> done) {
        return new Attempt(done).open();
    }

    private final class Attempt implements Cancellable {
        private final Consumer<ProbeOutcome> done;
        private RunningScript running = () -> {};
        private boolean cancelled;

        Attempt(Consumer<ProbeOutcome> done) {
            this.done = done;
        }

        Cancellable open() {
            running = scripts.start(script, timeout, result -> loop.run(() -> ended(result)));
            return this;
        }

        private void ended(ScriptResult result) {
            if (!cancelled) {
                done.accept(outcome(result));
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            running.stop();
        }
    }

    /** keepalived.conf(5), {@code misc_dynamic}. */
    private ProbeOutcome outcome(ScriptResult result) {
        String said = script.words().get(0) + ": " + result.summary()
                + (result.output().isEmpty() ? "" : ", " + Printable.text(result.output()));
        if (result instanceof ScriptResult.CouldNotStart refused && refused.shortage()) {
            return ProbeOutcome.notMade(said);
        }
        if (!(result instanceof ScriptResult.Exited exited)) {
            return ProbeOutcome.failed(said);
        }
        if (exited.code() == PASSED) {
            return ProbeOutcome.passed(said);
        }
        return dynamic && exited.code() > FAILED
                ? ProbeOutcome.passed(new WeightEffect.Becomes(exited.code() - 2), said)
                : ProbeOutcome.failed(said);
    }
}
