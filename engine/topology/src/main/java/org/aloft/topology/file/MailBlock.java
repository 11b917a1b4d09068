package org.aloft.topology.file;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aloft.topology.model.AgentSettings;
import org.aloft.topology.problem.Located;

/** {@code mail: {from: lvs@example.org, to: [ops@example.org], server: 10.0.0.25}} at the top of the file. */
final class MailBlock {
    private static final Key<String> FROM = Key.named("from", NameRule.MAIL_ADDRESS, "Write lvs@example.org.")
            .help("The sender; keepalived@ and the host's name unless said.");
    private static final Key<String> TO = Key.named("to", NameRule.MAIL_ADDRESS, "Write ops@example.org.")
            .withShape(new Shape.Many(new Shape.Pattern(NameRule.MAIL_ADDRESS.regex())))
            .required("to: [ops@example.org]")
            .help("Who gets the mail.");
    private static final Key<String> SERVER = Key.named("server", NameRule.SERVER, "Write 192.168.100.25.")
            .otherwise("127.0.0.1")
            .help("The mail server, by name or address.");
    private static final Key<Integer> PORT =
            Key.whole("port", 1, 65535, "Write 25.").otherwise("25").help("The mail server's port.");
    private static final Key<Duration> TIMEOUT = Key.time(
                    "timeout", Duration.ofSeconds(1), Duration.ofMinutes(5), "Write 30s.")
            .otherwise("30s")
            .help("How long the mail server is waited for.");
    private static final Keys MAIL_KEYS = Keys.of(FROM, TO, SERVER, PORT, TIMEOUT);

    static final Key<Void> MAIL = Key.structure(
                    "mail", new Shape.Map(MAIL_KEYS), "mail: {to: [ops@example.org], server: 192.168.100.25}")
            .help("Where mail about changes goes; `mail: true` in an instance or a sync group sends it.");

    private MailBlock() {}

    /** Empty where there is none, or nobody to send to. */
    static Optional<AgentSettings.Mail> read(Block top) {
        return top.block(MAIL).map(block -> {
            block.check(MAIL_KEYS);
            List<String> to = block.texts("to").stream()
                    .flatMap(text -> block.parse(text, TO).stream())
                    .map(Located::value)
                    .toList();
            return new AgentSettings.Mail(
                    block.read(FROM).map(Located::value),
                    to,
                    block.orFallback(SERVER),
                    block.orFallback(PORT),
                    block.orFallback(TIMEOUT));
        });
    }
}
