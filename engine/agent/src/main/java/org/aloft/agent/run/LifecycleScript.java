package org.aloft.agent.run;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.aloft.agent.config.ProcessBlock;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.config.ScriptSecurity;
import org.aloft.agent.log.Log;
import org.aloft.agent.script.Admission;
import org.aloft.agent.script.RunningScript;
import org.aloft.agent.script.ScriptResult;
import org.aloft.agent.script.ScriptRunner;

/**
 * {@code startup_script} and {@code shutdown_script}: run once, and waited for. A failure is logged and holds nothing
 * up.
 */
final class LifecycleScript {
    private static final Logger LOG = Log.of(LifecycleScript.class);

    private LifecycleScript() {}

    /**
     * Runs {@code startup_script} and waits for its end or its time-out.
     *
     * @param stopAsked ends it early; one that is told to end and does not is killed soon after
     */
    static void start(
            ScriptRunner runner, ProcessBlock process, ScriptSecurity security, CompletionStage<Void> stopAsked) {
        run(runner, "startup_script", process.startupScript(), process.startupTimeout(), security, stopAsked);
    }

    /** Whether there is one, of either kind. */
    static boolean isWanted(ProcessBlock process) {
        return process.startupScript().isPresent() || process.shutdownScript().isPresent();
    }

    /** Runs {@code shutdown_script} and waits for its end or its time-out. */
    static void shutdown(ScriptRunner runner, ProcessBlock process, ScriptSecurity security) {
        run(
                runner,
                "shutdown_script",
                process.shutdownScript(),
                process.shutdownTimeout(),
                security,
                new CompletableFuture<>());
    }

    private static void run(
            ScriptRunner runner,
            String keyword,
            Optional<ScriptLine> line,
            Duration timeout,
            ScriptSecurity security,
            CompletionStage<Void> stopAsked) {
        line.map(given -> Admission.of(given, security)).ifPresent(admission -> {
            if (admission instanceof Admission.Admitted admitted) {
                CompletableFuture<ScriptResult> ended = new CompletableFuture<>();
                RunningScript running = runner.start(admitted.script(), timeout, ended::complete);
                CompletableFuture<Void> stop = stopAsked.thenRun(running::stop).toCompletableFuture();
                ScriptResult result = ended.join();
                stop.cancel(false); // the runner may be gone when a later stop is asked for
                LOG.log(
                        result.good() ? Level.INFO : Level.ERROR,
                        "{0} {1}: {2}{3}",
                        keyword,
                        admitted.script(),
                        result.summary(),
                        result.output().isEmpty() ? "" : ": " + result.output());
            } else if (admission instanceof Admission.Refused refused) {
                LOG.log(Level.ERROR, "{0}: {1}", keyword, refused.reason());
            }
        });
    }
}
