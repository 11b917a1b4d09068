package org.aloft.agent.config.language;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.config.CheckBlock;
import org.aloft.agent.config.CheckConnection;
import org.aloft.agent.config.HttpCheckBlock;
import org.aloft.agent.config.HttpCheckBlock.Protocol;

/** Keywords of {@code HTTP_GET} and {@code SSL_GET}. */
final class HttpCheckLanguage {
    /** keepalived.conf(5), {@code delay_before_retry}. */
    private static final Duration DELAY_BEFORE_RETRY = Duration.ofSeconds(3);

    private static final Map<String, Protocol> PROTOCOLS = protocols();

    static final Vocabulary<Draft> HTTP_GET = new Vocabulary<Draft>("HTTP_GET")
            .with(() -> CheckDraft.CONNECTION, draft -> draft)
            .word("http_protocol", (arguments, draft) -> arguments
                    .oneOf(PROTOCOLS, text -> text.toUpperCase(Locale.ROOT))
                    .ifPresent(value -> draft.protocol = value))
            .word("fast_recovery", (arguments, draft) -> draft.fastRecovery = arguments.flag())
            .with(() -> CheckDefaults.SERVER_VOCABULARY, draft -> draft.defaults)
            .formerly("nb_get_retry", "retry")
            .warned("enable_sni", "HTTP_GET speaks no TLS; SSL_GET does")
            .block("url", (arguments, draft) -> draft.urls.add(arguments));

    static final Vocabulary<Draft> SSL_GET = new Vocabulary<Draft>("SSL_GET")
            .with(() -> HTTP_GET, draft -> draft)
            .word("enable_sni", (arguments, draft) -> draft.sendsServerName = arguments.flag());

    private HttpCheckLanguage() {}

    private static final class Draft extends CheckDraft {
        Protocol protocol = Protocol.HTTP_1_0;
        boolean fastRecovery;
        boolean sendsServerName;

        /** Not read before all of the lines around them are known. */
        final List<Arguments> urls = new ArrayList<>();

        Draft(CheckDefaults defaults, InetSocketAddress realServer) {
            super(defaults, realServer);
        }
    }

    private static Map<String, Protocol> protocols() {
        Map<String, Protocol> protocols = new LinkedHashMap<>();
        for (Protocol protocol : Protocol.values()) {
            protocols.put(protocol.keyword(), protocol);
        }
        return protocols;
    }

    static Optional<CheckBlock> read(Arguments arguments, CheckDefaults own, InetSocketAddress realServer) {
        boolean tls = arguments.statement().name().equals("SSL_GET");
        Draft draft = new Draft(own, realServer);
        (tls ? SSL_GET : HTTP_GET).read(arguments.block(), draft, arguments.problems());
        CheckConnection connection = draft.connection(arguments);
        if (draft.urls.isEmpty()) {
            CheckLanguage.missing(arguments, HTTP_GET, "url { path / }");
            return Optional.empty();
        }
        return Optional.of(new HttpCheckBlock(
                connection,
                draft.pace(CheckDraft.RETRIES, DELAY_BEFORE_RETRY),
                tls,
                draft.sendsServerName,
                draft.protocol,
                draft.fastRecovery,
                draft.urls.stream()
                        .map(url -> HttpUrlLanguage.read(url, draft.defaults))
                        .toList()));
    }
}
