package org.aloft.agent.vrrp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aloft.agent.config.InterfaceDelay;
import org.aloft.agent.kernel.Deadline;

/**
 * Whether a change of an interface counts yet ({@code interface_up_down_delays}): only once it has lasted. One that is
 * seen for the first time counts as it is. Looks at nothing itself: its owner says what each interface is, and looks
 * again when the deadline has come. Confined to one thread.
 */
public final class LinkDelays {
    /** As a limit: none. */
    public static final Duration UNLIMITED = Duration.ofDays(1);

    /** What became of a look at an interface. */
    public enum Verdict {
        /** It counts as it is. */
        COUNTS(true),
        /** It was otherwise for a time too short to count, and is again as it counts. */
        RETURNED(true),
        /** It changed just now, and counts as before until the deadline. */
        WAITS(false),
        /** The same, and that was known. */
        STILL_WAITS(false);

        private final boolean counts;

        Verdict(boolean counts) {
            this.counts = counts;
        }

        /** Whether the interface counts as it is. */
        public boolean counts() {
            return counts;
        }
    }

    /**
     * An interface.
     *
     * @param up whether it counts as up
     * @param changedAt since when it is otherwise; without meaning while {@code countsAt} is {@link Deadline#NEVER}
     * @param countsAt when that counts; {@link Deadline#NEVER} while it is as it counts
     */
    private record Link(boolean up, long changedAt, long countsAt) {
        static Link settled(boolean up) {
            return new Link(up, 0, Deadline.NEVER);
        }

        boolean isChanging() {
            return countsAt != Deadline.NEVER;
        }
    }

    private final Map<String, Link> links = new HashMap<>();
    private Map<String, InterfaceDelay> delays = Map.of();
    private long deadline = Deadline.NEVER;

    /**
     * Takes other delays. A change that waits goes by the new one, counted from when it happened.
     *
     * @param next by the names of interfaces
     */
    public void configure(Map<String, InterfaceDelay> next) {
        delays = Map.copyOf(next);
        links.entrySet().removeIf(link -> !link.getValue().isChanging() && !concern(link.getKey()));
        links.replaceAll((name, link) -> {
            InterfaceDelay delay = delays.get(name);
            long wait = delay == null ? 0 : delay.to(!link.up()).toNanos();
            return link.isChanging() ? new Link(link.up(), link.changedAt(), link.changedAt() + wait) : link;
        });
        setDeadline();
    }

    /** Whether it has anything to say about this interface; if not, it need not be asked. */
    public boolean concern(String name) {
        return delays.containsKey(name);
    }

    /**
     * Notes what an interface is now.
     *
     * @param limit the longest that a loss of this link may last without counting, for who asks
     * @param now in nanoseconds of the owner's clock
     */
    public Verdict look(String name, boolean up, Duration limit, long now) {
        Link before = links.get(name);
        if (before == null || before.up() == up) {
            settle(name, up);
            return before != null && before.isChanging() ? Verdict.RETURNED : Verdict.COUNTS;
        }
        long since = before.isChanging() ? before.changedAt() : now;
        Duration delay = delays.containsKey(name) ? delays.get(name).to(up) : Duration.ZERO;
        long wait = up ? delay.toNanos() : Math.min(delay.toNanos(), limit.toNanos());
        long countsAt = before.isChanging() ? Math.min(before.countsAt(), since + wait) : since + wait;
        if (Deadline.isDue(countsAt, now)) {
            settle(name, up);
            return Verdict.COUNTS;
        }
        links.put(name, new Link(before.up(), since, countsAt));
        setDeadline();
        return before.isChanging() ? Verdict.STILL_WAITS : Verdict.WAITS;
    }

    private void settle(String name, boolean up) {
        links.put(name, Link.settled(up));
        setDeadline();
    }

    /** The interface does not exist, or is no longer watched: its earlier state means nothing. */
    public void forget(String name) {
        links.remove(name);
        setDeadline();
    }

    /** Forgets all but these. */
    public void retain(Set<String> names) {
        links.keySet().retainAll(names);
        setDeadline();
    }

    /** When a change counts next, or {@link Deadline#NEVER}. */
    public long deadline() {
        return deadline;
    }

    /** The interfaces whose change counts by now. Their next look counts, whatever it shows. */
    public List<String> takeDue(long now) {
        if (!Deadline.isDue(deadline, now)) {
            return List.of();
        }
        List<String> due = new ArrayList<>();
        links.forEach((name, link) -> {
            if (Deadline.isDue(link.countsAt(), now)) {
                due.add(name);
            }
        });
        due.forEach(links::remove);
        setDeadline();
        return due;
    }

    private void setDeadline() {
        long earliest = Deadline.NEVER;
        for (Link link : links.values()) {
            earliest = Math.min(earliest, link.countsAt());
        }
        deadline = earliest;
    }
}
