package org.aloft.agent.config.language;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.SmtpBlock;

/** Keywords of {@code global_defs} that are about mail. */
final class SmtpLanguage {
    private static final Duration LONGEST = Duration.ofDays(1);

    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("global_defs")
            .block("notification_email", (arguments, draft) -> arguments
                    .blockWords()
                    .forEach(address -> draft.recipients.add(address.text())))
            .word(
                    "notification_email_from",
                    (arguments, draft) -> draft.from = arguments.word("the sender's mail address"))
            .word("smtp_server", (arguments, draft) -> {
                draft.server = arguments.word("a name or an address");
                if (arguments.hasMore()) {
                    arguments.integer(1, 65_535).ifPresent(value -> draft.port = value);
                }
            })
            .word("smtp_helo_name", (arguments, draft) -> draft.helloName = arguments.word("a host's name"))
            .word("smtp_connect_timeout", (arguments, draft) -> arguments
                    .seconds(Duration.ofMillis(1), LONGEST)
                    .ifPresent(value -> draft.connectTimeout = value))
            .word("smtp_alert", (arguments, draft) -> draft.alerts = Optional.of(arguments.flag()))
            .word("smtp_alert_vrrp", (arguments, draft) -> draft.vrrpAlerts = Optional.of(arguments.flag()))
            .word("smtp_alert_checker", (arguments, draft) -> draft.checkerAlerts = Optional.of(arguments.flag()))
            .word("no_email_faults", (arguments, draft) -> draft.faults = false)
            .warned(
                    "no_checker_emails",
                    "aloftd mails about a real server only when it is added or removed anyway, and not about each of its"
                            + " checks");

    private SmtpLanguage() {}

    /** Confined to the reading thread. */
    static final class Draft {
        final List<String> recipients = new ArrayList<>();
        Optional<String> from = Optional.empty();
        Optional<String> server = Optional.empty();
        int port = 25;
        Optional<String> helloName = Optional.empty();
        Duration connectTimeout = Duration.ofSeconds(30);
        Optional<Boolean> alerts = Optional.empty();
        Optional<Boolean> vrrpAlerts = Optional.empty();
        Optional<Boolean> checkerAlerts = Optional.empty();
        boolean faults = true;

        SmtpBlock finish(String hostName) {
            return new SmtpBlock(
                    recipients,
                    from.orElse("keepalived@" + hostName),
                    server,
                    port,
                    helloName.orElse(hostName),
                    connectTimeout,
                    new SmtpBlock.Mails(alerts, vrrpAlerts, checkerAlerts, faults));
        }
    }
}
