package org.aloft.agent.track;

import java.time.Duration;
import java.util.function.Consumer;
import org.aloft.agent.script.RunningScript;
import org.aloft.agent.script.Script;
import org.aloft.agent.script.ScriptResult;

/** Starts programs: {@link org.aloft.agent.script.ScriptRunner#start} in operation. */
@FunctionalInterface
interface ScriptStarter {
    /** Starts one, which may run for as long as {@code timeout}; its end is told once, on any thread. */
    RunningScript start(Script script, Duration timeout, Consumer<ScriptResult> whenEnded);
}
