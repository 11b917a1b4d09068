package org.aloft.agent.config;

import java.util.List;

/**
 * {@code SMTP_CHECK { … }}: the real server is up when it greets, takes {@code HELO} and says good-bye, as RFC 5321 has
 * it.
 *
 * @param connections asked in turn: the real server itself, or each {@code host { … }} block; one at least
 * @param pace how often
 * @param heloName what the check calls itself; {@code smtpchecker.keepalived.org} when not said, so that a mail server
 *     which knows keepalived's checks knows these
 */
public record SmtpCheckBlock(List<CheckConnection> connections, CheckPace pace, String heloName)
        implements PolledCheckBlock {
    /** Takes a copy of the list. */
    public SmtpCheckBlock {
        connections = List.copyOf(connections);
        if (connections.isEmpty()) {
            throw new IllegalArgumentException("one host is needed at least");
        }
    }

    @Override
    public String keyword() {
        return "SMTP_CHECK";
    }
}
