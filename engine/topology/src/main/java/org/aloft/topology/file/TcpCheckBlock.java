package org.aloft.topology.file;

import org.aloft.topology.model.Check;

/** {@code tcp: {connect_timeout: 5s, retries: 1, delay_before_retry: 1s, delay: 60s}}: a TCP connect. */
final class TcpCheckBlock {
    private static final CheckKeys COMMON = CheckKeys.of(1, "1s");
    private static final Keys KEYS =
            COMMON.ofPort(CheckKeys.RISE).alsoCalled("timeout", "Write `connect_timeout: 3s`.");
    static final Key<Void> TCP = CheckKeys.kind("tcp", KEYS, "A TCP connect.");

    private TcpCheckBlock() {}

    static Check read(Block written) {
        written.check(KEYS);
        return new Check.Tcp(COMMON.connect(written), COMMON.pace(written));
    }
}
