package org.aloft.verify.drill;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.aloft.plan.show.DurationText;
import org.aloft.verify.probe.Outage;
import org.aloft.verify.probe.Sample;
import org.aloft.verify.probe.Timeline;
import org.aloft.verify.report.Measurement;

/** Derives measurements from a time line. Pure. */
public final class Gaps {
    /** How many probe intervals an answer may take before it counts as delayed. */
    private static final int WORTH_TELLING = 3;

    private Gaps() {}

    /**
     * The longest gap that began between two moments, with its budget. See {@link Timeline#outages} for what began
     * when.
     *
     * @param why appended to the explanation
     */
    public static Measurement gap(
            String name, Timeline timeline, Duration from, Duration until, Duration budget, String why) {
        List<Outage> outages = timeline.outages(from, until, DrillContext.CALM);
        Optional<Outage> longest = Outage.longest(outages);
        if (longest.isEmpty()) {
            return withoutOutage(name, timeline, from, until, budget, why);
        }
        Outage outage = longest.get();
        String text = outage.failed() + (outage.failed() == 1 ? " probe failed" : " probes failed")
                + (outage.succeededWithin() > 0 ? " and " + outage.succeededWithin() + " between them did not" : "")
                + (outages.size() > 1 ? " in the longest of " + outages.size() + " outages" : "")
                + ", the first after "
                + DurationText.of(outage.firstFailedDone().minus(from))
                + outage.recovered().map(ignored -> "").orElse("; the service had not come back when the drill ended");
        return new Measurement(
                name,
                outage.gap(),
                Optional.of(budget),
                outage.recovered().isPresent(),
                join(text, why),
                timeline.stalls(outage.lastGood(), outage.lastGood().plus(outage.gap())));
    }

    /**
     * No probe failed, but some may have been delayed: the kernel queues packets for an unresolved neighbour for up
     * to three seconds (arp(7), unres_qlen) and sends them once a new holder answers. What counts is how long clients
     * waited.
     */
    private static Measurement withoutOutage(
            String name, Timeline timeline, Duration from, Duration until, Duration budget, String why) {
        Optional<Sample> slowest = slowestAnswer(timeline, from, until);
        Duration waited = slowest.map(Sample::took).orElse(Duration.ZERO);
        if (waited.compareTo(timeline.interval().multipliedBy(WORTH_TELLING)) < 0) {
            String text = "no probe failed: any gap was shorter than " + DurationText.atLeast(timeline.resolution());
            return new Measurement(name, Duration.ZERO, Optional.of(budget), true, join(text, why), List.of());
        }
        String text = "no probe failed; the slowest answer took " + DurationText.atLeast(waited);
        return new Measurement(
                name,
                waited,
                Optional.of(budget),
                true,
                join(text, why),
                timeline.stalls(slowest.get().sentAt(), slowest.get().doneAt()));
    }

    private static Optional<Sample> slowestAnswer(Timeline timeline, Duration from, Duration until) {
        return timeline.samples().stream()
                .filter(sample ->
                        sample.doneAt().compareTo(from) >= 0 && sample.doneAt().compareTo(until) <= 0)
                .max(Comparator.comparing(Sample::took));
    }

    /** From the first to the last failed probe of the outages that began between two moments, with a budget. */
    public static Measurement ejection(
            String name, Timeline timeline, Duration from, Duration until, Duration calm, Duration budget) {
        List<Outage> outages = timeline.outages(from, until, calm);
        if (outages.isEmpty()) {
            return new Measurement(name, Duration.ZERO, Optional.of(budget), true, "no request failed", List.of());
        }
        Outage last = outages.get(outages.size() - 1);
        Duration first = outages.get(0).firstFailed();
        int failed = outages.stream().mapToInt(Outage::failed).sum();
        return new Measurement(
                name,
                last.lastFailed().minus(first),
                Optional.of(budget),
                last.recovered().isPresent(),
                failed + " requests failed before it was removed from the table",
                timeline.stalls(first, last.lastFailed()));
    }

    /** From a moment to the next request that {@code server} answered; empty when there was none. */
    public static Optional<Duration> firstAnswer(Timeline timeline, Duration from, String server) {
        return timeline.samples().stream()
                .filter(sample -> sample.sentAt().compareTo(from) >= 0
                        && sample.outcome().equals(new org.aloft.verify.probe.Outcome.Answered(server)))
                .map(sample -> sample.sentAt().minus(from))
                .findFirst();
    }

    private static String join(String first, String second) {
        return second.isEmpty() ? first : first + "; " + second;
    }
}
