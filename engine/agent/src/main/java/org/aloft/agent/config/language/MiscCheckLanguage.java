package org.aloft.agent.config.language;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.aloft.agent.config.AccountName;
import org.aloft.agent.config.CheckBlock;
import org.aloft.agent.config.MiscCheckBlock;
import org.aloft.agent.config.ScriptLine;

/** Keywords of {@code MISC_CHECK}. */
final class MiscCheckLanguage {
    private static final int RETRIES = 0;
    private static final Duration LONGEST = Duration.ofDays(1);

    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("MISC_CHECK")
            .with(() -> CheckDraft.PACE, draft -> draft)
            .word("misc_path", (arguments, draft) -> draft.script = arguments.script())
            .word(
                    "misc_timeout",
                    (arguments, draft) -> draft.timeout = arguments.seconds(Duration.ofMillis(1), LONGEST))
            .word("misc_dynamic", (arguments, draft) -> draft.dynamic = arguments.flag())
            .word("user", (arguments, draft) -> draft.account = arguments.account());

    private MiscCheckLanguage() {}

    private static final class Draft extends CheckDraft {
        Optional<ScriptLine> script = Optional.empty();
        Optional<AccountName> account = Optional.empty();
        Optional<Duration> timeout = Optional.empty();
        boolean dynamic;

        Draft(CheckDefaults defaults, InetSocketAddress realServer) {
            super(defaults, realServer);
        }
    }

    static Optional<CheckBlock> read(Arguments arguments, CheckDefaults own, InetSocketAddress realServer) {
        Draft draft = new Draft(own, realServer);
        VOCABULARY.read(arguments.block(), draft, arguments.problems());
        if (draft.script.isEmpty()) {
            CheckLanguage.missing(arguments, VOCABULARY, "misc_path \"PROGRAM ARGUMENTS\"");
        }
        return draft.script.map(script -> new MiscCheckBlock(
                new ScriptLine(script.command(), draft.account.or(script::account), script.position()),
                draft.timeout.orElse(draft.defaults.delayLoop()),
                draft.dynamic,
                draft.pace(RETRIES, CheckDraft.DELAY_BEFORE_RETRY)));
    }
}
