package org.aloft.plan.rollout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.HostFacts;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.Change;
import org.aloft.plan.resource.Finding;
import org.aloft.plan.resource.Kind;
import org.aloft.plan.resource.Kinds;
import org.aloft.plan.resource.Resource;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.plan.resource.Situation;

/**
 * Compares what is wanted on one host with what is there.
 *
 * @param facts what the probe found
 * @param givingBack what left the topology: services stop first, what depends on others goes before them, and what has
 *     to read its configuration again comes last
 * @param changes what is wanted, each after what it requires
 * @param untouched what is left alone
 * @param warnings what the user should know
 * @param wanted the manifest once all is done
 * @param refusal why nothing can be planned; then there are no steps
 */
record HostComparison(
        HostFacts facts,
        List<Step> givingBack,
        List<Step> changes,
        List<Untouched> untouched,
        List<String> warnings,
        Manifest wanted,
        Optional<Refusal> refusal) {
    private static final String LEFT = "Aloft put it there, and the topology no longer asks for it";

    /**
     * @param members what the manifest is to name as the cluster's members
     * @param vipsLiveOn see {@link Situation}
     */
    static HostComparison of(HostFacts facts, List<Resource> wanted, Set<String> members, boolean vipsLiveOn) {
        return new Comparing(facts, wanted, vipsLiveOn).compare(members);
    }

    static HostComparison refused(HostFacts facts, Refusal refusal) {
        return new HostComparison(
                facts, List.of(), List.of(), List.of(), List.of(), facts.manifest(), Optional.of(refusal));
    }

    String host() {
        return facts.host();
    }

    boolean hasSteps() {
        return !givingBack.isEmpty() || !changes.isEmpty();
    }

    /** Only the manifest differs. */
    boolean onlyRecords() {
        return !hasSteps() && !wanted.equals(facts.manifest());
    }

    /** One host's comparison while it is made. For one thread. */
    private static final class Comparing {
        private final HostFacts facts;
        private final List<Resource> wanted;
        private final boolean vipsLiveOn;
        private final List<Step> early = new ArrayList<>();
        private final List<Step> late = new ArrayList<>();
        private final List<Step> changes = new ArrayList<>();
        private final List<Untouched> untouched = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private final Set<ResourceId> changing = new LinkedHashSet<>();
        private final List<Entry> entries = new ArrayList<>();
        private Optional<Refusal> refusal = Optional.empty();

        Comparing(HostFacts facts, List<Resource> wanted, boolean vipsLiveOn) {
            this.facts = facts;
            this.wanted = wanted.stream()
                    .flatMap(resource -> resource.on(facts.machine()).stream())
                    .toList();
            this.vipsLiveOn = vipsLiveOn;
        }

        HostComparison compare(Set<String> members) {
            if (facts.unconfirmed() && facts.lease().isEmpty()) {
                warnings.add(
                        "a change that nobody has confirmed is on it: aloft apply undoes it first, then plans anew");
            }
            giveBack();
            wanted.forEach(this::compare);
            if (!changes.isEmpty()) {
                warnings.addAll(ServiceResource.warningsOf(facts.machine().manager(), wanted));
            }
            Manifest manifest = entries.isEmpty() ? Manifest.EMPTY : Manifest.of(members, entries);
            List<Step> givingBack = new ArrayList<>(early);
            givingBack.addAll(late);
            return refusal.isPresent()
                    ? refused(facts, refusal.get())
                    : new HostComparison(facts, givingBack, changes, untouched, warnings, manifest, refusal);
        }

        private void giveBack() {
            Set<ResourceId> ids = wanted.stream().map(Resource::id).collect(Collectors.toSet());
            List<Entry> left = facts.manifest().entries().values().stream()
                    .filter(entry -> !ids.contains(entry.id()))
                    .collect(Collectors.toCollection(ArrayList::new));
            List<Entry> unknown = left.stream()
                    .filter(entry -> Kinds.find(entry.id().kind()).isEmpty())
                    .toList();
            entries.addAll(unknown);
            if (!unknown.isEmpty()) {
                warnings.add("kept as they are, since this version of Aloft does not know how to take them away: "
                        + unknown.stream().map(entry -> entry.id().toString()).collect(Collectors.joining(", ")));
            }
            left.removeAll(unknown);
            Collections.reverse(left);
            List<Entry> fine = new ArrayList<>();
            left.forEach(entry -> {
                Optional<Step> step = giveBack(entry, Set.of());
                step.ifPresentOrElse(early::add, () -> fine.add(entry));
            });
            early.forEach(step -> changing.add(step.resource()));
            // What stays may have to read again what is given back, and then comes behind it.
            fine.forEach(entry -> giveBack(entry, changing).ifPresent(late::add));
            late.forEach(step -> changing.add(step.resource()));
            fine.removeIf(entry -> changing.contains(entry.id()));
            fine.forEach(entry -> untouched.add(new Untouched(entry.id(), whyFine(entry))));
        }

        private Optional<Step> giveBack(Entry entry, Set<ResourceId> before) {
            return finding(entry, before)
                    .match(
                            fine -> Optional.empty(),
                            change -> Optional.of(new Step(0, entry.id(), LEFT, change)),
                            blocked -> {
                                refuse(blocked);
                                return Optional.empty();
                            });
        }

        private String whyFine(Entry entry) {
            return finding(entry, changing).match(Finding.Fine::reason, Change::summary, Finding.Blocked::reason);
        }

        private Finding finding(Entry entry, Set<ResourceId> before) {
            Kind kind = Kinds.find(entry.id().kind()).orElseThrow();
            return kind.giveBack(entry, new Situation(facts, Optional.of(entry), before, vipsLiveOn));
        }

        private void compare(Resource resource) {
            Situation now = new Situation(facts, facts.manifest().find(resource.id()), changing, vipsLiveOn);
            Optional<Step> step = resource.compare(now)
                    .match(
                            fine -> {
                                untouched.add(new Untouched(resource.id(), fine.reason()));
                                return Optional.empty();
                            },
                            change -> Optional.of(new Step(0, resource.id(), resource.reason(), change)),
                            blocked -> {
                                refuse(blocked);
                                return Optional.empty();
                            });
            step.ifPresent(each -> {
                changes.add(each);
                changing.add(each.resource());
            });
            resource.remember(now).ifPresent(entries::add);
            warnings.addAll(resource.warnings(now));
        }

        private void refuse(Finding.Blocked blocked) {
            refusal = refusal.or(() -> Optional.of(new Refusal(facts.host(), blocked.reason(), blocked.fix())));
        }
    }
}
