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

    /**
     * Tell that an active router heard a lower one.
     *
     * @param advert what it heard
     */
    record ReportLowerPriority(Advert advert) implements Action {}

    /**
     * Tell that two routers hold the VIPs.
     *
     * @param advert of the other
     */
    record ReportClash(Advert advert) implements Action {}

    /**
     * Tell that this is over.
     *
     * @param clash what was
     * @param won whether this router holds the VIPs now
     */
    record ReportSettled(State.Clash clash, boolean won) implements Action {}
}
