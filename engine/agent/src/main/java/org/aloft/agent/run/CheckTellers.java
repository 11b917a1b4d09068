package org.aloft.agent.run;

import java.util.function.Supplier;
import org.aloft.agent.bfd.BfdSessions;
import org.aloft.agent.check.WatchedFiles;
import org.aloft.agent.check.WatchedSessions;
import org.aloft.agent.config.TrackFileBlock;
import org.aloft.agent.config.TrackWeight;
import org.aloft.agent.config.TrackingPlan;
import org.aloft.agent.track.TrackFiles;

/** Joins the checks that are notified, {@code FILE_CHECK} and {@code BFD_CHECK}, with the trackers. Stateless. */
final class CheckTellers {
    /** What keepalived takes for a {@code track_file} without a weight. */
    private static final TrackWeight ONCE = new TrackWeight(1, false);

    private CheckTellers() {}

    /** @param plan the one in force: it tells what a number counts for when the check itself does not */
    static WatchedFiles files(TrackFiles files, Supplier<TrackingPlan> plan) {
        return (name, listener) -> files.listen(
                name, value -> listener.accept(new WatchedFiles.Reading(value, weight(name, plan.get()))))::run;
    }

    private static TrackWeight weight(String name, TrackingPlan plan) {
        return plan.files().stream()
                .filter(file -> file.name().equals(name))
                .map(TrackFileBlock::weight)
                .findFirst()
                .orElse(ONCE);
    }

    static WatchedSessions sessions(BfdSessions sessions) {
        return (name, listener) -> sessions.listen(name, listener::session)::run;
    }
}
