package org.aloft.agent.config.language;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.config.CheckBlock;
import org.aloft.agent.config.CheckPace;
import org.aloft.agent.config.DnsCheckBlock;

/** Keywords of {@code DNS_CHECK}. */
final class DnsCheckLanguage {
    private static final int RETRIES = 3;
    private static final int LONGEST_NAME = 253;
    private static final Map<String, DnsCheckBlock.Type> TYPES = Choices.names(DnsCheckBlock.Type.values());

    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("DNS_CHECK")
            .with(() -> CheckDraft.CONNECTION, draft -> draft)
            .word("type", (arguments, draft) -> arguments
                    .oneOf(TYPES, text -> text.toUpperCase(Locale.ROOT))
                    .ifPresent(value -> draft.type = value))
            .word("name", (arguments, draft) -> name(arguments).ifPresent(value -> draft.name = value));

    private DnsCheckLanguage() {}

    private static final class Draft extends CheckDraft {
        DnsCheckBlock.Type type = DnsCheckBlock.Type.SOA;
        String name = ".";

        Draft(CheckDefaults defaults, InetSocketAddress realServer) {
            super(defaults, realServer);
        }
    }

    static Optional<CheckBlock> read(Arguments arguments, CheckDefaults own, InetSocketAddress realServer) {
        Draft draft = new Draft(own, realServer);
        VOCABULARY.read(arguments.block(), draft, arguments.problems());
        CheckPace pace = draft.pace(RETRIES, draft.defaults.delayLoop());
        return Optional.of(new DnsCheckBlock(draft.connection(arguments), pace, draft.type, draft.name));
    }

    /** RFC 1035 §2.3.4: labels of 1 to 63 octets, 255 in all on the wire. */
    private static Optional<String> name(Arguments arguments) {
        Optional<String> name = arguments.word("a domain name");
        boolean fine = name.isEmpty() || isDomainName(name.get());
        if (!fine) {
            arguments.error("name must be a domain name of labels of 1..63 letters, " + LONGEST_NAME
                    + " in all, or a dot: name " + name.get());
            return Optional.empty();
        }
        return name;
    }

    private static boolean isDomainName(String name) {
        String label = "[\\x21-\\x2d\\x2f-\\x7e]{1,63}";
        return name.length() <= LONGEST_NAME && name.matches("\\.|" + label + "(\\." + label + ")*\\.?");
    }
}
