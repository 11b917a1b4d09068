package org.aloft.agent.config.language;

import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.QuorumBlock;
import org.aloft.agent.config.RealServerBlock;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Problems;

/** Keywords of {@code virtual_server} about its quorum. */
final class QuorumLanguage {
    private static final int MOST = 999_999_999;

    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("virtual_server")
            .word("quorum", (arguments, draft) -> arguments.integer(1, MOST).ifPresent(value -> draft.least = value))
            .word(
                    "hysteresis",
                    (arguments, draft) -> arguments.integer(0, MOST).ifPresent(value -> draft.hysteresis = value))
            .word("quorum_up", (arguments, draft) -> draft.up = arguments.script())
            .word("quorum_down", (arguments, draft) -> draft.down = arguments.script())
            .word("omega", (arguments, draft) -> draft.omega = arguments.flag())
            .word("smtp_alert", (arguments, draft) -> draft.smtpAlert = Optional.of(arguments.flag()));

    private QuorumLanguage() {}

    /** Confined to the reading thread. */
    static final class Draft {
        int least = 1;
        int hysteresis;
        Optional<ScriptLine> up = Optional.empty();
        Optional<ScriptLine> down = Optional.empty();
        boolean omega;
        Optional<Boolean> smtpAlert = Optional.empty();

        /**
         * Corrects what could never be, as keepalived does.
         *
         * @param allRead whether these are all, so that their weights can be told
         */
        QuorumBlock finish(List<RealServerBlock> realServers, boolean allRead, Position position, Problems problems) {
            long total = realServers.stream().mapToLong(RealServerBlock::weight).sum();
            if (allRead && least > Math.max(1, total)) {
                problems.warning(
                        position,
                        "quorum " + least + " is more than all real servers weigh: taken as " + Math.max(1, total)
                                + ", as in keepalived; write that");
                least = (int) Math.max(1, total);
            }
            if (hysteresis >= least) {
                problems.warning(
                        position,
                        "hysteresis " + hysteresis + " must be less than quorum: taken as " + (least - 1)
                                + ", as in keepalived; write that");
                hysteresis = least - 1;
            }
            return new QuorumBlock(least, hysteresis, up, down, omega, smtpAlert);
        }
    }
}
