package org.aloft.topology.file;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.aloft.topology.model.Check;
import org.aloft.topology.problem.Located;
import org.aloft.topology.yaml.YamlValue;

/**
 * {@code http: {path: /, host: www.example.org, status: 200}}, or with {@code paths} for several pages; the same of
 * {@code https}.
 */
final class HttpCheckBlock {
    private static final Key<Void> PATHS = Key.structure("paths", HttpPageBlock.SHAPE)
            .help("Pages that must all be right: paths, or maps of path, host, status, digest and regex.");
    private static final Key<String> VERSION = Key.choice("version", List.of("1.0", "1.0C", "1.1"))
            .help("The protocol's version; 1.0 unless said, 1.0C closes the connection in so many words.");
    private static final Key<Boolean> FAST_RECOVERY = Key.truth("fast_recovery")
            .otherwise("false")
            .help("Whether one that comes back is asked for all pages at once, not one each delay.");
    private static final Key<Boolean> SNI =
            Key.truth("sni").otherwise("false").help("Whether host is sent in the TLS handshake.");
    private static final List<Key<?>> OF_ONE_PAGE =
            List.of(HttpPageBlock.PATH, HttpPageBlock.STATUS, HttpPageBlock.DIGEST, HttpPageBlock.REGEX);
    private static final CheckKeys COMMON = CheckKeys.of(1, "3s");
    private static final Keys HTTP_KEYS = keys();
    private static final Keys HTTPS_KEYS = keys(SNI);

    static final Key<Void> HTTP = CheckKeys.kind("http", HTTP_KEYS, "HTTP requests.");
    static final Key<Void> HTTPS =
            CheckKeys.kind("https", HTTPS_KEYS, "HTTPS requests; certificates are not looked at, as in keepalived.");

    private HttpCheckBlock() {}

    private static Keys keys(Key<?>... more) {
        List<Key<?>> own = new ArrayList<>(OF_ONE_PAGE);
        own.add(1, PATHS);
        own.add(2, HttpPageBlock.HOST);
        own.addAll(List.of(VERSION, FAST_RECOVERY, CheckKeys.RISE));
        own.addAll(Arrays.asList(more));
        return COMMON.ofPort(own.toArray(Key<?>[]::new))
                .alsoCalled("timeout", "Write `connect_timeout: 3s`.")
                .alsoCalled("url", "Write `path: /`.")
                .alsoCalled("uri", "Write `path: /`.")
                .alsoCalled("status_code", "Write `status: 200`.");
    }

    static Check readHttp(Block written) {
        written.check(HTTP_KEYS);
        return check(written, false, false);
    }

    static Check readHttps(Block written) {
        written.check(HTTPS_KEYS);
        boolean serverName = written.orFallback(SNI);
        if (serverName && !written.has(HttpPageBlock.HOST.name())) {
            written.refuse(
                    SNI.name(),
                    "missing-key",
                    "`sni` sends the `host`, and there is none",
                    "Add `host: www.example.org`.");
        }
        return check(written, true, serverName);
    }

    private static Check check(Block written, boolean tls, boolean serverName) {
        return new Check.Http(
                COMMON.connect(written),
                COMMON.pace(written),
                tls,
                serverName,
                written.read(HttpPageBlock.HOST).map(Located::value),
                written.read(VERSION).map(Located::value),
                written.orFallback(FAST_RECOVERY),
                pages(written));
    }

    private static List<Check.Page> pages(Block written) {
        Optional<YamlValue> several = written.value(PATHS.name());
        if (several.isEmpty()) {
            return List.of(HttpPageBlock.page(written, Optional.empty()));
        }
        OF_ONE_PAGE.stream()
                .map(Key::name)
                .filter(written::has)
                .forEach(name -> written.refuse(
                        name,
                        "conflict",
                        "`" + name + "` must not stand beside `paths`",
                        "Move it into `paths`: each page says it for itself."));
        List<YamlValue> items =
                several.get() instanceof YamlValue.Sequence list ? list.items() : List.of(several.get());
        if (items.isEmpty()) {
            written.refuse(PATHS.name(), "empty", "there must be a page", "Add `/`, or remove `paths`.");
        }
        return items.stream()
                .flatMap(item -> HttpPageBlock.read(item, written.pathOf(PATHS.name()), written).stream())
                .toList();
    }
}
