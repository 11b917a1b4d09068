package org.aloft.topology.file;

import java.util.Optional;
import org.aloft.topology.model.ProxyStats;
import org.aloft.topology.model.Secret;
import org.aloft.topology.problem.Located;

/** {@code haproxy: {stats: {port: 8404, user: admin, password: secret}}} at the top of the file. */
final class HaproxyBlock {
    private static final Key<Integer> PORT = Key.whole("port", 1, 65535, "Write 8404.")
            .otherwise("8404")
            .help("The page's port, on every address of a director.");
    private static final Key<String> USER = Key.named("user", NameRule.PROXY_WORD, "Write admin.")
            .otherwise("admin")
            .help("Who may see it.");
    private static final Key<String> PASSWORD = Key.named("password", NameRule.PROXY_WORD, "Choose another one.")
            .required("password: \"{{ stats_password }}\"")
            .help("Sent in the clear.");
    private static final Keys STATS_KEYS = Keys.of(PORT, USER, PASSWORD);
    private static final Key<Void> STATS = Key.structure(
                    "stats", new Shape.Map(STATS_KEYS), "stats: {port: 8404, user: admin, password: secret}")
            .help("A page that shows what haproxy balances; none unless said.");
    private static final Keys HAPROXY_KEYS = Keys.of(STATS);

    static final Key<Void> HAPROXY = Key.structure(
                    "haproxy", new Shape.Map(HAPROXY_KEYS), "haproxy: {stats: {password: secret}}")
            .help("What haproxy is told beside services with `forward: proxy`.");

    private HaproxyBlock() {}

    /** Empty where there is none, or it is wrong. */
    static Optional<ProxyStats> stats(Block top) {
        return top.block(HAPROXY).flatMap(block -> {
            block.check(HAPROXY_KEYS);
            return block.block(STATS).flatMap(stats -> {
                stats.check(STATS_KEYS);
                int port = stats.orFallback(PORT);
                String user = stats.orFallback(USER);
                return stats.read(PASSWORD)
                        .map(Located::value)
                        .map(password -> new ProxyStats(port, user, new Secret(password)));
            });
        });
    }
}
