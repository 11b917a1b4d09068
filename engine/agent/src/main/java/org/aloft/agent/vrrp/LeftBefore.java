package org.aloft.agent.vrrp;

import java.util.List;
import java.util.function.Consumer;
import org.aloft.agent.hold.LeftInPlace;
import org.aloft.agent.kernel.Deadline;

/**
 * The VIPs that the process before left in place, until this one holds them, or it is too late for that. For the VRRP
 * thread.
 */
final class LeftBefore {
    private final LeftInPlace left;
    private long deadline;

    LeftBefore(LeftInPlace left) {
        this.left = left;
        this.deadline = left.instances().isEmpty() ? Deadline.NEVER : left.until();
    }

    /** When to look whether one was not carried on with. */
    long deadline() {
        return deadline;
    }

    /**
     * Lets go of what nobody has carried on with in time: another router may hold it by now.
     *
     * @param release takes the VIPs of an instance from this host
     */
    void cleanUpWhenDue(List<VirtualRouter> routers, long now, Consumer<VirtualRouter> release) {
        if (deadline != Deadline.NEVER && Deadline.isDue(deadline, now)) {
            deadline = Deadline.NEVER;
            routers.stream()
                    .filter(router -> left.instances().contains(router.name()) && !router.holdsVips())
                    .forEach(release);
        }
    }
}
