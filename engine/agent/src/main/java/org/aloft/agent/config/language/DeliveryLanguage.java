package org.aloft.agent.config.language;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aloft.agent.config.DeliveryBlock;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Problems;

/** Keywords of {@code global_defs} that are aloftd's own: how notifications are delivered. */
final class DeliveryLanguage {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("global_defs")
            .word("smtp_user", (arguments, draft) -> {
                draft.loginPosition = Optional.of(arguments.statement().position());
                draft.user = arguments.word("the name to log in with");
            })
            .word("smtp_password_file", (arguments, draft) -> {
                draft.loginPosition = Optional.of(arguments.statement().position());
                draft.passwordFile = arguments.word("the path of a file with the password");
            })
            .word("smtp_starttls", (arguments, draft) -> draft.startTls = Optional.of(arguments.flag()))
            .word(
                    "smtp_ca_file",
                    (arguments, draft) -> draft.authoritiesFile = arguments.word("the path of a PEM file"))
            .word(
                    "smtp_alerts_per_minute",
                    (arguments, draft) -> arguments.integer(1, 1000).ifPresent(value -> draft.mailsPerMinute = value))
            .word("notify_script_timeout", (arguments, draft) -> arguments
                    .seconds(Duration.ofSeconds(1), Duration.ofHours(1))
                    .ifPresent(value -> draft.scriptTimeout = value))
            .word("notify_webhook", (arguments, draft) -> NotificationLanguage.webhook(arguments)
                    .ifPresent(draft.webhooks::add));

    private DeliveryLanguage() {}

    /** An address with a host; without a password, which would stand in every message about it. */
    static Optional<URI> webAddress(String text) {
        try {
            return Optional.of(new URI(text))
                    .filter(uri -> uri.getScheme() != null && SCHEMES.contains(uri.getScheme()))
                    .filter(uri -> uri.getHost() != null && uri.getUserInfo() == null);
        } catch (URISyntaxException wrong) {
            return Optional.empty();
        }
    }

    /** Confined to the reading thread. */
    static final class Draft {
        Optional<Position> loginPosition = Optional.empty();
        Optional<String> user = Optional.empty();
        Optional<String> passwordFile = Optional.empty();
        Optional<Boolean> startTls = Optional.empty();
        Optional<String> authoritiesFile = Optional.empty();
        int mailsPerMinute = 30;
        Duration scriptTimeout = Duration.ofSeconds(30);
        final List<URI> webhooks = new ArrayList<>();

        DeliveryBlock finish(Problems problems) {
            Optional<DeliveryBlock.SmtpLogin> login =
                    user.flatMap(name -> passwordFile.map(file -> new DeliveryBlock.SmtpLogin(name, file)));
            boolean tls = startTls.orElse(login.isPresent());
            loginPosition.ifPresent(at -> {
                if (login.isEmpty()) {
                    problems.error(at, "smtp_user and smtp_password_file need each other; write both");
                } else if (!tls) {
                    problems.warning(
                            at, "smtp_starttls is off: the password of smtp_user goes over the network in the clear");
                }
            });
            return new DeliveryBlock(login, tls, authoritiesFile, mailsPerMinute, scriptTimeout, webhooks);
        }
    }
}
