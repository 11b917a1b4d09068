package org.aloft.agent.notify;

import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.GlobalDefinitions;
import org.aloft.agent.kernel.Deadline;

/**
 * Keeps mail within {@code smtp_alerts_per_minute}: what is more is counted, and told in one mail as soon as one may be
 * sent again. Confined to one thread; moments are nanoseconds that only grow.
 */
final class AlertRate {
    private String router;
    private int perMinute;
    private MailAllowance allowance;
    private long heldBack;
    private Mail first;
    private Mail last;
    private long tellAt = Deadline.NEVER;

    AlertRate(GlobalDefinitions global, long now) {
        configure(global, now);
    }

    /** Another rate; what was used of the old one is forgotten only if it differs. */
    void configure(GlobalDefinitions global, long now) {
        router = global.routerId();
        if (allowance == null || perMinute != global.delivery().mailsPerMinute()) {
            perMinute = global.delivery().mailsPerMinute();
            allowance = new MailAllowance(perMinute, now);
        }
    }

    /** What may be sent now of this mail: itself, or nothing. */
    List<Delivery.SendMail> admit(Delivery.SendMail mail, long now) {
        // While mails are held back, the next one that may be sent is the one that tells of them.
        if (heldBack == 0 && allowance.take(now)) {
            return List.of(mail);
        }
        if (heldBack == 0) {
            first = mail.mail();
            tellAt = allowance.nextAt(now);
        }
        heldBack++;
        last = mail.mail();
        return List.of();
    }

    /** When {@link #timePassed} is due, or {@link Deadline#NEVER}. */
    long deadline() {
        return tellAt;
    }

    /** The mail that tells of those held back, once one may be sent. */
    Optional<Delivery.SendMail> timePassed(long now) {
        if (!Deadline.isDue(tellAt, now) || !allowance.take(now)) {
            return Optional.empty();
        }
        return tellAtOnce();
    }

    /** The mail that tells of those held back, if there are any. */
    Optional<Delivery.SendMail> tellAtOnce() {
        if (heldBack == 0) {
            return Optional.empty();
        }
        Delivery.SendMail summary = new Delivery.SendMail(MailText.suppressed(router, heldBack, first, last));
        heldBack = 0;
        tellAt = Deadline.NEVER;
        return Optional.of(summary);
    }
}
