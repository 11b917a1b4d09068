package org.aloft.agent.vrrp;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.aloft.agent.event.EventSink;
import org.aloft.agent.hold.LeftInPlace;
import org.aloft.agent.kernel.Poller;

/**
 * What all instances of one runner share.
 *
 * @param held the VIPs on this host
 * @param links what they see of their interfaces
 * @param receivers bring them their adverts
 * @param poller where the VRRP thread sleeps
 * @param clock monotonic, in nanoseconds, as {@link System#nanoTime()}
 * @param calendar for people
 * @param events is told what happens
 * @param left by the process before
 * @param breath taken between the steps of long work
 * @param timetable when each of them has something to do, and whether one has changed
 */
record RouterFacilities(
        HeldAddresses held,
        LinkSight links,
        AdvertReceivers receivers,
        Poller poller,
        LongSupplier clock,
        InstantSource calendar,
        EventSink events,
        LeftInPlace left,
        Breath breath,
        Timetable timetable) {}
