package org.aloft.verify.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A time in which probes failed.
 *
 * <p>Probes are ordered by when they were <em>sent</em>; one in flight when the failure happened counts by its own
 * outcome. An outage begins with a failed probe and ends when no probe has failed for the <em>calm</em> time, so that
 * single successes of a flapping service do not end it.
 *
 * <p>The {@linkplain #gap gap} runs from the start of the last successful probe before the outage to the start of the
 * first successful one after its last failure. It is never underestimated, and overestimated by at most two probe
 * intervals; the report states this resolution. Probes time out within one second, so that none sent during an outage
 * succeeds late through TCP's retransmission of its SYN (RFC 6298 §2), which would shorten the gap.
 *
 * @param lastGood start of the last successful probe before it; without one, start of the first failed probe
 * @param firstFailed start of the first failed probe
 * @param firstFailedDone end of that probe: later than what caused the failure
 * @param lastFailed start of the last failed probe
 * @param recovered start of the first success after it; empty when none came
 * @param failed how many probes failed, at least 1
 * @param succeededWithin how many succeeded between the first and the last failed one
 * @param end start of the last probe of the whole stream
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

    /** How long the service was gone for a client; the observed part when it never came back. */
    public Duration gap() {
        return recovered.orElse(end).minus(lastGood);
    }

    /** From the first failed probe to the last: for failures of only some of the requests. */
    public Duration failing() {
        return lastFailed.minus(firstFailed);
    }

    /**
     * All outages, in chronological order.
     *
     * @param samples in any order
     * @param calm how long no probe may fail for an outage to be over
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

    /** The one with the longest gap. */
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
