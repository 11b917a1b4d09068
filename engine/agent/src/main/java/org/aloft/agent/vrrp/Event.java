package org.aloft.agent.vrrp;

/** What can happen to a virtual router. */
public sealed interface Event {
    /** The instance is to take part; its interface is usable. */
    record Startup() implements Event {}

    /** The instance is to leave the group. */
    record Shutdown() implements Event {}

    /**
     * A valid advert of another router of the group came in.
     *
     * @param advert what it said
     */
    record AdvertReceived(Advert advert) implements Event {}

    /** The state's deadline has come. */
    record TimerExpired() implements Event {}

    /** The interface can carry packets again. */
    record InterfaceUp() implements Event {}

    /**
     * The interface cannot carry packets.
     *
     * @param reason what is wrong with it, for people
     */
    record InterfaceDown(String reason) implements Event {}

    /** VIPs that this router should hold were put back after somebody took them. */
    record VipsRestored() implements Event {}
}
