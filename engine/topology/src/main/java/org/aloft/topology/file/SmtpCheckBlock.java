package org.aloft.topology.file;

import org.aloft.topology.model.Check;
import org.aloft.topology.problem.Located;

/** {@code smtp: {helo: lvs.example.org}}: a greeting by SMTP. */
final class SmtpCheckBlock {
    private static final Key<String> HELO = Key.named("helo", NameRule.HELO, "Write a host name.")
            .help("The name that is said by HELO; keepalived's own unless said.");
    private static final CheckKeys COMMON = CheckKeys.of(1, "1s");
    private static final Keys KEYS = COMMON.ofPort(HELO)
            .alsoCalled("timeout", "Write `connect_timeout: 3s`.")
            .alsoCalled("host", "Write `address: 10.0.0.5`, the server that is asked.");
    static final Key<Void> SMTP = CheckKeys.kind("smtp", KEYS, "A greeting by SMTP.");

    private SmtpCheckBlock() {}

    static Check read(Block written) {
        written.check(KEYS);
        return new Check.Smtp(
                COMMON.connect(written),
                COMMON.pace(written),
                written.read(HELO).map(Located::value));
    }
}
