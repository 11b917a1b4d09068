package org.aloft.verify.drill;

import java.time.Duration;
import org.aloft.topology.model.VirtualService;
import org.aloft.verify.probe.Timeline;

/** What drills on a director have in common, whether it holds the VIPs alone or announces them beside others. */
sealed interface DirectorDrill permits HoldingDirector, AnnouncingDirector {
    /** Whose VIP is probed. */
    VirtualService service();

    /** The director that is made to fail. */
    String active();

    /** What a crash of it is called. */
    String crashTitle();

    /** What its orderly leave is called. */
    String handoverTitle();

    /** The gap that its crash causes. */
    String crashGap();

    /** The gap that its orderly leave causes. */
    String handoverGap();

    /** The gap that its return causes. */
    String returnGap();

    /** Who answers instead now, and why. */
    String takenOverBy(DrillContext context) throws InterruptedException;

    /** What must hold after the drill, beside a healthy cluster. */
    DrillContext.WantedState asBefore();

    /** How long {@link #asBefore} may take where it takes {@code limit} by itself. */
    Duration within(Duration limit);

    /** Whether probes failed after {@code from} and have succeeded for a while since. */
    static boolean recovered(Timeline timeline, Duration from, Duration now) {
        return timeline.outages(from, now.plusNanos(1), DrillContext.CALM).stream()
                .anyMatch(outage -> outage.recovered()
                        .map(at -> now.minus(at).compareTo(DrillContext.AFTER) > 0)
                        .orElse(false));
    }
}
