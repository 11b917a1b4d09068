package org.aloft.agent.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came of one run. Hosts are bits. Confined to the thread of the run.
 *
 * @param histories of each of {@link Cluster#vips}: who held them from when on
 * @param checks at each check of the timeline: who could hold them
 * @param fault what no router may do, if one did
 * @param story what happened
 */
record Outcome(List<History> histories, List<Check> checks, Optional<String> fault, Story story) {
    /** A line for each thing that happened, written only when somebody reads it. */
    interface Story {
        /** How many lines. */
        int length();

        List<String> lines();
    }

    /**
     * What is noted at a check; hosts of each of the VIPs.
     *
     * @param at the moment
     * @param healthy those that could hold them
     * @param wanted the one that must hold them whatever was before; none if several may
     */
    record Check(long at, List<Long> healthy, List<Long> wanted) {}

    /** Who held VIPs from when on; the last moment counts until the end. */
    static final class History {
        private final List<Long> moments = new ArrayList<>();
        private final List<Long> holders = new ArrayList<>();

        void note(long moment, long hosts) {
            int last = moments.size() - 1;
            if (last >= 0 && moments.get(last) == moment) {
                holders.set(last, hosts);
            } else if (last < 0 || holders.get(last) != hosts) {
                moments.add(moment);
                holders.add(hosts);
            }
        }

        /** Who held them at that moment. */
        long at(long moment) {
            long hosts = 0;
            for (int index = 0; index < moments.size() && moments.get(index) <= moment; index++) {
                hosts = holders.get(index);
            }
            return hosts;
        }

        /** For how long in this time a number of hosts held them: none, or two and more. */
        long time(long from, long to, boolean none) {
            long sum = 0;
            for (int index = 0; index < moments.size(); index++) {
                long begin = Math.max(from, moments.get(index));
                long end = index + 1 < moments.size() ? Math.min(to, moments.get(index + 1)) : to;
                int count = Long.bitCount(holders.get(index));
                if (none ? count == 0 : count > 1) {
                    sum += Math.max(0, end - begin);
                }
            }
            return sum;
        }

        /** The first moment after this one at which a host holds them that did not then; -1 for none. */
        long firstNew(long from) {
            long before = at(from);
            for (int index = 0; index < moments.size(); index++) {
                if (moments.get(index) > from && (holders.get(index) & ~before) != 0) {
                    return moments.get(index);
                }
            }
            return -1;
        }
    }
}
