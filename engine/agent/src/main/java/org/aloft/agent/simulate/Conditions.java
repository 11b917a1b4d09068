package org.aloft.agent.simulate;

/**
 * The network and the hosts of a {@link Simulation}. Times are in nanoseconds.
 *
 * @param mostDelay how long a packet is on its way at the most; each takes a random part of it
 * @param ordered whether packets of one router arrive at another in their order
 * @param doubled the share of packets that arrive twice, 0..1
 * @param firstVip how much longer it takes a host that was idle to put its first VIP on: until its process runs, and
 *     its neighbours know
 * @param perVip how long it takes to put one VIP on its interface and to announce it, or to take it off; meanwhile the
 *     host hears nothing, and sends only the adverts that are due
 */
public record Conditions(long mostDelay, boolean ordered, double doubled, long firstVip, long perVip) {
    /** A network at its worst, on which the order of packets changes, and hosts that need no time. */
    public static final Conditions ROUGH = new Conditions(20_000_000, false, 0.05, 0, 0);

    /** Hosts on one switch, as fast as {@code engine/bench} has measured them. */
    public static final Conditions USUAL = new Conditions(1_000_000, true, 0, 1_400_000, 100_000);
}
