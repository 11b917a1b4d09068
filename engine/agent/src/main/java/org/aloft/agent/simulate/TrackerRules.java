package org.aloft.agent.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.Tracked;
import org.aloft.agent.config.TrackerKind;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.track.TrackerKey;
import org.aloft.agent.vrrp.machine.TrackedPriority;

/** Weights that do not do what they are there for: to move the VIPs to another router. Pure; confined to one thread. */
final class TrackerRules {
    private final Member best;
    private final Member next;
    private final Trackers trackers;
    private final List<Finding> found = new ArrayList<>();

    private TrackerRules(Member best, Member next) {
        this.best = best;
        this.next = next;
        this.trackers = new Trackers(best.file());
    }

    /** Of the router that is active while all is well, and the one that is to take over from it. */
    static List<Finding> of(List<Member> group) {
        Optional<Member> best = group.stream().max(Comparator.comparingInt(Member::healthyPriority));
        Optional<Member> next = group.stream()
                .filter(member -> member.host() != best.map(Member::host).orElse(-1))
                .max(Comparator.comparingInt(Member::healthyPriority));
        if (next.isEmpty()) {
            return List.of();
        }
        TrackerRules rules = new TrackerRules(best.get(), next.get());
        rules.tooLight();
        rules.unheeded();
        return rules.found;
    }

    private void tooLight() {
        List<Tracked> counted = counted();
        if (priorityWithout(counted) < next.healthyPriority()) {
            return;
        }
        for (Tracked tracked : counted) {
            int from = best.healthyPriority();
            int to = priorityWithout(List.of(tracked));
            if (to < from) {
                String how = to == next.healthyPriority() ? "is no lower than " : "is still above ";
                String message = "priority " + from + " \u2212 " + (from - to) + " " + how + next.healthyPriority()
                        + ": this " + word(tracked) + " can never move the VIP from "
                        + best.describe() + " to " + next.describe() + "; " + wayOut(tracked, from, to);
                found.add(Finding.of("tracker-too-light", message, lines(tracked)));
            }
        }
    }

    private String wayOut(Tracked tracked, int from, int to) {
        int enough = from - next.healthyPriority() + 1;
        return "let " + tracked.name() + " count at least " + enough + " instead of " + (from - to)
                + ", or write weight 0, which means FAULT";
    }

    private List<Position> lines(Tracked tracked) {
        return List.of(trackers.line(best.block(), tracked), best.line("priority"), next.line("priority"));
    }

    /** keepalived's users often write both: a backup that does not preempt leaves a lower router where it is. */
    private void unheeded() {
        if (next.block().election().preempt()) {
            return;
        }
        for (Tracked tracked : counted()) {
            if (priorityWithout(List.of(tracked)) < next.healthyPriority()) {
                String message = next.describe() + " has nopreempt, so it does not take over when "
                        + tracked.kind().definition() + " " + tracked.name() + " lowers the priority of "
                        + best.describe() + "; remove nopreempt there, or write weight 0 here, which means FAULT";
                found.add(Finding.of(
                        "nopreempt-against-weight",
                        message,
                        List.of(next.line("nopreempt"), trackers.line(best.block(), tracked))));
            }
        }
    }

    /** What changes the priority rather than mean FAULT; what a file says has no end that is known. */
    private List<Tracked> counted() {
        return trackers.trackedBy(best.block()).stream()
                .filter(tracked -> tracked.weight().value() != 0 && tracked.kind() != TrackerKind.FILE)
                .toList();
    }

    private int priorityWithout(List<Tracked> failed) {
        TrackedPriority left = trackers.without(
                best.block(), failed.stream().map(TrackerKey::of).toList());
        return left.effective(best.block().election().priority());
    }

    private static String word(Tracked tracked) {
        return switch (tracked.kind()) {
            case SCRIPT -> "script";
            case PROCESS -> "process";
            case FILE -> "file";
            case INTERFACE -> "interface";
            case BFD -> "BFD session";
        };
    }
}
