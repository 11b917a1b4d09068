package org.aloft.agent.notify;

import java.net.URI;
import java.time.Duration;
import org.aloft.agent.script.Script;

/** One delivery to one receiver, which may take long. */
sealed interface Delivery extends Announcement {
    /** Deliveries of one lane are made one after the other, in order; lanes do not wait for each other. */
    String lane();

    /** What this is, for the log. */
    String what();

    /**
     * A script is to be run.
     *
     * @param subject of whom it tells, such as {@code INSTANCE VI_1}
     * @param keyword which of its scripts, such as {@code notify_master}
     */
    record RunScript(String subject, String keyword, Script script, Duration timeout) implements Delivery {
        @Override
        public String lane() {
            return subject;
        }

        @Override
        public String what() {
            return keyword + " of " + subject + ": " + script;
        }
    }

    /** A mail is to be sent, as often as the rate limit allows. */
    record SendMail(Mail mail) implements Delivery {
        @Override
        public String lane() {
            return "mail";
        }

        @Override
        public String what() {
            return "mail \"" + mail.subject() + "\"";
        }
    }

    /**
     * A JSON document is to be posted.
     *
     * @param event the event's name, for the log
     */
    record PostWebhook(URI to, String event, String document) implements Delivery {
        @Override
        public String lane() {
            // The log may name a lane: told apart by a number from others on the same host.
            return "webhook to " + to.getHost() + " (" + Integer.toHexString(to.hashCode()) + ")";
        }

        @Override
        public String what() {
            // A path may hold a token: the host is enough to know which one it was.
            return "webhook " + event + " to " + to.getHost();
        }
    }
}
