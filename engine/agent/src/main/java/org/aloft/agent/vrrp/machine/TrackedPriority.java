package org.aloft.agent.vrrp.machine;

import java.util.List;
import java.util.Optional;

/**
 * The effect of everything that an instance tracks on its priority.
 *
 * @param adjustment the sum of all weights that count now
 * @param fault why the instance cannot take part, for people; empty when it can
 * @param contributions of each thing that is tracked, for {@code aloftd explain}
 */
public record TrackedPriority(int adjustment, Optional<String> fault, List<Contribution> contributions) {
    /** Nothing is tracked. */
    public static final TrackedPriority NONE = new TrackedPriority(0, Optional.empty(), List.of());

    /** The lowest priority that tracking can lead to. */
    private static final int LOWEST = 1;

    /** The highest: 255 is kept for the router that owns the addresses. */
    private static final int HIGHEST = Advert.OWNER - 1;

    /** Takes a copy of the list. */
    public TrackedPriority {
        contributions = List.copyOf(contributions);
    }

    /**
     * One thing that is tracked.
     *
     * @param name of it
     * @param kind the block in the configuration: {@code vrrp_script}, {@code track_file}, {@code interface} …
     * @param state of it, for people
     * @param weight what it adds to the priority now
     */
    public record Contribution(String name, String kind, String state, int weight) {}

    /**
     * The priority that counts: within 1..254, but the router that owns the addresses keeps 255 whatever it tracks, as
     * in keepalived.
     *
     * @param configured the priority in the file, 1..255
     */
    public int effective(int configured) {
        return configured == Advert.OWNER ? Advert.OWNER : Math.max(LOWEST, Math.min(HIGHEST, configured + adjustment));
    }
}
