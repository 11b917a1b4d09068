package org.aloft.topology.file;

import java.util.Optional;
import java.util.Set;
import org.aloft.topology.model.Check;
import org.aloft.topology.problem.Located;

/** {@code udp: {payload: 0a0b, require_reply: 0axx}}: a datagram; without {@code require_reply} silence is good. */
final class UdpCheckBlock {
    private static final Set<String> YES = Set.of("true", "yes", "on");
    private static final Set<String> NO = Set.of("false", "no", "off");

    private static final Key<String> PAYLOAD = Key.named("payload", NameRule.HEX, "Write 0a0b0c.")
            .help("What is sent, in hexadecimal digits; anything unless said.");
    private static final Key<String> REQUIRE_REPLY = Key.named("require_reply", NameRule.HEX_REPLY, "Write true.")
            .otherwise("false")
            .help("Whether it must answer: true, or how the answer begins, in hexadecimal digits and x for any.");
    private static final CheckKeys COMMON = CheckKeys.of(1, "1s");
    private static final Keys KEYS =
            COMMON.ofPort(PAYLOAD, REQUIRE_REPLY).alsoCalled("timeout", "Write `connect_timeout: 3s`.");
    static final Key<Void> UDP =
            CheckKeys.kind("udp", KEYS, "A UDP datagram; it fails when told that nobody listens, or without a reply.");

    private UdpCheckBlock() {}

    static Check read(Block written) {
        written.check(KEYS);
        String reply = written.orFallback(REQUIRE_REPLY);
        return new Check.Udp(
                COMMON.connect(written),
                COMMON.pace(written),
                written.read(PAYLOAD).map(Located::value),
                !NO.contains(reply),
                Optional.of(reply).filter(text -> !NO.contains(text) && !YES.contains(text)));
    }
}
