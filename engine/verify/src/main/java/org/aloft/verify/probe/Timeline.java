package org.aloft.verify.probe;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Everything that one stream of probes recorded.
 *
 * @param interval scheduled time between probes
 * @param samples in the order in which they were sent
 * @param marks what was done meanwhile, in chronological order
 * @param stalls when the measuring side stalled, in chronological order
 * @param notSent how many scheduled probes were not sent
 */
public record Timeline(Duration interval, List<Sample> samples, List<Mark> marks, List<Stall> stalls, int notSent) {
    /** Keeps copies, samples ordered by when they were sent. */
    public Timeline {
        samples = samples.stream().sorted(Comparator.comparing(Sample::sentAt)).toList();
        marks = List.copyOf(marks);
        stalls = Stall.merged(stalls);
    }

    /**
     * Something done to the cluster.
     *
     * @param at since the stream's start
     * @param label in a few words
     */
    public record Mark(Duration at, String label) {}

    /** Without any probe. */
    public static Timeline empty() {
        return new Timeline(Duration.ZERO, List.of(), List.of(), List.of(), 0);
    }

    /** How long the stream ran. */
    public Duration length() {
        return samples.isEmpty()
                ? Duration.ZERO
                : samples.get(samples.size() - 1).sentAt();
    }

    /** The scheduled interval, or the longest time between two probes where that is longer. */
    public Duration resolution() {
        return longestSilence().compareTo(interval) > 0 ? longestSilence() : interval;
    }

    /** The longest time between two probes. */
    public Duration longestSilence() {
        Duration longest = Duration.ZERO;
        for (int index = 1; index < samples.size(); index++) {
            Duration silence =
                    samples.get(index).sentAt().minus(samples.get(index - 1).sentAt());
            longest = silence.compareTo(longest) > 0 ? silence : longest;
        }
        return longest;
    }

    /** The parts of the stalls that lie between two moments. */
    public List<Stall> stalls(Duration from, Duration until) {
        return stalls.stream()
                .flatMap(stall -> stall.within(from, until).stream())
                .toList();
    }

    /**
     * The outages that began between two moments. A failed probe in flight at {@code from} failed because of what
     * happened then, so its end decides.
     */
    public List<Outage> outages(Duration from, Duration until, Duration calm) {
        return Outage.find(samples, calm).stream()
                .filter(outage -> outage.firstFailedDone().compareTo(from) >= 0
                        && outage.firstFailedDone().compareTo(until) < 0)
                .toList();
    }
}
