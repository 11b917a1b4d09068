package org.aloft.topology.problem;

/** How bad a problem is. */
public enum Severity {
    /** It cannot be planned. */
    ERROR,
    /** It can, but is hardly what is meant. */
    WARNING
}
