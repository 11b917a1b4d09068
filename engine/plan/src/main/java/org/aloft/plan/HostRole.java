package org.aloft.plan;

/** What a host is in the cluster. */
public enum HostRole {
    /** Behind a virtual service. */
    REAL_SERVER,
    /** May hold VIPs, and holds none now. */
    STANDBY_DIRECTOR,
    /** Holds a VIP now, or is wanted to once the cluster is up. */
    ACTIVE_DIRECTOR,
    /** Neither; something else is wanted on it, or nothing. */
    OTHER
}
