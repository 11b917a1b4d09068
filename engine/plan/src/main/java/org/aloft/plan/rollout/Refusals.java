package org.aloft.plan.rollout;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.cluster.DirectorText;
import org.aloft.plan.host.Answer;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.Action;
import org.aloft.plan.resource.Effect;
import org.aloft.plan.resource.FileResource;
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
        // One after the other: what is refused by one rule counts for the next.
        add(configurationsThatCannotBeCompared(), refusals);
        add(peersThatMustChangeTogether(), refusals);
        add(keepersThatWouldStop(), refusals);
        add(lastOfWhatStays(), refusals);
        add(stillSentTo(), refusals);
        add(replacedTooEarly(), refusals);
        add(lastDirectors(), refusals);
        return refused;
    }

    private void add(Set<Refusal> found, List<Refusal> refusals) {
        found.stream().filter(refusal -> refused.add(refusal.host())).forEach(refusals::add);
    }

    private boolean changes(String host) {
        return comparisons.containsKey(host) && comparisons.get(host).hasSteps();
    }

    private boolean willChange(String host) {
        return changes(host) && options.allows(host) && !refused.contains(host);
    }

    /**
     * The configuration of a running agent must be known: it says what its peers share with it, and which real servers
     * it uses.
     */
    private Set<Refusal> configurationsThatCannotBeCompared() {
        Set<Refusal> found = new LinkedHashSet<>();
        ResourceId file = FileResource.idOf(cluster.agent().configuration());
        for (HostComparison comparison : comparisons.values()) {
            boolean rewritten = comparison.changes().stream()
                    .anyMatch(step -> step.resource().equals(file)
                            && step.change().action() == Action.UPDATE
                            && step.change().diff().isPresent());
            Answer there = comparison.facts().answer(file);
            if (rewritten
                    && cluster.agentRuns(comparison.host())
                    && there.find("content").isEmpty()) {
                found.add(new Refusal(
                        comparison.host(),
                        file.name() + " has " + there.get("size") + " bytes, too many to compare",
                        "divide the services among several pairs of directors"));
            }
        }
        return found;
    }

    private Set<Refusal> peersThatMustChangeTogether() {
        Set<Refusal> found = new LinkedHashSet<>();
        for (SharedChange shared : sharedChanges) {
            Set<String> members = shared.instance().members().keySet();
            String words = String.join(", ", shared.words()) + " of "
                    + shared.instance().name();
            List<String> stuck = members.stream().filter(this::keepsOldValues).toList();
            boolean torn =
                    sharedChanges.stream().anyMatch(other -> other.standBack().contains(shared.keeper()));
            for (String host : members.stream().filter(this::willChange).toList()) {
                if (!stuck.isEmpty()) {
                    found.add(new Refusal(
                            host,
                            words + " must change on all its members together, and cannot on "
                                    + String.join(", ", stuck),
                            waysOut(stuck)));
                } else if (torn) {
                    found.add(new Refusal(
                            host,
                            words + " and what another instance shares change at once, and " + shared.keeper()
                                    + " cannot both hold a VIP and stand back",
                            "change one instance at a time"));
                }
            }
        }
        return found;
    }

    /** One that cannot be asked may well run on with the old values, and then takes the VIPs. */
    private boolean keepsOldValues(String host) {
        if (!cluster.facts().containsKey(host)) {
            return !options.allowLastDirector();
        }
        boolean differs = changes(host) || comparisons.get(host).refusal().isPresent();
        return cluster.agentRuns(host) && differs && !willChange(host);
    }

    private String waysOut(List<String> hosts) {
        String names = String.join(",", hosts);
        boolean limited = hosts.stream().anyMatch(host -> changes(host) && !options.allows(host));
        return limited
                ? "add " + names + " to --limit"
                : "first put right what is reported for " + names
                        + "; --allow-last-director goes on without a director that cannot be reached";
    }

    /**
     * While the others stand back, no one can take over from the director that keeps the VIPs, not even for a second.
     */
    private Set<Refusal> keepersThatWouldStop() {
        Set<Refusal> found = new LinkedHashSet<>();
        for (SharedChange shared : sharedChanges) {
            boolean stops = !options.allowLastDirector()
                    && willChange(shared.keeper())
                    && comparisons.get(shared.keeper()).changes().stream()
                            .anyMatch(step ->
                                    step.resource().equals(cluster.agent().service())
                                            && step.effect() == Effect.RESTARTS);
            for (String host : shared.instance().members().keySet()) {
                if (stops && willChange(host)) {
                    found.add(new Refusal(
                            host,
                            String.join(", ", shared.words()) + " of "
                                    + shared.instance().name()
                                    + " and the agent itself change at once: nobody would hold the VIP"
                                    + " while " + shared.keeper() + " restarts",
                            "change one of the two first; --allow-last-director accepts the gap"));
                }
            }
        }
        return found;
    }

    /** Where a cluster is taken down in part, what stays of it needs a director. */
    private Set<Refusal> lastOfWhatStays() {
        Set<Refusal> found = new LinkedHashSet<>();
        List<String> staying = comparisons.keySet().stream()
                .filter(host -> changes(host) && !willChange(host))
                .toList();
        boolean takenDown = cluster.topology().hosts().isEmpty();
        if (!takenDown || staying.isEmpty() || options.allowLastDirector()) {
            return found;
        }
        for (String host : cluster.leaving()) {
            List<String> orphaned = cluster.toldVips(host).stream()
                    .filter(vip -> cluster.leaving().stream()
                            .noneMatch(other -> !willChange(other)
                                    && cluster.toldVips(other).contains(vip)))
                    .sorted()
                    .toList();
            if (willChange(host) && !orphaned.isEmpty()) {
                found.add(new Refusal(
                        host,
                        "nobody would hold " + String.join(", ", orphaned) + " any more, and "
                                + String.join(", ", staying) + (staying.size() == 1 ? " stays" : " stay"),
                        waysOut(staying)));
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
                        host, String.join(", ", senders) + " would still send requests there", waysOut(senders)));
            }
        }
        return found;
    }

    private boolean sendsTo(String director, String host) {
        return cluster.facts().get(host).machine().addresses().stream()
                .anyMatch(held -> cluster.sendsTo().get(director).contains(held.host()));
    }

    /** A director that leaves before those that take its place are there, or that they would not hear. */
    private Set<Refusal> replacedTooEarly() {
        Set<Refusal> found = new LinkedHashSet<>();
        for (String leaver : cluster.leaving()) {
            for (VrrpInstance instance : cluster.topology().instances()) {
                Optional<DirectorText.Instance> told = cluster.text(leaver).holding(Cluster.vips(instance));
                if (told.isPresent()) {
                    found.addAll(deaf(leaver, told.get(), instance));
                    nobodyToTakeOver(leaver, instance).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private Optional<Refusal> nobodyToTakeOver(String leaver, VrrpInstance instance) {
        Set<String> members = instance.members().keySet();
        boolean somebody = members.stream().anyMatch(member -> cluster.agentRuns(member) || willChange(member));
        return somebody || !willChange(leaver)
                ? Optional.empty()
                : Optional.of(new Refusal(
                        leaver,
                        "none of " + String.join(", ", members) + " would be there to take over " + instance.name(),
                        "bring one of them up first"));
    }

    /**
     * Old and new directors that do not hear each other would both hold the VIP: so the new ones do not start either.
     */
    private List<Refusal> deaf(String leaver, DirectorText.Instance told, VrrpInstance instance) {
        String differences = String.join(", ", told.differences(SharedChange.wantedOf(instance, told)));
        if (differences.isEmpty()) {
            return List.of();
        }
        List<Refusal> both = new ArrayList<>();
        for (String host : instance.members().keySet()) {
            both.add(new Refusal(
                    host,
                    leaver + ", which it replaces, has another " + differences + " of " + instance.name()
                            + ": they would not hear each other, and both hold the VIP",
                    "replace the directors first, and change " + differences + " in a later run"));
        }
        both.add(new Refusal(
                leaver,
                "the directors that replace it have another " + differences + " of " + instance.name(),
                "replace the directors first, and change " + differences + " in a later run"));
        both.removeIf(refusal -> !willChange(refusal.host()));
        return both;
    }

    private Set<Refusal> lastDirectors() {
        Set<Refusal> found = new LinkedHashSet<>();
        if (options.allowLastDirector()) {
            return found;
        }
        cluster.topology()
                .instances()
                .forEach(instance -> lastOf(instance.name(), instance.members().keySet(), found));
        lastOf("`directors`", cluster.topology().directors(), found);
        return found;
    }

    /** @param whose what they do together */
    private void lastOf(String whose, Set<String> peers, Set<Refusal> found) {
        for (String host : peers) {
            List<String> others =
                    peers.stream().filter(other -> !other.equals(host)).toList();
            boolean covered = others.isEmpty()
                    || !cluster.agentRuns(host)
                    || others.stream().anyMatch(other -> cluster.agentRuns(other) || willChange(other));
            if (willChange(host) && !covered) {
                found.add(new Refusal(
                        host,
                        "it is the only director of " + whose + " that works: nobody could take over while it changes",
                        "bring " + String.join(" or ", others)
                                + " back first; --allow-last-director changes it all the same"));
            }
        }
    }
}
