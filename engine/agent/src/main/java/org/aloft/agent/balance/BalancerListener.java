package org.aloft.agent.balance;

import org.aloft.agent.check.RealServerKey;

/** Is told what the balancer does, on the balancer's thread; for the log. */
public interface BalancerListener {
    /** A real server went up or down, or its first check has ended. */
    void serverChanged(RealServerKey server, boolean up, String reason);

    /** The kernel's table was changed. */
    void applied(IpvsChange change);

    /**
     * The kernel refused; the balancer tries again by itself.
     *
     * @param message what, where, and the way out
     */
    void refused(String message);
}
