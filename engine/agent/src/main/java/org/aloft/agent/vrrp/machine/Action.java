package org.aloft.agent.vrrp.machine;

import java.net.InetAddress;
import java.util.Optional;

/** What the state machine wants done, in order. Timers are not actions: a {@link State} carries its own deadline. */
public sealed interface Action {
    /** Always the same one. */
    Action ADD_VIPS = new AddVips();

    /** Always the same one. */
    Action REMOVE_VIPS = new RemoveVips();

    /** The advert of a router that stops. */
    Action GOODBYE = new SendAdvert(Advert.STOPPING);

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
     * @param untold how many such adverts came since the last one that was told
     */
    record ReportLowerPriority(Advert advert, long untold) implements Action {}

    /**
     * Own the addresses no more: from now on the configured priority counts as 254. Tell people, since only one router
     * can own them.
     *
     * @param advert of the other owner
     */
    record YieldOwnership(Advert advert) implements Action {}

    /** Ask the network's hosts who else has the VIPs. */
    record AskForHolders() implements Action {}

    /**
     * Tell that somebody else holds the VIPs, too.
     *
     * @param clash with whom
     */
    record ReportClash(State.Clash clash) implements Action {}

    /**
     * Tell that this is over.
     *
     * @param clash what was
     * @param winner the router that holds the VIPs now; empty for this one
     */
    record ReportSettled(State.Clash clash, Optional<InetAddress> winner) implements Action {}
}
