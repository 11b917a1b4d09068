package org.aloft.agent.vrrp;

import java.util.List;
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

    /** Whether that moment has come. */
    boolean isDue(long now) {
        return deadline != Deadline.NEVER && Deadline.isDue(deadline, now);
    }

    /** Those that were left and that nobody has carried on with in time: another router may hold their VIPs by now. */
    List<VirtualRouter> abandoned(List<VirtualRouter> routers) {
        deadline = Deadline.NEVER;
        return routers.stream()
                .filter(router -> left.instances().contains(router.name()) && !router.holdsVips())
                .toList();
    }
}
