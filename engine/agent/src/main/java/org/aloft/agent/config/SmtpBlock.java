package org.aloft.agent.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What {@code global_defs} says of mail.
 *
 * @param recipients {@code notification_email}; nobody when empty
 * @param from {@code notification_email_from}; keepalived@HOSTNAME when not said
 * @param server {@code smtp_server}: a name or an address; empty for no mail at all
 * @param port 1..65535; 25 when not said
 * @param helloName {@code smtp_helo_name}; the host's name when not said
 * @param connectTimeout {@code smtp_connect_timeout}; 30 s when not said
 * @param mails which mails are sent
 */
public record SmtpBlock(
        List<String> recipients,
        String from,
        Optional<String> server,
        int port,
        String helloName,
        Duration connectTimeout,
        Mails mails) {
    /** Takes a copy of the list. */
    public SmtpBlock {
        recipients = List.copyOf(recipients);
    }

    /**
     * Which mails are sent.
     *
     * @param alerts {@code smtp_alert}: whether blocks that do not say send mail
     * @param vrrpAlerts {@code smtp_alert_vrrp}: the same for instances and sync groups; wins over {@code alerts}
     * @param checkerAlerts {@code smtp_alert_checker}: the same for virtual and real servers; wins over {@code alerts}
     * @param faults false with {@code no_email_faults}: no mail about FAULT
     */
    public record Mails(
            Optional<Boolean> alerts, Optional<Boolean> vrrpAlerts, Optional<Boolean> checkerAlerts, boolean faults) {}
}
