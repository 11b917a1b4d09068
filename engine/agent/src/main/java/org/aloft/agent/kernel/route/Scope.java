package org.aloft.agent.kernel.route;

/** How far an address is valid ({@code linux/rtnetlink.h}, {@code rt_scope_t}). */
public enum Scope {
    /** Everywhere. */
    GLOBAL(0),
    /** Within the site; only IPv6 used it. */
    SITE(200),
    /** On this link. */
    LINK(253),
    /** On this host. */
    HOST(254),
    /** Nowhere: about to go. */
    NOWHERE(255);

    private final int value;

    Scope(int value) {
        this.value = value;
    }

    int value() {
        return value;
    }

    /** The scope of this number; the numbers between 0 and 200 are the user's own, and count as global here. */
    static Scope of(int value) {
        for (Scope scope : values()) {
            if (scope.value == value) {
                return scope;
            }
        }
        return GLOBAL;
    }
}
