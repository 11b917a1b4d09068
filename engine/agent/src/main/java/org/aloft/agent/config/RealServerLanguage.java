package org.aloft.agent.config;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** Keywords of {@code real_server}. */
final class RealServerLanguage {
    private static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("real_server")
            .word("weight", (arguments, draft) -> arguments.integer(0, 65_535).ifPresent(value -> draft.weight = value))
            .word("inhibit_on_failure", (arguments, draft) -> draft.inhibitOnFailure = arguments.flag())
            .with(CheckDefaults.SERVER_VOCABULARY, draft -> draft.checkDefaults)
            .with(CheckLanguage.VOCABULARY, draft -> draft.checks);

    private RealServerLanguage() {}

    /** What a virtual server says for all its real servers. */
    static final class Defaults {
        boolean inhibitOnFailure;
        final CheckDefaults checks = CheckDefaults.outermost();
    }

    private static final class Draft {
        int weight = 1;
        boolean inhibitOnFailure;
        final CheckDefaults checkDefaults;
        final CheckLanguage.Pending checks = new CheckLanguage.Pending();

        Draft(Defaults defaults) {
            this.inhibitOnFailure = defaults.inhibitOnFailure;
            this.checkDefaults = defaults.checks.inner();
        }
    }

    /** A real server whose block is read once all of its virtual server's defaults are known. */
    record Pending(Optional<InetSocketAddress> endpoint, List<Statement> block, Problems problems) {
        static Pending of(Arguments arguments) {
            return new Pending(arguments.endpoint(), arguments.block(), arguments.problems());
        }
    }

    static Optional<RealServerBlock> read(Pending pending, Defaults defaults) {
        Draft draft = new Draft(defaults);
        VOCABULARY.read(pending.block(), draft, pending.problems());
        InetSocketAddress endpoint = pending.endpoint().orElse(new InetSocketAddress(1));
        List<CheckBlock> checks = draft.checks.read(draft.checkDefaults, endpoint);
        return pending.endpoint()
                .map(value -> new RealServerBlock(value, draft.weight, draft.inhibitOnFailure, checks));
    }
}
