package org.aloft.agent.kernel.route;

/** A change that {@link LinkMonitor} saw. */
public sealed interface LinkEvent {
    /** An interface came, changed its name, address or state, or (with {@code present} false) went. */
    record LinkChanged(NetworkInterface link, boolean present) implements LinkEvent {}

    /** An address was put on an interface, or changed. */
    record AddressAdded(InterfaceAddress address) implements LinkEvent {}

    /** An address was taken from an interface. */
    record AddressRemoved(InterfaceAddress address) implements LinkEvent {}

    /** A route was taken from this table. Heard of once routes are watched. */
    record RouteRemoved(int table) implements LinkEvent {}

    /** A rule was removed. Heard of once routes are watched. */
    record RuleRemoved() implements LinkEvent {}

    /**
     * More changed than the socket could hold, so events are lost: read the whole state again from {@link Rtnetlink}.
     */
    record Resync() implements LinkEvent {}
}
