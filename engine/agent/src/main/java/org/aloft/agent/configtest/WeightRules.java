package org.aloft.agent.configtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.TrackWeight;
import org.aloft.agent.config.Tracked;
import org.aloft.agent.config.TrackerKind;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.language.Reading;
import org.aloft.agent.config.text.Problem;

/**
 * Weights that can never change the priority of their instance, whatever the other trackers are: the sum is kept within
 * 1..254, so beyond these ends nothing counts. Only what is certain from this file alone is told; what the other
 * routers' priorities are, it does not say. Pure.
 */
final class WeightRules {
    private static final int LOWEST = 1;
    private static final int HIGHEST = 254;

    /** A file may hold any number; its effect stays within the distance of the two ends. */
    private static final int ANY = HIGHEST - LOWEST;

    private WeightRules() {}

    /** What a tracker may add to a priority. */
    private record Span(int least, int most) {
        static Span of(Tracked tracked) {
            TrackWeight weight = tracked.weight();
            if (tracked.kind() == TrackerKind.FILE && weight.value() != 0) {
                return new Span(-ANY, ANY);
            }
            int effect = weight.reverse() ? -weight.value() : weight.value();
            return new Span(Math.min(0, effect), Math.max(0, effect));
        }
    }

    static List<Problem> check(Reading reading) {
        List<Problem> found = new ArrayList<>();
        Configuration configuration = reading.configuration();
        for (VrrpInstanceBlock instance : configuration.instances()) {
            List<Tracked> all = configuration.tracking().byInstance().getOrDefault(instance.name(), List.of());
            unchanging(instance, all).ifPresent(end -> all.stream()
                    .filter(tracked -> tracked.weight().value() != 0)
                    .map(tracked -> neverMatters(instance, end, tracked, reading))
                    .forEach(found::add));
        }
        return List.copyOf(found);
    }

    /** The end that the priority is at, if it can be nowhere else; empty where nothing changes priorities. */
    private static Optional<String> unchanging(VrrpInstanceBlock instance, List<Tracked> all) {
        int least = instance.election().priority();
        int most = least;
        for (Tracked tracked : all) {
            least += Span.of(tracked).least();
            most += Span.of(tracked).most();
        }
        if (least >= HIGHEST) {
            return Optional.of(HIGHEST + ", the highest");
        }
        return most <= LOWEST ? Optional.of(LOWEST + ", the lowest") : Optional.empty();
    }

    private static Problem neverMatters(VrrpInstanceBlock instance, String end, Tracked tracked, Reading reading) {
        String block = "vrrp_instance " + instance.name();
        return new Problem(
                reading.places().find(block, tracked.kind().keyword()),
                Problem.Severity.WARNING,
                block + " has priority " + end + ", with and without " + tracked.weight() + " of "
                        + tracked.kind().definition() + " " + tracked.name()
                        + ", which thus never matters; write another priority, or the other sign");
    }
}
