package org.aloft.topology.file;

import org.aloft.topology.model.Check;

/** {@code ping: {connect_timeout: 1s, delay: 5s}}: an ICMP echo, which says nothing of the port. */
final class PingCheckBlock {
    private static final CheckKeys COMMON = CheckKeys.of(1, "1s");
    private static final Keys KEYS = COMMON.ofHost().alsoCalled("timeout", "Write `connect_timeout: 3s`.");
    static final Key<Void> PING = CheckKeys.kind("ping", KEYS, "An ICMP echo; it says nothing of the port.");

    private PingCheckBlock() {}

    static Check read(Block written) {
        written.check(KEYS);
        return new Check.Ping(COMMON.connect(written), COMMON.pace(written));
    }
}
