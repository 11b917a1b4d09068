package org.aloft.agent.vrrp;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.aloft.agent.vrrp.machine.State;
import org.aloft.agent.vrrp.router.HandoverResult;

/**
 * A handover whose result is awaited. For the VRRP thread alone.
 *
 * @param routers that hand over
 * @param results completed when all have done so, or could not
 */
record PendingHandover(List<VirtualRouter> routers, CompletableFuture<List<HandoverResult>> results) {
    /** Completes the results when it is time; returns whether that is so. */
    boolean isComplete() {
        boolean over = routers.stream().noneMatch(router -> router.state() instanceof State.HandingOver);
        if (over) {
            complete();
        }
        return over;
    }

    /** Completes the results with what is now. */
    void complete() {
        results.complete(routers.stream().map(PendingHandover::result).toList());
    }

    private static HandoverResult result(VirtualRouter router) {
        State state = router.state();
        return new HandoverResult(router.name(), !state.holdsVips(), state.reason());
    }
}
