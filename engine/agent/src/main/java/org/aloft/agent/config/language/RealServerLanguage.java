package org.aloft.agent.config.language;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.CheckBlock;
import org.aloft.agent.config.LvsMethodBlock;
import org.aloft.agent.config.RealServerBlock;
import org.aloft.agent.config.RealServerNotices;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Problems;
import org.aloft.agent.config.text.Statement;

/** Keywords of {@code real_server}. */
final class RealServerLanguage {
    private static final int MOST = 999_999_999;

    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("real_server")
            .word("weight", (arguments, draft) -> arguments.integer(0, MOST).ifPresent(value -> draft.weight = value))
            .word("lvs_method", (arguments, draft) -> LvsMethodLanguage.read(arguments)
                    .ifPresent(value -> draft.method = Optional.of(value)))
            .word("inhibit_on_failure", (arguments, draft) -> draft.inhibitOnFailure = arguments.flag())
            .word(
                    "uthreshold",
                    (arguments, draft) -> arguments.integer(0, MOST).ifPresent(value -> draft.upperThreshold = value))
            .word(
                    "lthreshold",
                    (arguments, draft) -> arguments.integer(0, MOST).ifPresent(value -> draft.lowerThreshold = value))
            .word("notify_up", (arguments, draft) -> draft.notifyUp = arguments.script())
            .word("notify_down", (arguments, draft) -> draft.notifyDown = arguments.script())
            .word("smtp_alert", (arguments, draft) -> draft.smtpAlert = Optional.of(arguments.flag()))
            .warned("snmp_name", Reasons.NO_SNMP)
            .with(() -> CheckDefaults.SERVER_VOCABULARY, draft -> draft.checkDefaults)
            .with(() -> CheckLanguage.VOCABULARY, draft -> draft.checks);

    private RealServerLanguage() {}

    /** What a virtual server says for all its real servers. */
    static final class Defaults {
        int weight = 1;
        LvsMethodBlock method = LvsMethodBlock.NAT;
        boolean inhibitOnFailure;
        final CheckDefaults checks = CheckDefaults.outermost();
    }

    private static final class Draft {
        int weight;
        Optional<LvsMethodBlock> method = Optional.empty();
        boolean inhibitOnFailure;
        int upperThreshold;
        int lowerThreshold;
        Optional<ScriptLine> notifyUp = Optional.empty();
        Optional<ScriptLine> notifyDown = Optional.empty();
        Optional<Boolean> smtpAlert = Optional.empty();
        final CheckDefaults checkDefaults;
        final CheckLanguage.Pending checks = new CheckLanguage.Pending();

        Draft(Defaults defaults) {
            this.weight = defaults.weight;
            this.inhibitOnFailure = defaults.inhibitOnFailure;
            this.checkDefaults = defaults.checks.inner();
        }
    }

    /** A real server whose block is read once all of its virtual server's defaults are known. */
    record Pending(Optional<InetSocketAddress> endpoint, Position position, List<Statement> block, Problems problems) {
        static Pending of(Arguments arguments) {
            return new Pending(
                    arguments.endpointWithOptionalPort(),
                    arguments.statement().position(),
                    arguments.block(),
                    arguments.problems());
        }
    }

    static Optional<RealServerBlock> read(Pending pending, Defaults defaults) {
        Draft draft = new Draft(defaults);
        VOCABULARY.read(pending.block(), draft, pending.problems());
        InetSocketAddress endpoint = pending.endpoint().orElse(new InetSocketAddress(1));
        List<CheckBlock> checks = draft.checks.read(draft.checkDefaults, endpoint);
        if (draft.lowerThreshold > draft.upperThreshold) {
            pending.problems()
                    .error(
                            pending.position(),
                            "lthreshold must not be more than uthreshold, or the kernel refuses the real server: lthreshold "
                                    + draft.lowerThreshold + ", uthreshold " + draft.upperThreshold);
        }
        return pending.endpoint()
                .map(value -> new RealServerBlock(
                        value,
                        draft.weight,
                        draft.method.orElse(defaults.method),
                        draft.inhibitOnFailure,
                        draft.upperThreshold,
                        draft.lowerThreshold,
                        new RealServerNotices(draft.notifyUp, draft.notifyDown, draft.smtpAlert),
                        checks));
    }
}
