package org.aloft.agent.vrrp;

import java.util.Optional;
import org.aloft.agent.vrrp.machine.Event;
import org.aloft.agent.vrrp.machine.SyncGroup;
import org.aloft.agent.vrrp.router.Standing;

/** One router as a member of its sync group: what the group sees of it, and tells it. For the VRRP thread alone. */
final class RouterMembership {
    private final RouterMachine machine;

    RouterMembership(RouterMachine machine) {
        this.machine = machine;
    }

    /** The sync group. */
    Optional<String> group() {
        return machine.standing().setup().group();
    }

    /** How the group sees it. */
    SyncGroup.Member seen() {
        Standing seen = machine.standing();
        return new SyncGroup.Member(
                seen.setup().block().name(),
                seen.state(),
                seen.hindrances().own(),
                seen.hindrances().group());
    }

    /** Whether something happened since the last call that the group has to know. */
    boolean takeConcernsGroup() {
        return machine.takeConcernsGroup();
    }

    /** Does what the group says. */
    void obey(SyncGroup.Order order) {
        if (order instanceof SyncGroup.Order.Hinder hinder) {
            machine.hinder(machine.standing().hindrances().withGroup(hinder.reason()));
        } else if (order instanceof SyncGroup.Order.StepDown down) {
            machine.handle(new Event.GroupStepsDown(down.reason()));
        } else if (order instanceof SyncGroup.Order.TakeOver) {
            machine.handle(new Event.GroupTakesOver());
        }
    }
}
