package org.aloft.agent.config.language;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.CheckBlock;
import org.aloft.agent.config.CheckConnection;
import org.aloft.agent.config.SmtpCheckBlock;

/** Keywords of {@code SMTP_CHECK}. */
final class SmtpCheckLanguage {
    /** keepalived's; said by its checks on the wire. */
    private static final String HELO_NAME = "smtpchecker.keepalived.org";

    /** {@code host}: another server to ask; undocumented in 2.2.7, but in use since its first versions. */
    static final Vocabulary<CheckDraft> HOST =
            new Vocabulary<CheckDraft>("host").with(() -> CheckDraft.CONNECTION, draft -> draft);

    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("SMTP_CHECK")
            .with(() -> CheckDraft.CONNECTION, draft -> draft)
            .word("helo_name", (arguments, draft) -> heloName(arguments).ifPresent(value -> draft.heloName = value))
            .block("host", (arguments, draft) -> draft.hosts.add(arguments));

    private SmtpCheckLanguage() {}

    private static final class Draft extends CheckDraft {
        String heloName = HELO_NAME;
        final List<Arguments> hosts = new ArrayList<>();

        Draft(CheckDefaults defaults, InetSocketAddress realServer) {
            super(defaults, realServer);
        }
    }

    static Optional<CheckBlock> read(Arguments arguments, CheckDefaults own, InetSocketAddress realServer) {
        Draft draft = new Draft(own, realServer);
        VOCABULARY.read(arguments.block(), draft, arguments.problems());
        List<CheckConnection> connections = draft.hosts.isEmpty()
                ? List.of(draft.connection(arguments))
                : draft.hosts.stream()
                        .map(host -> host(host, draft, realServer))
                        .toList();
        return Optional.of(new SmtpCheckBlock(connections, draft.pace(), draft.heloName));
    }

    private static CheckConnection host(Arguments arguments, Draft check, InetSocketAddress realServer) {
        CheckDraft draft = new CheckDraft(check.defaults.inner(), realServer);
        HOST.read(arguments.block(), draft, arguments.problems());
        return draft.connection(arguments);
    }

    /** It goes into a line of the protocol, which a control character would end. */
    private static Optional<String> heloName(Arguments arguments) {
        Optional<String> name = arguments.word("a host name");
        if (name.isPresent() && !name.get().matches("\\S+")) {
            arguments.error("helo_name must have no blanks: helo_name " + name.get());
            return Optional.empty();
        }
        return name;
    }
}
