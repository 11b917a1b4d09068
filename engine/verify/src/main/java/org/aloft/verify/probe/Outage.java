package org.aloft.verify.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A time in which probes failed.
 *
 * <p>Probes are looked at in the order in which they were <em>sent</em>; one that was in flight when the failure came
 * counts by its own outcome. An outage begins with a failed probe and goes on until no probe has failed for the
 * <em>calm</em> time: a service that flickers is not well, so single successes in between do not end it.
 *
 * <p>The {@linkplain #gap gap} is the time from the start of the last successful probe before it to the start of the first
 * successful probe after its last failed one. It is never too short by more than nothing, and never too long by more than
 * two probe intervals: the resolution, which the report states. A probe's timeout is below one second, so that no probe
 * sent into an outage succeeds late by TCP's retransmission of its SYN (RFC 6298 §2) and shortens it.
 *
 * @param lastGood start of the last successful probe before; the first failed one's start when there was none
 * @param firstFailed start of the first failed probe
 * @param firstFailedDone its end: later than the failure that caused it
 * @param lastFailed start of the last failed probe
 * @param recovered start of the first success after it; empty when none came
 * @param failed how many probes failed, at least 1
 * @param succeededWithin how many succeeded between the first and the last failed one
 * @param end start of the last probe that was sent at all
 */
public record Outage(
        Duration lastGood,
        Duration firstFailed,
        Duration firstFailedDone,
        Duration lastFailed,
        Optional<Duration> recovered,
        int failed,
        int succeededWithin,
        Duration end) {

    /** How long the service was gone, as a client sees it; when it never came back, the part that was seen. */
    public Duration gap() {
        return recovered.orElse(end).minus(lastGood);
    }

    /** From the first failed probe to the last one: for failures that hit only some of the requests. */
    public Duration failing() {
        return lastFailed.minus(firstFailed);
    }

    /**
     * All outages, in the order of time.
     *
     * @param samples in any order
     * @param calm how long nothing may fail for an outage to be over
     */
    public static List<Outage> find(List<Sample> samples, Duration calm) {
        List<Sample> ordered =
                samples.stream().sorted(Comparator.comparing(Sample::sentAt)).toList();
        List<Outage> outages = new ArrayList<>();
        int index = 0;
        while (index < ordered.size()) {
            if (ordered.get(index).succeeded()) {
                index++;
            } else {
                int last = lastFailed(ordered, index, calm);
                outages.add(outage(ordered, index, last));
                index = last + 1;
            }
        }
        return List.copyOf(outages);
    }

    /** The longest one, by its gap. */
    public static Optional<Outage> longest(List<Outage> outages) {
        return outages.stream().max(Comparator.comparing(Outage::gap));
    }

    private static int lastFailed(List<Sample> ordered, int first, Duration calm) {
        int last = first;
        for (int index = first + 1; index < ordered.size(); index++) {
            Duration quiet = ordered.get(index).sentAt().minus(ordered.get(last).sentAt());
            boolean consecutive = index == last + 1;
            if (!ordered.get(index).succeeded()) {
                if (!consecutive && quiet.compareTo(calm) > 0) {
                    return last;
                }
                last = index;
            }
        }
        return last;
    }

    private static Outage outage(List<Sample> ordered, int first, int last) {
        List<Sample> within = ordered.subList(first, last + 1);
        int failed = (int) within.stream().filter(sample -> !sample.succeeded()).count();
        Optional<Duration> recovered =
                last + 1 < ordered.size() ? Optional.of(ordered.get(last + 1).sentAt()) : Optional.empty();
        Sample firstFailed = ordered.get(first);
        return new Outage(
                first == 0 ? firstFailed.sentAt() : ordered.get(first - 1).sentAt(),
                firstFailed.sentAt(),
                firstFailed.doneAt(),
                ordered.get(last).sentAt(),
                recovered,
                failed,
                within.size() - failed,
                ordered.get(ordered.size() - 1).sentAt());
    }
}
