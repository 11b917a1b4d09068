package org.aloft.agent.vrrp.machine;

import java.net.InetAddress;
import org.aloft.agent.kernel.socket.AddressClaim;

/** What can happen to a virtual router. */
public sealed interface Event {
    /**
     * The instance is to take part; nothing hinders it.
     *
     * @param notBefore the earliest moment at which it may become active ({@code vrrp_startup_delay}); in the past for
     *     no wait
     * @param carriesOn whether the process before was active, left the VIPs where they are and ended a moment ago
     */
    record Startup(long notBefore, boolean carriesOn) implements Event {
        /** A start of which nobody has left anything. */
        public Startup(long notBefore) {
            this(notBefore, false);
        }
    }

    /** The instance is to leave the group at once. */
    record Shutdown() implements Event {}

    /** The instance is to leave the group; an active one holds its VIPs until another router has taken over. */
    record Leave() implements Event {}

    /** The instance is to let another router be active, if there is one, and to stay in the group behind it. */
    record HandOver() implements Event {}

    /** The instance may push others aside again, as its priority says, after a {@link HandOver}. */
    record TakeBack() implements Event {}

    /**
     * A valid advert of another router of the group came in.
     *
     * @param advert what it said
     */
    record AdvertReceived(Advert advert) implements Event {}

    /**
     * A router of the group was heard at short intervals, and is heard no more: its BFD session ended by silence.
     *
     * @param router the address of its adverts
     * @param first whether that router said that of all backups this one is the first to take over
     * @param silence for how long it was not heard, in nanoseconds
     */
    record RouterLost(InetAddress router, boolean first, long silence) implements Event {}

    /**
     * The state's deadline has come.
     *
     * @param awake whether it is certain that this process did not sleep since the deadline, however late it is: then
     *     it was at work, and has read all that came meanwhile
     */
    record TimerExpired(boolean awake) implements Event {
        /** Noticed by a process that may have slept, if it is late. */
        public TimerExpired() {
            this(false);
        }
    }

    /**
     * Something makes it impossible to take part.
     *
     * @param reason what is broken, for people
     * @param canSend whether packets still leave this host
     */
    record Hindered(String reason, boolean canSend) implements Event {}

    /** Nothing keeps the instance from taking part any more. */
    record Unhindered() implements Event {}

    /** All members of the sync group are ready: be active. */
    record GroupTakesOver() implements Event {}

    /**
     * Another member of the sync group is not active any more: step back with it.
     *
     * @param reason which, for people
     */
    record GroupStepsDown(String reason) implements Event {}

    /** The configuration changed while the instance ran. */
    record Reconfigured() implements Event {}

    /** VIPs that this router should hold were put back after somebody took them. */
    record VipsRestored() implements Event {}

    /**
     * Another host said that one of the VIPs is its own: by ARP, or over IPv6 by a neighbour advertisement.
     *
     * @param claim what it said
     */
    record AddressClaimed(AddressClaim claim) implements Event {}
}
