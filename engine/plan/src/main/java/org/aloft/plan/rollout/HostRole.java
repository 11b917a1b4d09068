package org.aloft.plan.rollout;

/** What a host is in the cluster. */
public enum HostRole {
    /** Behind a virtual service. */
    REAL_SERVER,
    /** May hold VIPs, and holds none now. */
    STANDBY_DIRECTOR,
    /** Holds a VIP now, or is wanted to once the cluster is up. */
    ACTIVE_DIRECTOR,
    /** Has an agent that Aloft brought, and is no director any more. */
    LEAVING_DIRECTOR,
    /** Neither; something else is wanted on it, or nothing any more. */
    OTHER;

    /** Whether it is a director, and stays one. */
    public boolean isDirector() {
        return this == STANDBY_DIRECTOR || this == ACTIVE_DIRECTOR;
    }
}
