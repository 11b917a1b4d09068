package org.aloft.agent.balance;

/** Where the drain of a real server stands. */
public enum DrainPhase {
    /** Its weight is 0; connections go on. */
    DRAINING,
    /** Its connections are done and it is out of the table. */
    DRAINED
}
