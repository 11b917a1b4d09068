package org.aloft.agent.balance;

import org.aloft.agent.check.RealServerKey;
import org.aloft.agent.kernel.ipvs.IpvsChange;

/** Receives what the balancer does, on the balancer's thread; for the log and for notifications. */
public interface BalancerListener {
    /**
     * A check of a real server came to its first result, or to another one.
     *
     * @param before what was known
     * @param now what is known; its reason says why
     * @param weight what it weighs now, 0 while it is down
     */
    void serverChanged(RealServerKey server, ServerState before, ServerState now, int weight);

    /**
     * A virtual service begins with or without its quorum, gains it, or loses it.
     *
     * @param reason as a sentence's part: {@code 2 of weight are up, 3 are wanted}
     */
    void quorumChanged(VirtualService service, boolean up, String reason);

    /** The kernel's table was changed. */
    void applied(IpvsChange change);

    /**
     * The kernel refused. The balancer retries by itself and reports this only once.
     *
     * @param message what, where, and the way out
     */
    void refused(String message);

    /** What was refused before is done now. */
    void recovered();
}
