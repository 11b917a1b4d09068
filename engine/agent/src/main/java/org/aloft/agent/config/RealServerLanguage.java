package org.aloft.agent.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keywords of {@code real_server} and of the checks inside it. */
final class RealServerLanguage {
    private static final Duration LONGEST = Duration.ofDays(1);

    private static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("real_server")
            .word("weight", (arguments, draft) -> arguments.integer(0, 65_535).ifPresent(value -> draft.weight = value))
            .word("inhibit_on_failure", (arguments, draft) -> draft.inhibitOnFailure = arguments.flag())
            .block("TCP_CHECK", RealServerLanguage::tcpCheck);

    private static final Vocabulary<CheckDraft> TCP_CHECK = new Vocabulary<CheckDraft>("TCP_CHECK")
            .word("connect_timeout", (arguments, draft) -> arguments
                    .seconds(Duration.ofMillis(1), LONGEST)
                    .ifPresent(value -> draft.connectTimeout = value))
            .word(
                    "connect_port",
                    (arguments, draft) -> arguments.integer(1, 65_535).ifPresent(value -> draft.port = value))
            .word("connect_ip", (arguments, draft) -> arguments.ipv4().ifPresent(value -> draft.address = value))
            .word("retry", (arguments, draft) -> arguments.integer(0, 99_999).ifPresent(value -> draft.retries = value))
            .word("delay_before_retry", (arguments, draft) -> arguments
                    .seconds(Duration.ZERO, LONGEST)
                    .ifPresent(value -> draft.delayBeforeRetry = value));

    private RealServerLanguage() {}

    /** What a virtual server says for all its real servers. */
    static final class Defaults {
        boolean inhibitOnFailure;
        Duration connectTimeout = Duration.ofSeconds(5);
        int retries = 1;
        Duration delayBeforeRetry = Duration.ofSeconds(1);
    }

    private static final class Draft {
        final InetSocketAddress endpoint;
        final Defaults defaults;
        int weight = 1;
        boolean inhibitOnFailure;
        final List<TcpCheckBlock> checks = new ArrayList<>();

        Draft(InetSocketAddress endpoint, Defaults defaults) {
            this.endpoint = endpoint;
            this.defaults = defaults;
            this.inhibitOnFailure = defaults.inhibitOnFailure;
        }
    }

    private static final class CheckDraft {
        InetAddress address;
        int port;
        Duration connectTimeout;
        int retries;
        Duration delayBeforeRetry;

        CheckDraft(Draft server) {
            address = server.endpoint.getAddress();
            port = server.endpoint.getPort();
            connectTimeout = server.defaults.connectTimeout;
            retries = server.defaults.retries;
            delayBeforeRetry = server.defaults.delayBeforeRetry;
        }
    }

    /** A real server whose block is read once all of its virtual server's defaults are known. */
    record Pending(Optional<InetSocketAddress> endpoint, List<Statement> block, Problems problems) {
        static Pending of(Arguments arguments) {
            return new Pending(arguments.endpoint(), arguments.block(), arguments.problems());
        }
    }

    static Optional<RealServerBlock> read(Pending pending, Defaults defaults) {
        InetSocketAddress nowhere = new InetSocketAddress(0);
        Draft draft = new Draft(pending.endpoint().orElse(nowhere), defaults);
        VOCABULARY.read(pending.block(), draft, pending.problems());
        return pending.endpoint()
                .map(value -> new RealServerBlock(value, draft.weight, draft.inhibitOnFailure, draft.checks));
    }

    private static void tcpCheck(Arguments arguments, Draft server) {
        CheckDraft draft = new CheckDraft(server);
        TCP_CHECK.read(arguments.block(), draft, arguments.problems());
        server.checks.add(new TcpCheckBlock(
                new InetSocketAddress(draft.address, draft.port),
                draft.connectTimeout,
                draft.retries,
                draft.delayBeforeRetry));
    }
}
