package org.aloft.topology.file;

import java.time.Duration;
import org.aloft.topology.model.Check;
import org.aloft.topology.problem.Located;

/** {@code script: {run: /usr/local/bin/alive 10.0.0.5, timeout: 2s, user: nobody}}: a program on the director. */
final class ScriptCheckBlock {
    private static final Key<String> RUN = Key.named(
                    "run", NameRule.COMMAND, "Put what needs more, such as a shell, into a script and name that.")
            .required("run: /usr/local/bin/alive")
            .help("The program with its arguments; it is alive when that ends with 0.");
    private static final Key<Duration> TIMEOUT = Key.time(
                    "timeout", Duration.ofMillis(1), Duration.ofHours(1), "Write 3s.")
            .help("How long it may run; delay unless said.");
    private static final Key<String> USER = Key.named("user", NameRule.USER, "Write nobody.")
            .help("The account that it runs as; keepalived_script or root unless said.");
    private static final Key<Boolean> SETS_WEIGHT = Key.truth("sets_weight")
            .otherwise("false")
            .help("Whether an exit code of 2 or more sets the weight, to two less.");
    private static final CheckKeys COMMON = CheckKeys.of(0, "1s");
    private static final Keys KEYS = COMMON.ofProgram(RUN, TIMEOUT, USER, SETS_WEIGHT)
            .alsoCalled("path", "Write `run: /usr/local/bin/alive`.")
            .alsoCalled("command", "Write `run: /usr/local/bin/alive`.");
    static final Key<Void> SCRIPT = Key.structure("script", new Shape.Map(KEYS), "script: {run: /usr/local/bin/alive}")
            .help("A program on the director.");

    private ScriptCheckBlock() {}

    static Check read(Block written) {
        written.check(KEYS);
        return new Check.Script(
                COMMON.pace(written),
                written.read(RUN).map(Located::value).orElse(""),
                written.read(TIMEOUT).map(Located::value),
                written.read(USER).map(Located::value),
                written.orFallback(SETS_WEIGHT));
    }
}
