package org.aloft.agent.config;

import java.util.Optional;

/**
 * Who is notified when a real server goes up or down.
 *
 * @param up {@code notify_up}
 * @param down {@code notify_down}
 * @param smtpAlert {@code smtp_alert}; empty when not said
 */
public record RealServerNotices(Optional<ScriptLine> up, Optional<ScriptLine> down, Optional<Boolean> smtpAlert) {
    /** Nobody. */
    public static final RealServerNotices NONE =
            new RealServerNotices(Optional.empty(), Optional.empty(), Optional.empty());
}
