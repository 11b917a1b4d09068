package org.aloft.agent.config.language;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.aloft.agent.config.CheckConnection;
import org.aloft.agent.config.CheckPace;

/** The lines of a check's block that most kinds of checks have in common. Confined to the reading thread. */
class CheckDraft {
    /** keepalived's for the kinds of checks that have none of their own. */
    static final int RETRIES = 1;
    /** As {@link #RETRIES}. */
    static final Duration DELAY_BEFORE_RETRY = Duration.ofSeconds(1);

    private static final int HIGHEST_PORT = 65_535;

    /** Of checks that are made again and again. */
    static final Vocabulary<CheckDraft> PACE = new Vocabulary<CheckDraft>("checks")
            .with(() -> CheckDefaults.VOCABULARY, draft -> draft.defaults)
            .word("log_all_failures", (arguments, draft) -> draft.logsAllFailures = arguments.flag())
            .warned("nb_get_retry", "keepalived passes it over as well outside HTTP_GET and SSL_GET; write retry N");

    /** For checks that open a connection. */
    static final Vocabulary<CheckDraft> CONNECTION = new Vocabulary<CheckDraft>("checks")
            .with(() -> PACE, draft -> draft)
            .word("connect_ip", (arguments, draft) -> arguments.ip().ifPresent(value -> draft.address = value))
            .word(
                    "connect_port",
                    (arguments, draft) -> arguments.integer(1, HIGHEST_PORT).ifPresent(value -> draft.port = value))
            .word("bindto", (arguments, draft) -> draft.bindTo = arguments.ip())
            .word(
                    "bind_port",
                    (arguments, draft) -> arguments.integer(0, HIGHEST_PORT).ifPresent(value -> draft.bindPort = value))
            .word("bind_if", (arguments, draft) -> draft.bindInterface = arguments.word("an interface"))
            .word("fwmark", (arguments, draft) -> arguments
                    .integer(0, Integer.MAX_VALUE)
                    .ifPresent(value -> draft.mark = value));

    final CheckDefaults defaults;
    private boolean logsAllFailures;
    private InetAddress address;
    private int port;
    private Optional<InetAddress> bindTo = Optional.empty();
    private int bindPort;
    private Optional<String> bindInterface = Optional.empty();
    private int mark;

    /**
     * Of a check that talks to the real server unless it says otherwise.
     *
     * @param defaults the check's own
     */
    CheckDraft(CheckDefaults defaults, InetSocketAddress realServer) {
        this.defaults = defaults;
        this.address = realServer.getAddress();
        this.port = realServer.getPort();
    }

    CheckPace pace() {
        return pace(RETRIES, DELAY_BEFORE_RETRY);
    }

    CheckPace pace(int unsaidRetries, Duration unsaidDelayBeforeRetry) {
        return defaults.pace(unsaidRetries, unsaidDelayBeforeRetry, logsAllFailures);
    }

    /** Whom the check talks to. Notes a problem if there is no port to talk to. */
    CheckConnection connection(Arguments arguments) {
        if (port == 0) {
            arguments
                    .problems()
                    .error(
                            arguments.statement().position(),
                            arguments.statement().name()
                                    + " needs connect_port: its real_server has no port; add: connect_port PORT");
        }
        return connectionToAnyPort();
    }

    CheckConnection connectionToAnyPort() {
        return new CheckConnection(
                new InetSocketAddress(address, port), defaults.connectTimeout(), bindTo, bindPort, bindInterface, mark);
    }
}
