package org.aloft.agent.vrrp;

import java.util.Optional;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.vrrp.machine.Event;
import org.aloft.agent.vrrp.machine.TrackedPriority;
import org.aloft.agent.vrrp.router.Setup;

/**
 * What changes one router while it runs: a reload, which may give it another name, another sync group or another VRRP
 * group, and what it tracks. Its state stays. For the VRRP thread alone.
 */
final class RouterChange {
    private final RouterMachine machine;
    private final RouterPlace place;
    private final Transceiver transceiver;

    RouterChange(RouterMachine machine, RouterPlace place, Transceiver transceiver) {
        this.machine = machine;
        this.place = place;
        this.transceiver = transceiver;
    }

    /** Takes what all that is tracked comes to. */
    void track(TrackedPriority tracked) {
        machine.setUp(machine.standing().setup().withTracked(tracked), "something that it tracks changed");
        hinderBy(tracked);
    }

    /**
     * Takes a changed block without leaving its state. What is held is the caller's to change; then call {@link
     * #announce}. One that goes to another VRRP group must be active: it is so there as well, until somebody better is
     * heard.
     *
     * @param changed of the same name, or of the same VRRP group
     * @param group the sync group that it is a member of now
     * @param tracked what it tracks under its name
     */
    void reconfigure(VrrpInstanceBlock changed, Optional<String> group, TrackedPriority tracked) {
        boolean sameGroup = machine.block().sharesGroupWith(changed);
        Setup next =
                Setup.of(changed, group, tracked, machine.standing().setup().own());
        machine.setUp(next, "the configuration changed");
        if (!machine.standing().hindrances().tracker().equals(tracked.fault())) {
            hinderBy(tracked);
        }
        if (sameGroup) {
            transceiver.speakFor(changed);
        } else {
            transceiver.close();
        }
        machine.lookAgain();
    }

    /** Says what a reload changed. */
    void announce() {
        place.check(); // another source or other peers need another socket
        machine.handle(new Event.Reconfigured());
    }

    private void hinderBy(TrackedPriority tracked) {
        machine.hinder(machine.standing().hindrances().withTracker(tracked.fault()));
    }
}
