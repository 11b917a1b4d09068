package org.aloft.topology.file;

import java.util.List;
import org.aloft.topology.model.Check;

/** {@code dns: {name: example.org, type: SOA}}: a query by UDP; any answer is a good one. */
final class DnsCheckBlock {
    private static final Key<String> NAME = Key.named("name", NameRule.DOMAIN, "Write example.org.")
            .otherwise(".")
            .help("The domain name that is asked for.");
    private static final Key<String> TYPE = Key.choice("type", List.of("A", "NS", "CNAME", "SOA", "MX", "TXT", "AAAA"))
            .otherwise("SOA")
            .help("The type of record that is asked for.");
    private static final CheckKeys COMMON = CheckKeys.withEvenPauses(3);
    private static final Keys KEYS = COMMON.ofPort(NAME, TYPE).alsoCalled("timeout", "Write `connect_timeout: 3s`.");
    static final Key<Void> DNS = CheckKeys.kind("dns", KEYS, "A DNS query by UDP.");

    private DnsCheckBlock() {}

    static Check read(Block written) {
        written.check(KEYS);
        return new Check.Dns(
                COMMON.connect(written), COMMON.pace(written), written.orFallback(NAME), written.orFallback(TYPE));
    }
}
