package org.aloft.agent.config.language;

import java.time.Duration;
import java.util.Optional;
import org.aloft.agent.config.AccountName;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.config.TrackWeight;
import org.aloft.agent.config.TrackerKind;
import org.aloft.agent.config.VrrpScriptBlock;

/** Keywords of {@code vrrp_script}. */
final class VrrpScriptLanguage {
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofDays(1);
    private static final int MOST_IN_A_ROW = 1_000_000;

    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("vrrp_script")
            .word("script", (arguments, draft) -> draft.script = arguments.scriptInWords())
            .word(
                    "interval",
                    (arguments, draft) -> arguments.seconds(LEAST, MOST).ifPresent(value -> draft.interval = value))
            .word("timeout", (arguments, draft) -> draft.timeout = arguments.seconds(LEAST, MOST))
            .word(
                    "rise",
                    (arguments, draft) -> arguments.integer(1, MOST_IN_A_ROW).ifPresent(value -> draft.rise = value))
            .word(
                    "fall",
                    (arguments, draft) -> arguments.integer(1, MOST_IN_A_ROW).ifPresent(value -> draft.fall = value))
            .word("weight", (arguments, draft) -> TrackingLanguage.weight(arguments, TrackerKind.SCRIPT.largestWeight())
                    .ifPresent(value -> draft.weight = value))
            .word("user", (arguments, draft) -> draft.account = arguments.account())
            .word("init_fail", (arguments, draft) -> draft.startsDown = true);

    private VrrpScriptLanguage() {}

    /** Confined to the reading thread. */
    static final class Draft {
        Optional<ScriptLine> script = Optional.empty();
        Duration interval = Duration.ofSeconds(1);
        Optional<Duration> timeout = Optional.empty();
        int rise = 1;
        int fall = 1;
        TrackWeight weight = TrackWeight.FAULT;
        Optional<AccountName> account = Optional.empty();
        boolean startsDown;
    }

    static void read(Arguments arguments, ConfigurationDraft configuration) {
        Optional<String> name = arguments.word("a name");
        Draft draft = new Draft();
        VOCABULARY.read(arguments.block(), draft, arguments.problems());
        if (draft.script.isEmpty()) {
            if (!VOCABULARY.mentions(arguments.block(), "script")) {
                arguments.error("vrrp_script " + name.orElse("") + " has no script; add script \"/path/to/program\"");
            }
            return;
        }
        ScriptLine script = draft.script.get();
        name.ifPresent(given -> configuration.tracking.add(
                new VrrpScriptBlock(
                        given,
                        new ScriptLine(script.command(), draft.account, script.position()),
                        draft.interval,
                        draft.timeout.orElse(draft.interval),
                        draft.rise,
                        draft.fall,
                        draft.weight,
                        draft.startsDown),
                arguments));
    }
}
