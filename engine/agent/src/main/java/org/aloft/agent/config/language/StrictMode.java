package org.aloft.agent.config.language;

import java.time.Duration;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Problems;

/** What {@code strict_mode} and {@code vrrp_strict} change in an instance, as keepalived changes it. Stateless. */
final class StrictMode {
    static final String NO_UNICAST =
            "the RFCs know multicast only, and strict_mode is on; remove unicast_peer, or write strict_mode off";

    private static final int OWNER = 255;

    private StrictMode() {}

    /** Brings the lines to what the RFCs know, and says what was written in vain. */
    static void apply(VrrpInstanceDraft instance, Position position, Problems problems) {
        if (!instance.wire.strict) {
            return;
        }
        ElectionLanguage.Draft election = instance.election;
        if (!election.preemptDelay.isZero()) {
            problems.warning(position, "preempt_delay does nothing here: strict_mode is on; remove one of them");
            election.preemptDelay = Duration.ZERO;
        }
        if (election.higherPrioritySendAdvert) {
            problems.warning(
                    position, "higher_prio_send_advert does nothing here: strict_mode is on; remove one of them");
            election.higherPrioritySendAdvert = false;
        }
        election.lowerPriorityNoAdvert = true;
        if (instance.holding.accepts.isEmpty() && election.priority != OWNER) {
            problems.warning(
                    position,
                    "strict_mode keeps packets from the VIPs, which do not even answer a ping, as in keepalived; write"
                            + " accept if this host is to serve them, or no_accept if that is meant");
        }
    }
}
