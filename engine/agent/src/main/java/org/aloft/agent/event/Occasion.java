package org.aloft.agent.event;

/** In the course of what a state changed. */
public enum Occasion {
    /** Something happened on the network or on this host. */
    OPERATION,
    /** The instance is gone from the configuration. */
    DELETED,
    /** The agent stops. */
    STOPPING
}
