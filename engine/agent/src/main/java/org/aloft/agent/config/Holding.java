package org.aloft.agent.config;

import org.aloft.agent.config.language.HoldingLine;

/**
 * One thing that an active router holds on its host. It is written to the journal as one line and read back from it, so
 * that what a crash left behind can be removed when the configuration no longer names it.
 */
public sealed interface Holding permits VirtualAddress, VirtualRoute, VirtualRule, VirtualMac, HostSetting, Unaccepted {
    /**
     * As {@link HoldingLine#read} understands it: the kind first, then the line of the configuration that says the
     * same.
     */
    String journalLine();

    /** Whether it is put back when it is removed from outside; false with {@code no_track}. */
    boolean tracked();

    /** What the host sees of it: how a line is written, and whether it is tracked, makes no difference there. */
    default Object effect() {
        return this;
    }

    /** Whether the kernel takes both for the same thing, so that one has to go before the other can come. */
    default boolean excludes(Holding other) {
        return false;
    }

    /** The answer of the kind that it is. */
    <T> T match(Cases<T> cases);

    /**
     * An answer for each kind.
     *
     * @param <T> what they answer
     */
    interface Cases<T> {
        /** Of a VIP. */
        T address(VirtualAddress vip);

        /** Of a route. */
        T route(VirtualRoute route);

        /** Of a routing rule. */
        T rule(VirtualRule rule);

        /** Of an interface with a MAC address of VRRP's. */
        T mac(VirtualMac mac);

        /** Of a changed setting of an interface. */
        T setting(HostSetting setting);

        /** Of a VIP to which packets are dropped. */
        T unaccepted(Unaccepted drop);
    }
}
