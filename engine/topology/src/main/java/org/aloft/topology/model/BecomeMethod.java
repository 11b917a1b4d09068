package org.aloft.topology.model;

/** What makes a user root. */
public enum BecomeMethod {
    /** sudo(8), by the user's own password. */
    SUDO,
    /** su(1), by root's password. */
    SU,
    /** doas(1) of OpenBSD. */
    DOAS
}
