package org.aloft.plan.rollout;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.cluster.DirectorText;
import org.aloft.topology.model.VrrpInstance;

/** What must not be done although each host by itself would allow it. */
final class Refusals {
    private final Cluster cluster;
    private final List<SharedChange> sharedChanges;
    private final Map<String, HostComparison> comparisons;
    private final PlanOptions options;
    private final Set<String> refused = new LinkedHashSet<>();

    Refusals(
            Cluster cluster,
            List<SharedChange> sharedChanges,
            Map<String, HostComparison> comparisons,
            PlanOptions options) {
        this.cluster = cluster;
        this.sharedChanges = sharedChanges;
        this.comparisons = comparisons;
        this.options = options;
    }

    /** Adds the refusals and gives the hosts that are refused. */
    Set<String> find(List<Refusal> refusals) {
        comparisons.values().forEach(comparison -> comparison.refusal().ifPresent(refusal -> {
            if (options.allows(refusal.host())) {
                refusals.add(refusal);
            }
            refused.add(refusal.host());
        }));
        for (Set<Refusal> found :
                List.of(peersThatMustChangeTogether(), stillSentTo(), replacedTooEarly(), lastDirectors())) {
            found.stream().filter(refusal -> refused.add(refusal.host())).forEach(refusals::add);
        }
        return refused;
    }

    private boolean changes(String host) {
        return comparisons.containsKey(host) && comparisons.get(host).hasSteps();
    }

    private boolean willChange(String host) {
        return changes(host) && options.allows(host) && !refused.contains(host);
    }

    private Set<Refusal> peersThatMustChangeTogether() {
        Set<Refusal> found = new LinkedHashSet<>();
        for (SharedChange shared : sharedChanges) {
            List<String> members = List.copyOf(shared.instance().members().keySet());
            List<String> stuck = members.stream()
                    .filter(host -> cluster.agentRuns(host) && !willChange(host) && changes(host))
                    .toList();
            if (!stuck.isEmpty()) {
                members.stream()
                        .filter(this::willChange)
                        .forEach(host -> found.add(new Refusal(
                                host,
                                String.join(", ", shared.words()) + " of "
                                        + shared.instance().name()
                                        + " must change on all its members together, and cannot on "
                                        + String.join(", ", stuck),
                                options.limit().isEmpty()
                                        ? "mend what is told of " + String.join(", ", stuck)
                                        : "add " + String.join(",", stuck) + " to --limit")));
            }
        }
        return found;
    }

    /** A real server that goes while a director that is left out still sends requests there. */
    private Set<Refusal> stillSentTo() {
        Set<Refusal> found = new LinkedHashSet<>();
        List<String> leftOut = comparisons.keySet().stream()
                .filter(director -> cluster.sendsTo().containsKey(director))
                .filter(director -> changes(director) && !willChange(director))
                .toList();
        for (String host : leftOut.isEmpty() ? Set.<String>of() : cluster.droppedHosts()) {
            List<String> senders = leftOut.stream()
                    .filter(director -> !director.equals(host) && sendsTo(director, host))
                    .toList();
            boolean leaves =
                    willChange(host) && !comparisons.get(host).givingBack().isEmpty();
            if (leaves && !senders.isEmpty()) {
                found.add(new Refusal(
                        host,
                        String.join(", ", senders) + " would still send requests there",
                        options.limit().isEmpty()
                                ? "mend what is told of " + String.join(", ", senders)
                                : "add " + String.join(",", senders) + " to --limit"));
            }
        }
        return found;
    }

    private boolean sendsTo(String director, String host) {
        return cluster.facts().get(host).machine().addresses().stream()
                .anyMatch(held -> cluster.sendsTo().get(director).contains(held.host()));
    }

    /** A director that leaves before those that take its place are there, or that they would not understand. */
    private Set<Refusal> replacedTooEarly() {
        Set<Refusal> found = new LinkedHashSet<>();
        for (String leaver : cluster.leaving()) {
            for (VrrpInstance instance : cluster.topology().instances()) {
                Optional<DirectorText.Instance> told = cluster.text(leaver).holding(Cluster.vips(instance));
                if (told.isPresent()) {
                    leaver(leaver, told.get(), instance).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private Optional<Refusal> leaver(String leaver, DirectorText.Instance told, VrrpInstance instance) {
        List<String> missing = instance.members().keySet().stream()
                .filter(member -> !cluster.agentRuns(member) && !willChange(member))
                .toList();
        if (willChange(leaver) && missing.size() == instance.members().size()) {
            return Optional.of(new Refusal(
                    leaver,
                    "none of " + String.join(", ", missing) + " would be there to take over " + instance.name(),
                    "bring one of them up first"));
        }
        List<String> differences = told.differences(SharedChange.wantedOf(instance, told));
        if (!differences.isEmpty()) {
            return Optional.of(new Refusal(
                    leaver,
                    "its agent differs from the directors that replace it in " + String.join(", ", differences) + " of "
                            + instance.name() + ", so that they would not hear each other and both hold the VIP",
                    "replace the directors first, and change " + String.join(", ", differences) + " in a later run"));
        }
        return Optional.empty();
    }

    private Set<Refusal> lastDirectors() {
        Set<Refusal> found = new LinkedHashSet<>();
        if (options.allowLastDirector()) {
            return found;
        }
        for (VrrpInstance instance : cluster.topology().instances()) {
            for (String host : instance.members().keySet()) {
                List<String> others = instance.members().keySet().stream()
                        .filter(other -> !other.equals(host))
                        .toList();
                boolean covered = others.isEmpty()
                        || !cluster.agentRuns(host)
                        || others.stream().anyMatch(other -> cluster.agentRuns(other) || willChange(other));
                if (willChange(host) && !covered) {
                    found.add(new Refusal(
                            host,
                            "it is the only director of " + instance.name()
                                    + " that works, and nobody could take over from it while" + " it changes ("
                                    + String.join(", ", others) + ")",
                            "bring " + String.join(" or ", others)
                                    + " back first; --allow-last-director changes it all the same"));
                }
            }
        }
        return found;
    }
}
