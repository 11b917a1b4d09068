package org.aloft.topology.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.model.Priority;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.problem.Suggestion;

/** Whether what instances and sync groups track exists, and can make a difference. */
final class TrackingChecks {
    /** Beside an owner of the addresses, priorities of routers that are up are 1..254 (RFC 9568 §5.2.4). */
    private static final int HIGHEST = 254;

    private static final int OWNER = 255;

    private final List<InstanceBlock> instances;
    private final AgentSettingsBlock settings;
    private final Problems problems;

    TrackingChecks(List<InstanceBlock> instances, AgentSettingsBlock settings, Problems problems) {
        this.instances = instances;
        this.settings = settings;
        this.problems = problems;
    }

    void run() {
        settings.syncGroups().forEach(group -> {
            eachExists(group.tracking());
            warnOfDoubles(group.tracking());
        });
        for (InstanceBlock instance : instances) {
            eachExists(instance.tracking());
            warnOfDoubles(instance.tracking());
            Optional<SyncGroupBlock> group = groupOf(instance);
            if (group.isPresent()) {
                warnOfWeights(instance, group.get());
                warnOfOwnInterface(instance, group.get());
            } else {
                warnIfOrderNeverChanges(instance);
            }
        }
    }

    private Optional<SyncGroupBlock> groupOf(InstanceBlock instance) {
        return settings.syncGroups().stream()
                .filter(group -> group.instances().stream()
                        .anyMatch(name -> name.value().equals(instance.name().value())))
                .findFirst();
    }

    private void eachExists(TrackBlock tracking) {
        for (TrackBlock.Kind kind :
                List.of(TrackBlock.Kind.SCRIPTS, TrackBlock.Kind.PROCESSES, TrackBlock.Kind.FILES)) {
            Set<String> known = settings.trackers().names().getOrDefault(kind, Set.of());
            tracking.of(kind).forEach((name, written) -> {
                if (!known.contains(name)) {
                    String place = kind.name().toLowerCase(Locale.ROOT);
                    problems.add(
                            written.at(),
                            written.key(),
                            "unknown-tracker",
                            "`track." + place + "` at the top of the file has no " + name,
                            known.isEmpty()
                                    ? "Add it there: track: {" + place + ": {" + name + ": {…}}}."
                                    : Suggestion.fix(name, known, "It has"));
                }
            });
        }
    }

    /** What is tracked with a weight, as far as one is known. */
    private List<Located<Integer>> weights(TrackBlock tracking) {
        List<Located<Integer>> weights = new ArrayList<>();
        for (TrackBlock.Kind kind : TrackBlock.Kind.values()) {
            Map<String, Integer> defined = settings.trackers().weights(kind);
            tracking.of(kind)
                    .forEach((name, written) ->
                            weights.add(written.with(written.value().orElse(defined.getOrDefault(name, 0)))));
        }
        tracking.interfaces().forEach(each -> each.located().ifPresent(weights::add));
        return weights;
    }

    /** keepalived.conf(5), sync_group_tracking_weight: members of a sync group keep their priorities. */
    private void warnOfWeights(InstanceBlock instance, SyncGroupBlock group) {
        weights(instance.tracking()).stream()
                .filter(weight -> weight.value() != 0)
                .forEach(weight -> Lint.WEIGHT_IN_SYNC_GROUP.tell(
                        problems,
                        weight,
                        "members of a sync group keep their priorities, so a weight of " + weight.value()
                                + " does nothing in an instance of "
                                + group.name().value(),
                        "Track it in the sync group, or with weight 0."));
    }

    /** An instance always tracks its own interface; keepalived's config test takes a second time for a mistake. */
    private void warnOfOwnInterface(InstanceBlock instance, SyncGroupBlock group) {
        group.tracking().interfaces().forEach(each -> each.names().forEach((member, name) -> {
            boolean own = Optional.ofNullable(instance.interfaces().get(member))
                    .filter(interfaceOfInstance -> interfaceOfInstance.value().equals(name.value()))
                    .isPresent();
            if (own) {
                Lint.TRACKED_TWICE.tell(
                        problems,
                        name,
                        "an interface should be tracked once, and " + name.value() + " is the own one of "
                                + instance.name().value() + ", which is tracked always",
                        "Remove it here.");
            }
        }));
    }

    private void warnOfDoubles(TrackBlock tracking) {
        Map<String, Set<String>> seen = new LinkedHashMap<>();
        tracking.interfaces().forEach(each -> each.names().forEach((member, name) -> {
            if (!seen.computeIfAbsent(member, unused -> new LinkedHashSet<>()).add(name.value())) {
                Lint.TRACKED_TWICE.tell(
                        problems,
                        name,
                        "an interface should be tracked once, and " + name.value() + " stands here twice",
                        "Remove it here.");
            }
        }));
    }

    /**
     * Told when everything that is tracked fails on the preferred member, all is well on the next one, and that still
     * has no higher priority. Files are left out: their numbers are not known.
     */
    private void warnIfOrderNeverChanges(InstanceBlock instance) {
        List<Located<Integer>> weights = weights(instance.tracking());
        boolean judged = !weights.isEmpty()
                && weights.stream().allMatch(weight -> weight.value() != 0)
                && instance.tracking().of(TrackBlock.Kind.FILES).isEmpty()
                && instance.members().size() > 1;
        if (!judged) {
            return;
        }
        List<Integer> priorities = instance.members().values().stream()
                .map(Located::value)
                .map(Priority::value)
                .sorted(Comparator.reverseOrder())
                .toList();
        int down = weights.stream()
                .mapToInt(Located::value)
                .filter(weight -> weight < 0)
                .sum();
        int up = weights.stream()
                .mapToInt(Located::value)
                .filter(weight -> weight > 0)
                .sum();
        int failed = priorities.get(0) == OWNER ? OWNER : clamped(priorities.get(0) + down);
        int well = clamped(priorities.get(1) + up);
        if (!instance.preempt()) {
            Lint.IDLE_WEIGHT.tell(
                    problems,
                    weights.get(0),
                    "weights change priorities, and with preempt=false a higher priority takes no VIPs",
                    "Track it with weight 0, which gives the VIPs up, or remove `preempt: false`.");
        } else if (failed >= well) {
            Lint.IDLE_WEIGHT.tell(
                    problems,
                    weights.get(0),
                    "weights must be able to change who is active: with all that is tracked failing the priority goes from "
                            + priorities.get(0) + " to " + failed + ", and the next member's is " + well
                            + " with all of it well",
                    priorities.get(0) == OWNER
                            ? "Write 254: a member with priority 255 keeps it, whatever fails."
                            : "Write weights that together are more than " + (priorities.get(0) - priorities.get(1))
                                    + ", or weight 0, which gives the VIPs up.");
        }
    }

    private static int clamped(int priority) {
        return Math.max(1, Math.min(HIGHEST, priority));
    }
}
