package org.aloft.agent.config.language;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.config.BfdCheckBlock;
import org.aloft.agent.config.CheckBlock;
import org.aloft.agent.config.PingCheckBlock;
import org.aloft.agent.config.TcpCheckBlock;

/**
 * The checks of {@code real_server}. A check is read once all of the lines around it are known, since those are its
 * defaults.
 */
final class CheckLanguage {
    /** Reads one check. */
    @FunctionalInterface
    private interface Reader {
        /**
         * Reads it, or notes what is wrong.
         *
         * @param own for the check's own lines
         */
        Optional<CheckBlock> read(Arguments arguments, CheckDefaults own, InetSocketAddress realServer);
    }

    static final Vocabulary<CheckDraft> TCP_CHECK =
            new Vocabulary<CheckDraft>("TCP_CHECK").with(() -> CheckDraft.CONNECTION, draft -> draft);
    static final Vocabulary<CheckDraft> PING_CHECK =
            new Vocabulary<CheckDraft>("PING_CHECK").with(() -> CheckDraft.CONNECTION, draft -> draft);
    static final Vocabulary<BfdDraft> BFD_CHECK = new Vocabulary<BfdDraft>("BFD_CHECK")
            .word("name", (arguments, draft) -> draft.session = arguments.word("the name of a bfd_instance"))
            .warned("alpha", "the check is told of its session's state at once, and has no first look to wait for");

    private static final Map<String, Reader> READERS = readers();

    /** Adds every check to a block whose draft keeps them until its end. */
    static final Vocabulary<Pending> VOCABULARY = vocabulary();

    private CheckLanguage() {}

    private static final class BfdDraft {
        Optional<String> session = Optional.empty();
    }

    /** The checks of one real server, not yet read. Confined to the reading thread. */
    static final class Pending {
        private final List<Arguments> checks = new ArrayList<>();

        /**
         * Reads them.
         *
         * @param around what the real server, and the virtual server around it, say
         */
        List<CheckBlock> read(CheckDefaults around, InetSocketAddress realServer) {
            return checks.stream()
                    .flatMap(check ->
                            READERS.get(check.statement().name()).read(check, around.inner(), realServer).stream())
                    .toList();
        }
    }

    private static Map<String, Reader> readers() {
        Map<String, Reader> readers = new LinkedHashMap<>();
        readers.put("TCP_CHECK", CheckLanguage::tcp);
        readers.put("HTTP_GET", HttpCheckLanguage::read);
        readers.put("SSL_GET", HttpCheckLanguage::read);
        readers.put("SMTP_CHECK", SmtpCheckLanguage::read);
        readers.put("DNS_CHECK", DnsCheckLanguage::read);
        readers.put("UDP_CHECK", UdpCheckLanguage::read);
        readers.put("PING_CHECK", CheckLanguage::ping);
        readers.put("MISC_CHECK", MiscCheckLanguage::read);
        readers.put("FILE_CHECK", FileCheckLanguage::read);
        readers.put("BFD_CHECK", CheckLanguage::bfd);
        return readers;
    }

    private static Vocabulary<Pending> vocabulary() {
        Vocabulary<Pending> vocabulary = new Vocabulary<>("real_server");
        READERS.keySet()
                .forEach(keyword -> vocabulary.block(keyword, (arguments, pending) -> pending.checks.add(arguments)));
        return vocabulary;
    }

    private static Optional<CheckBlock> tcp(Arguments arguments, CheckDefaults own, InetSocketAddress realServer) {
        CheckDraft draft = new CheckDraft(own, realServer);
        TCP_CHECK.read(arguments.block(), draft, arguments.problems());
        return Optional.of(new TcpCheckBlock(draft.connection(arguments), draft.pace()));
    }

    private static Optional<CheckBlock> ping(Arguments arguments, CheckDefaults own, InetSocketAddress realServer) {
        CheckDraft draft = new CheckDraft(own, realServer);
        PING_CHECK.read(arguments.block(), draft, arguments.problems());
        return Optional.of(new PingCheckBlock(draft.connectionToAnyPort(), draft.pace()));
    }

    private static Optional<CheckBlock> bfd(Arguments arguments, CheckDefaults own, InetSocketAddress realServer) {
        BfdDraft draft = new BfdDraft();
        BFD_CHECK.read(arguments.block(), draft, arguments.problems());
        if (draft.session.isEmpty()) {
            missing(arguments, BFD_CHECK, "name NAME, the name of a bfd_instance");
        }
        return draft.session.map(BfdCheckBlock::new);
    }

    /**
     * Notes that a check cannot be without a line, unless something about that line was said already.
     *
     * @param line its keyword first
     */
    static void missing(Arguments arguments, Vocabulary<?> vocabulary, String line) {
        if (vocabulary.mentions(arguments.block(), line.substring(0, line.indexOf(' ')))) {
            return;
        }
        arguments
                .problems()
                .error(
                        arguments.statement().position(),
                        arguments.statement().name() + " needs a line inside its braces: " + line);
    }
}
