package org.aloft.topology.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One cluster as the user wants it: {@code topology.yml} with its inventory resolved. A value that exists has been
 * checked: every name resolves, every address parses, nothing clashes.
 *
 * <p>Roles are not declared, they follow: see {@link #isDirector} and {@link #virtualServicesWithRealServer}.
 *
 * @param hosts every host of the inventory that the topology touches, in the inventory's order, by name
 * @param agent which daemon runs on the directors
 * @param instances the VRRP instances, in the file's order
 * @param services the virtual services, in the file's order
 * @param hostSettings packages, files, services and sysctls wanted on single hosts, beside what their role asks for
 * @param verification how failover is proven
 */
public record Topology(
        Map<String, Host> hosts,
        AgentKind agent,
        List<VrrpInstance> instances,
        List<VirtualService> services,
        Map<String, HostSettings> hostSettings,
        Verification verification) {

    public Topology {
        hosts = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(hosts));
        instances = List.copyOf(instances);
        services = List.copyOf(services);
        hostSettings = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(hostSettings));
    }

    /** Whether this host holds VIPs: it is a member of a VRRP instance. */
    public boolean isDirector(String host) {
        return instances.stream().anyMatch(instance -> instance.members().containsKey(host));
    }

    /** The instances that this host is a member of. */
    public List<VrrpInstance> instancesOf(String host) {
        return instances.stream()
                .filter(instance -> instance.members().containsKey(host))
                .toList();
    }

    /** The virtual services that this host answers behind. */
    public List<VirtualService> virtualServicesWithRealServer(String host) {
        return services.stream()
                .filter(service -> service.realServers().stream()
                        .anyMatch(realServer -> realServer.host().equals(host)))
                .toList();
    }

    /** The instance that holds this service's VIP. */
    public Optional<VrrpInstance> instanceOf(VirtualService service) {
        return instances.stream()
                .filter(instance ->
                        instance.vips().stream().anyMatch(vip -> vip.address().equals(service.vip())))
                .findFirst();
    }
}
