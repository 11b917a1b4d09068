package org.aloft.agent.simulate;

import java.util.List;
import java.util.Locale;

/**
 * A time in several runs, in nanoseconds.
 *
 * @param least the shortest
 * @param median of an even number of runs the upper one in the middle
 * @param most the longest
 */
record Spread(long least, long median, long most) {
    private static final double SECOND = 1e9;
    private static final double MILLISECOND = 1e6;

    static Spread of(List<Long> times) {
        List<Long> sorted = times.stream().sorted().toList();
        return sorted.isEmpty()
                ? new Spread(0, 0, 0)
                : new Spread(sorted.get(0), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
    }

    /** Of several times together; in the middle is the one in the middle of theirs. */
    static Spread together(List<Spread> some) {
        Spread middle = of(some.stream().map(Spread::median).toList());
        return new Spread(
                some.stream().mapToLong(Spread::least).min().orElse(0),
                middle.median(),
                some.stream().mapToLong(Spread::most).max().orElse(0));
    }

    boolean isNever() {
        return most == 0;
    }

    /** Three times, shortest first; or one, where they are the same to the eye. */
    @Override
    public String toString() {
        String first = text(least);
        String last = text(most);
        return first.equals(last) ? first : first + " / " + text(median) + " / " + last;
    }

    private static String text(long time) {
        if (time == 0) {
            return "0";
        }
        return time < SECOND
                ? String.format(Locale.ROOT, "%.1f ms", time / MILLISECOND)
                : String.format(Locale.ROOT, "%.2f s", time / SECOND);
    }
}
