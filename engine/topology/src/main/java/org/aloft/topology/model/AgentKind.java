package org.aloft.topology.model;

/** The daemon that runs VRRP and IPVS on the directors. Both read the same configuration file. */
public enum AgentKind {
    /** Aloft's own, sent with a Java runtime of its own. */
    ALOFTD,
    /** The distribution's keepalived package. */
    KEEPALIVED
}
