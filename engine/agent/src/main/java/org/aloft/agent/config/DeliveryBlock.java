package org.aloft.agent.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@code global_defs} says, in words of aloftd's own, of how notifications reach people and programs.
 *
 * @param smtpLogin {@code smtp_user} and {@code smtp_password_file}; no login when empty
 * @param startTls {@code smtp_starttls}: mail is sent only over TLS, to a server whose certificate is good; on when
 *     there is a login, else off
 * @param authoritiesFile {@code smtp_ca_file}: certificates in PEM that the server's may be signed by; those of the
 *     Java runtime when empty
 * @param mailsPerMinute {@code smtp_alerts_per_minute}, 1..1000: what is more is counted, and told in one mail later;
 *     30
 * @param scriptTimeout {@code notify_script_timeout}: how long a notify script may run, 1..3600 s; 30 s
 * @param webhooks {@code notify_webhook}: who is told of everything
 */
public record DeliveryBlock(
        Optional<SmtpLogin> smtpLogin,
        boolean startTls,
        Optional<String> authoritiesFile,
        int mailsPerMinute,
        Duration scriptTimeout,
        List<URI> webhooks) {
    /** Takes a copy of the list. */
    public DeliveryBlock {
        webhooks = List.copyOf(webhooks);
    }

    /**
     * How to log in to the mail server.
     *
     * @param user the name
     * @param passwordFile a file with the password alone, which nobody but its owner may read
     */
    public record SmtpLogin(String user, String passwordFile) {}
}
