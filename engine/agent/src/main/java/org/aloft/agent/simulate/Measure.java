package org.aloft.agent.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is kept of a run. Times are in nanoseconds.
 *
 * @param seed of the run
 * @param takeovers of each of the VIPs
 * @param breaches in an order of their own
 * @param length of its story, in lines
 */
record Measure(long seed, List<Takeover> takeovers, List<Breach> breaches, int length) {
    private static final int NOBODY = -1;

    /**
     * What became of some VIPs from the event of the timeline on.
     *
     * @param before the hosts that held them just before it, a bit each
     * @param host the first that took them over; -1 if none did
     * @param after how long after the event that was
     * @param nobody how long no host held them
     * @param several how long two or more did
     */
    record Takeover(long before, int host, long after, long nobody, long several) {}

    /**
     * A property that did not hold.
     *
     * @param vips by their number within {@link Cluster#vips}
     */
    record Breach(Property property, int vips) implements Comparable<Breach> {
        @Override
        public int compareTo(Breach other) {
            int byProperty = property.compareTo(other.property);
            return byProperty == 0 ? Integer.compare(vips, other.vips) : byProperty;
        }
    }

    static Measure of(Timeline timeline, Outcome outcome, long seed) {
        List<Takeover> takeovers = new ArrayList<>();
        for (Outcome.History history : outcome.histories()) {
            long taken = history.firstNew(timeline.event() - 1);
            long before = history.at(timeline.event() - 1);
            long gained = taken < 0 ? 0 : history.at(taken) & ~before;
            takeovers.add(new Takeover(
                    before,
                    gained == 0 ? NOBODY : Long.numberOfTrailingZeros(gained),
                    taken < 0 ? 0 : taken - timeline.event(),
                    history.time(timeline.event(), timeline.end(), true),
                    history.time(timeline.event(), timeline.end(), false)));
        }
        List<Breach> breaches = List.copyOf(breaches(timeline, outcome));
        return new Measure(
                seed, List.copyOf(takeovers), breaches, outcome.story().length());
    }

    private static Set<Breach> breaches(Timeline timeline, Outcome outcome) {
        Set<Breach> breaches = new TreeSet<>();
        if (outcome.fault().isPresent()) {
            breaches.add(new Breach(Property.FAULT_OF_ALOFTD, 0));
            return breaches;
        }
        for (int vips = 0; vips < outcome.histories().size(); vips++) {
            Outcome.History history = outcome.histories().get(vips);
            for (Outcome.Check check : outcome.checks()) {
                long from = check.at() - timeline.quiet();
                if (history.time(from, check.at(), false) > 0) {
                    breaches.add(new Breach(Property.TWO_HOLDERS, vips));
                }
                if (check.healthy().get(vips) != 0 && history.time(from, check.at(), true) > 0) {
                    breaches.add(new Breach(Property.NO_HOLDER, vips));
                }
            }
            if (timeline.returns().isPresent() && !isBack(timeline.returns().getAsInt(), vips, outcome)) {
                breaches.add(new Breach(Property.NOT_BACK, vips));
            }
        }
        return breaches;
    }

    private static boolean isBack(int host, int vips, Outcome outcome) {
        Outcome.Check last = outcome.checks().get(outcome.checks().size() - 1);
        long bit = 1L << host;
        boolean couldBefore = (outcome.checks().get(0).healthy().get(vips) & bit) != 0;
        boolean isWanted = (last.wanted().get(vips) & bit) != 0;
        boolean holds = (outcome.histories().get(vips).at(last.at()) & bit) != 0;
        return !couldBefore || ((last.healthy().get(vips) & bit) != 0 && (!isWanted || holds));
    }
}
