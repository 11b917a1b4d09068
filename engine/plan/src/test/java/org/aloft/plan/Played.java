package org.aloft.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.facts.FileFact;
import org.aloft.plan.facts.HostFacts;
import org.aloft.plan.facts.HostFacts.HeldAddress;
import org.aloft.plan.facts.HostFacts.UnitFact;
import org.aloft.plan.facts.HostState;
import org.aloft.plan.facts.Manifest;
import org.aloft.plan.resource.AddressResource;
import org.aloft.plan.resource.BundleResource;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.PackageResource;
import org.aloft.plan.resource.Resource;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.plan.resource.SysctlResource;

/** What a probe would find after a plan's steps have been done. */
final class Played {
    private Played() {}

    /** Every host after all of its steps, with the VIPs held by the last of each forecast's holders. */
    static Map<String, HostState> after(Plan plan, Map<String, HostState> states) {
        Map<String, HostState> result = new LinkedHashMap<>(states);
        plan.hosts()
                .forEach(host -> result.put(
                        host.host(), after((HostFacts) states.get(host.host()), host.steps(), host.wanted())));
        for (Impact.VipImpact vip : plan.impact().vips()) {
            plan.hosts()
                    .forEach(host -> result.computeIfPresent(host.host(), (name, state) -> {
                        boolean holds = !vip.holders().isEmpty()
                                && vip.holders().get(vip.holders().size() - 1).equals(name);
                        return carrying(
                                (HostFacts) state, new HeldAddress(vip.vip().toString(), "ens33"), holds);
                    }));
        }
        return result;
    }

    /** A host after some of its steps, with the manifest that lies there then. */
    static HostFacts after(HostFacts before, List<Step> steps, Manifest manifest) {
        Map<String, FileFact> files = new LinkedHashMap<>(before.files());
        Map<String, String> sysctls = new LinkedHashMap<>(before.sysctls());
        Set<String> packages = new LinkedHashSet<>(before.packages());
        Map<String, UnitFact> units = new LinkedHashMap<>(before.units());
        Set<String> bundles = new LinkedHashSet<>(before.bundles());
        List<HeldAddress> addresses = new ArrayList<>(before.addresses());
        Optional<String> current = before.currentBundle();
        for (Step step : steps) {
            boolean remove = step.kind() == StepKind.REMOVE;
            Resource resource = step.resource();
            if (resource instanceof FileResource file) {
                files.put(file.path(), remove ? new FileFact.Absent() : present(file.content(), file.mode()));
            } else if (resource instanceof SysctlResource sysctl) {
                sysctls.put(sysctl.key(), sysctl.value());
            } else if (resource instanceof PackageResource each) {
                boolean ignored = remove ? packages.remove(each.name()) : packages.add(each.name());
            } else if (resource instanceof ServiceResource service) {
                units.put(service.unit(), remove ? UnitFact.OFF : new UnitFact(true, true));
            } else if (resource instanceof AddressResource address) {
                HeldAddress held = new HeldAddress(address.address().toString(), address.networkInterface());
                boolean ignored = remove ? addresses.remove(held) : addresses.add(held);
            } else if (resource instanceof BundleResource agent) {
                bundles.add(agent.bundle().id());
                current = Optional.of(agent.bundle().id());
            }
        }
        return new HostFacts(
                before.host(),
                before.kernel(),
                before.architecture(),
                before.osId(),
                before.osVersion(),
                before.systemd(),
                before.root(),
                before.packageManager(),
                true,
                before.freeBytes(),
                before.interfaces(),
                addresses,
                files,
                sysctls,
                packages,
                units,
                bundles,
                current,
                manifest,
                Optional.empty());
    }

    static FileFact.Present present(String content, int mode) {
        String digest = FileResource.of("/any", content, mode, "").sha256();
        return new FileFact.Present(digest, mode, "root:root", content.length(), Optional.of(content));
    }

    /** The same host with this file there. */
    static HostFacts with(HostFacts facts, String path, FileFact file) {
        Map<String, FileFact> files = new LinkedHashMap<>(facts.files());
        files.put(path, file);
        return copy(facts, files, facts.addresses(), facts.systemd());
    }

    static HostFacts withoutSystemd(HostFacts facts) {
        return copy(facts, facts.files(), facts.addresses(), false);
    }

    private static HostFacts carrying(HostFacts facts, HeldAddress address, boolean holds) {
        List<HeldAddress> addresses = new ArrayList<>(facts.addresses());
        addresses.remove(address);
        if (holds) {
            addresses.add(address);
        }
        return copy(facts, facts.files(), addresses, facts.systemd());
    }

    private static HostFacts copy(
            HostFacts facts, Map<String, FileFact> files, List<HeldAddress> addresses, boolean systemd) {
        return new HostFacts(
                facts.host(),
                facts.kernel(),
                facts.architecture(),
                facts.osId(),
                facts.osVersion(),
                systemd,
                facts.root(),
                facts.packageManager(),
                facts.ipvs(),
                facts.freeBytes(),
                facts.interfaces(),
                addresses,
                files,
                facts.sysctls(),
                facts.packages(),
                facts.units(),
                facts.bundles(),
                facts.currentBundle(),
                facts.manifest(),
                facts.lock());
    }
}
