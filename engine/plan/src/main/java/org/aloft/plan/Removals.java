package org.aloft.plan;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.facts.HostFacts;
import org.aloft.plan.facts.HostFacts.HeldAddress;
import org.aloft.plan.resource.AddressResource;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.BundleResource;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.PackageResource;
import org.aloft.plan.resource.Resource;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.plan.resource.SysctlResource;
import org.aloft.topology.model.IpPrefix;

/**
 * What Aloft once put on a host and the topology no longer asks for, in the order in which it goes: the requirements of
 * bringing up, turned round. Services stop while their files are still there, and a VIP is gone before the arp parameters
 * that kept it silent are lifted.
 */
final class Removals {
    private static final String REASON = "Aloft put it there, and the topology no longer asks for it";
    private static final List<String> ORDER = List.of("service", "address", "file", "sysctl", "bundle", "package");

    private Removals() {}

    /**
     * One of them.
     *
     * @param resource as far as it is remembered
     * @param summary what is done
     */
    record Removal(Resource resource, String summary) {}

    static List<Removal> of(HostFacts facts, Set<String> wantedIds, boolean agentWanted) {
        List<String> ids = new ArrayList<>(facts.manifest().entries().keySet());
        Collections.reverse(ids);
        return ids.stream()
                .filter(id -> !wantedIds.contains(id))
                // An older version of the agent goes when a newer one is installed.
                .filter(id -> !(agentWanted && kind(id).equals("bundle")))
                .sorted(Comparator.comparingInt(id -> ORDER.indexOf(kind(id))))
                .flatMap(id -> removal(facts, id).stream())
                .toList();
    }

    private static String kind(String id) {
        return id.substring(0, Math.max(0, id.indexOf(':')));
    }

    private static Optional<Removal> removal(HostFacts facts, String id) {
        String name = id.substring(id.indexOf(':') + 1);
        return switch (kind(id)) {
            case "service" ->
                Optional.of(new Removal(
                        new ServiceResource(name, REASON, Set.of(), Set.of(), Set.of()), "stop and disable " + name));
            case "address" -> address(facts, name);
            case "file" -> Optional.of(new Removal(FileResource.remembered(name), name));
            case "sysctl" -> sysctl(facts, id, name);
            case "bundle" ->
                Optional.of(new Removal(
                        new BundleResource(new AgentBundle(name, "0".repeat(64), 0, Path.of("")), REASON),
                        "all versions of aloftd"));
            case "package" -> Optional.of(new Removal(new PackageResource(name, REASON), "package " + name));
            // Written by a later version of Aloft, say; what is not understood is not touched.
            default -> Optional.empty();
        };
    }

    private static Optional<Removal> sysctl(HostFacts facts, String id, String key) {
        String before = facts.manifest().detail(id).orElse("");
        String now = facts.sysctls().getOrDefault(key, "");
        return before.isEmpty() || before.equals(now)
                ? Optional.empty()
                : Optional.of(new Removal(
                        new SysctlResource(key, before, REASON), key + ": back to " + before + ", as it was before"));
    }

    private static Optional<Removal> address(HostFacts facts, String name) {
        int at = name.lastIndexOf('@');
        String address = name.substring(0, Math.max(0, at));
        String networkInterface = name.substring(at + 1);
        if (!facts.addresses().contains(new HeldAddress(address, networkInterface))) {
            return Optional.empty();
        }
        int slash = address.indexOf('/');
        try {
            IpPrefix prefix = new IpPrefix(
                    InetAddress.getByName(address.substring(0, slash)), Integer.parseInt(address.substring(slash + 1)));
            return Optional.of(new Removal(
                    new AddressResource(prefix, networkInterface, Optional.empty(), REASON, Set.of()),
                    address + " from " + networkInterface));
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }
}
