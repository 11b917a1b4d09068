package org.aloft.agent.vrrp;

/** What the state machine wants done, in order. Timers are no actions: a {@link State} carries its own deadline. */
public sealed interface Action {
    /**
     * Send one advert.
     *
     * @param priority what it says: the router's own, or {@link Advert#STOPPING}
     */
    record SendAdvert(int priority) implements Action {}

    /** Put the VIPs on their interfaces. */
    record AddVips() implements Action {}

    /** Take the VIPs from their interfaces. */
    record RemoveVips() implements Action {}

    /**
     * Tell the network's hosts and switches where the VIPs are.
     *
     * @param repeat how many times, at least 1
     */
    record SendGratuitousArp(int repeat) implements Action {}
}
