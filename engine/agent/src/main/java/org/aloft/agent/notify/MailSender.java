package org.aloft.agent.notify;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLException;
import org.aloft.agent.config.DeliveryBlock;
import org.aloft.agent.config.SmtpBlock;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Sends mail by SMTP (RFC 5321), over TLS (RFC 3207) and with a login (RFC 4954) if that is wanted; a connection for
 * each mail. Waits for the server, for {@code smtp_connect_timeout} at each step. Thread-safe. The password is read
 * anew for each mail and is in no message.
 */
final class MailSender {
    private static final int READABLE_BY_OTHERS = 0077;

    /** RFC 5321 §4.2.1: 5yz will fail again. */
    private static final int LOWEST_PERMANENT = 500;

    private final SmtpBlock smtp;
    private final DeliveryBlock delivery;

    MailSender(SmtpBlock smtp, DeliveryBlock delivery) {
        this.smtp = smtp;
        this.delivery = delivery;
    }

    Outcome send(Mail mail) {
        try {
            Properties properties = properties();
            return send(Session.getInstance(properties), mail);
        } catch (AuthenticationFailedException refused) {
            // The server's words are left out: some repeat what they were given.
            return failed("the server refused smtp_user or the password in smtp_password_file; correct them", false);
        } catch (MessagingException failure) {
            return failed(reason(failure), true);
        } catch (IOException | GeneralSecurityException unusable) {
            return failed(unusable.getMessage(), false);
        }
    }

    private Outcome send(Session session, Mail mail) throws MessagingException, IOException {
        MimeMessage message = message(session, mail);
        try (SMTPTransport transport = (SMTPTransport) session.getTransport("smtp")) {
            try {
                connect(transport);
                transport.sendMessage(message, message.getAllRecipients());
                return new Outcome.Delivered("");
            } catch (AuthenticationFailedException refused) {
                throw refused;
            } catch (MessagingException failure) {
                boolean permanent = transport.getLastReturnCode() >= LOWEST_PERMANENT;
                return failed(reason(failure), !permanent);
            }
        }
    }

    private Outcome failed(String why, boolean again) {
        return new Outcome.Failed(smtp.server().orElse("") + " port " + smtp.port() + ": " + why, again);
    }

    private Properties properties() throws IOException, GeneralSecurityException {
        Properties properties = new Properties();
        String timeout = Long.toString(Math.max(1, smtp.connectTimeout().toMillis()));
        properties.setProperty("mail.smtp.connectiontimeout", timeout);
        properties.setProperty("mail.smtp.timeout", timeout);
        // The mail is taken by then: the answer to QUIT changes nothing.
        properties.setProperty("mail.smtp.quitwait", "false");
        properties.setProperty("mail.smtp.localhost", smtp.helloName());
        properties.setProperty(
                "mail.smtp.auth", Boolean.toString(delivery.smtpLogin().isPresent()));
        properties.setProperty("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(delivery.startTls()));
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(delivery.startTls()));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        if (delivery.authoritiesFile().isPresent()) {
            Path file = Path.of(delivery.authoritiesFile().get());
            properties.put("mail.smtp.ssl.socketFactory", Authorities.of(file).getSocketFactory());
        }
        return properties;
    }

    private MimeMessage message(Session session, Mail mail) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(smtp.from()));
        for (String recipient : smtp.recipients()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient));
        }
        message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(mail.at()));
        message.setHeader("X-Mailer", "aloftd");
        message.setText(mail.body(), StandardCharsets.UTF_8.name());
        message.saveChanges();
        return message;
    }

    private void connect(Transport transport) throws MessagingException, IOException {
        Optional<DeliveryBlock.SmtpLogin> login = delivery.smtpLogin();
        String user = login.map(DeliveryBlock.SmtpLogin::user).orElse(null);
        String password = login.isPresent() ? password(Path.of(login.get().passwordFile())) : null;
        transport.connect(smtp.server().orElseThrow(), smtp.port(), user, password);
    }

    /** A file that others can read is refused rather than used: the mistake would never be found otherwise. */
    private static String password(Path file) throws IOException {
        int mode;
        try {
            mode = (Integer) Files.getAttribute(file, "unix:mode");
        } catch (IOException unreadable) {
            throw new IOException(
                    "cannot read smtp_password_file " + file + "; write the password into it", unreadable);
        }
        if ((mode & READABLE_BY_OTHERS) != 0) {
            throw new IOException("smtp_password_file " + file + " is open to others; type: chmod 600 " + file);
        }
        return Files.readString(file).strip();
    }

    /** The innermost cause is the most precise: "Connection refused" rather than "Couldn't connect to host". */
    private static String reason(MessagingException failure) {
        Throwable cause = failure;
        boolean tls = false;
        while (cause.getCause() != null) {
            cause = cause.getCause();
            tls |= cause instanceof SSLException;
        }
        String innermost = Optional.ofNullable(cause.getMessage())
                .orElse(cause.getClass().getSimpleName())
                .strip();
        return tls ? "no TLS, its certificate may not be trusted; see smtp_ca_file: " + innermost : innermost;
    }
}
