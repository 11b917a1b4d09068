package org.aloft.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.plan.facts.FileFact;
import org.aloft.plan.facts.HostFacts;
import org.aloft.plan.facts.HostFacts.HeldAddress;
import org.aloft.plan.facts.HostFacts.UnitFact;
import org.aloft.plan.facts.Manifest;
import org.aloft.plan.resource.AddressResource;
import org.aloft.plan.resource.BundleResource;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.PackageResource;
import org.aloft.plan.resource.Resource;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.plan.resource.SysctlResource;

/** Compares what is wanted on one host with what is there. One object a host; for one thread. */
final class HostPlanner {
    private final HostFacts facts;
    private final List<Resource> wanted;
    private final List<Step> steps = new ArrayList<>();
    private final List<Untouched> untouched = new ArrayList<>();
    private final Set<String> changed = new LinkedHashSet<>();

    private HostPlanner(HostFacts facts, List<Resource> wanted) {
        this.facts = facts;
        this.wanted = wanted;
    }

    static HostPlan plan(HostFacts facts, HostRole role, List<Resource> wanted) {
        return new HostPlanner(facts, wanted).plan(role);
    }

    private HostPlan plan(HostRole role) {
        Set<String> ids = wanted.stream().map(Resource::id).collect(Collectors.toSet());
        boolean agentWanted = wanted.stream().anyMatch(BundleResource.class::isInstance);
        Removals.of(facts, ids, agentWanted)
                .forEach(removal -> step(StepKind.REMOVE, removal.resource(), removal.summary()));
        for (Resource resource : wanted) {
            compare(resource);
        }
        Manifest manifest = manifest();
        if (steps.isEmpty() && !manifest.equals(facts.manifest())) {
            FileResource record = FileResource.of(
                    Manifest.PATH, manifest.text(), 0600, "what left the topology can then leave the host too");
            step(StepKind.RECORD, record, "write down what is here already");
        }
        return new HostPlan(facts.host(), role, steps, untouched, facts.manifest(), manifest);
    }

    // Java 17 has no pattern matching in switch; the last cast fails at once should a kind be added and forgotten here.
    private void compare(Resource resource) {
        if (resource instanceof FileResource file) {
            compareFile(file);
        } else if (resource instanceof PackageResource each) {
            comparePackage(each);
        } else if (resource instanceof SysctlResource sysctl) {
            compareSysctl(sysctl);
        } else if (resource instanceof AddressResource address) {
            compareAddress(address);
        } else if (resource instanceof BundleResource agent) {
            compareBundle(agent);
        } else {
            compareService((ServiceResource) resource);
        }
    }

    private void compareFile(FileResource file) {
        if (!(facts.files().get(file.path()) instanceof FileFact.Present present)) {
            step(StepKind.CREATE, file, file.path(), Optional.of(new Diff(UnifiedDiff.of("", file.shown()))));
            return;
        }
        boolean sameContent = present.sha256().equals(file.sha256());
        boolean sameMode = present.mode() == file.mode() && present.owner().equals("root:root");
        if (sameContent && sameMode) {
            leave(file, "content, mode and owner are as wanted");
            return;
        }
        StepKind kind = facts.manifest().has(file.id()) ? StepKind.UPDATE : StepKind.ADOPT;
        String summary = sameMode
                ? file.path()
                : "%s: mode %04o %s → %04o root:root"
                        .formatted(file.path(), present.mode(), present.owner(), file.mode());
        step(kind, file, summary, sameContent ? Optional.empty() : Optional.of(FileDiff.of(present, file)));
    }

    private void comparePackage(PackageResource each) {
        if (facts.packages().contains(each.name())) {
            leave(each, "installed");
        } else {
            step(StepKind.INSTALL, each, "package " + each.name());
        }
    }

    private void compareSysctl(SysctlResource sysctl) {
        String now = facts.sysctls().get(sysctl.key());
        if (SysctlResource.normal(sysctl.value()).equals(now)) {
            leave(sysctl, "is " + now);
        } else {
            step(
                    now == null ? StepKind.CREATE : StepKind.UPDATE,
                    sysctl,
                    sysctl.key() + ": " + (now == null ? "none" : now) + " → " + sysctl.value());
        }
    }

    private void compareAddress(AddressResource address) {
        boolean held =
                facts.addresses().contains(new HeldAddress(address.address().toString(), address.networkInterface()));
        if (held) {
            leave(address, address.networkInterface() + " carries it");
        } else {
            step(StepKind.CREATE, address, address.address() + " on " + address.networkInterface());
        }
    }

    private void compareBundle(BundleResource agent) {
        String id = agent.bundle().id();
        if (!facts.bundles().contains(id)) {
            step(StepKind.INSTALL, agent, "aloftd " + id);
        } else if (!facts.currentBundle().equals(Optional.of(id))) {
            step(StepKind.SWITCH, agent, "aloftd " + facts.currentBundle().orElse("none") + " → " + id);
        } else {
            leave(agent, "unpacked and current");
        }
    }

    private void compareService(ServiceResource service) {
        UnitFact unit = facts.units().getOrDefault(service.unit(), UnitFact.OFF);
        String pending = facts.manifest().detail(service.id()).orElse("");
        Optional<String> restartedBy = firstChanged(service.restartOn());
        Optional<String> reloadedBy = firstChanged(service.reloadOn());
        if (!unit.active()) {
            step(StepKind.START, service, service.unit());
        } else if (restartedBy.isPresent() || pending.equals(HostPlan.PENDING_RESTART)) {
            step(StepKind.RESTART, service, service.unit() + because(restartedBy));
        } else if (reloadedBy.isPresent() || pending.equals(HostPlan.PENDING_RELOAD)) {
            step(StepKind.RELOAD, service, service.unit() + because(reloadedBy));
        } else if (!unit.enabled()) {
            step(StepKind.ENABLE, service, service.unit());
        } else {
            leave(service, "enabled and active, and nothing that it reads changes");
        }
    }

    private Optional<String> firstChanged(Set<String> ids) {
        return changed.stream().filter(ids::contains).findFirst();
    }

    private static String because(Optional<String> resourceId) {
        return resourceId
                .map(id -> ", for " + id.substring(id.indexOf(':') + 1) + " changes")
                .orElse(", which an interrupted run left undone");
    }

    /** What Aloft will have put there; packages and services that were there before are not its own to take away. */
    private Manifest manifest() {
        Map<String, String> entries = new LinkedHashMap<>();
        for (Resource resource : wanted) {
            String id = resource.id();
            boolean ours = facts.manifest().has(id) || changed.contains(id);
            if (resource instanceof FileResource file) {
                entries.put(id, file.sha256());
            } else if (resource instanceof SysctlResource sysctl) {
                entries.put(id, facts.manifest().detail(id).orElse(before(sysctl)));
            } else if (resource instanceof AddressResource || resource instanceof BundleResource || ours) {
                entries.put(id, "");
            }
        }
        return new Manifest(entries);
    }

    private String before(SysctlResource sysctl) {
        String now = facts.sysctls().getOrDefault(sysctl.key(), "");
        return now.equals(SysctlResource.normal(sysctl.value())) ? "" : now;
    }

    private void leave(Resource resource, String reason) {
        untouched.add(new Untouched(resource.id(), reason));
    }

    private void step(StepKind kind, Resource resource, String summary) {
        step(kind, resource, summary, Optional.empty());
    }

    private void step(StepKind kind, Resource resource, String summary, Optional<Diff> diff) {
        steps.add(new Step(steps.size() + 1, kind, resource, summary, resource.reason(), diff));
        changed.add(resource.id());
    }
}
