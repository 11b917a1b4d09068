package org.aloft.plan.cluster;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.AddressResource;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.PersistenceResource;
import org.aloft.plan.resource.SysctlResource;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.RoleSysctls;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;

/**
 * What a real server needs for direct routing and for a tunnel: to accept packets for a VIP, and not to answer ARP for
 * it; and the tunnel's end.
 */
final class RealServer {
    private static final List<SysctlResource> SILENT_ARP = RoleSysctls.ofDirectRoutedServer().entrySet().stream()
            .map(entry -> new SysctlResource(
                    entry.getKey(), entry.getValue(), "else this host answers ARP for a VIP and takes its traffic"))
            .toList();

    private RealServer() {}

    static void addTo(WantedOfHost wanted, Topology topology, String host, Templates templates) {
        Map<IpPrefix, List<String>> vips = new LinkedHashMap<>();
        Map<Tunnel, Set<InetAddress>> tunnels = new EnumMap<>(Tunnel.class);
        for (VirtualService service : topology.virtualServicesWithRealServer(host)) {
            // A NAT real server needs a route through the director: the user says which (`routes`).
            if (service.forwarding().needsVipOnRealServers()) {
                vips.computeIfAbsent(single(service), vip -> new ArrayList<>()).add(service.name());
            }
            if (service.forwarding() == VirtualService.Forwarding.TUN) {
                tunnels.computeIfAbsent(
                                Tunnel.to(service.managedAddresses().get(host)), tunnel -> new LinkedHashSet<>())
                        .add(service.vip());
            }
        }
        if (!vips.isEmpty()) {
            SILENT_ARP.forEach(wanted::add);
            addVips(wanted, vips);
        }
        Tunnel.addTo(wanted, tunnels, silence(), templates);
    }

    private static IpPrefix single(VirtualService service) {
        return new IpPrefix(service.vip(), service.vip().getAddress().length * 8);
    }

    private static Set<ResourceId> silence() {
        return SILENT_ARP.stream().map(SysctlResource::id).collect(Collectors.toSet());
    }

    private static void addVips(WantedOfHost wanted, Map<IpPrefix, List<String>> vips) {
        Set<ResourceId> silence = silence();
        List<AddressResource> addresses = new ArrayList<>();
        vips.forEach((vip, services) -> addresses.add(AddressResource.on(
                "lo",
                vip,
                vip.address().getAddress().length == 4 ? "lo:" + addresses.size() : "",
                String.join(", ", services) + " answers clients of VIP " + vip.host() + " directly",
                silence)));
        addresses.forEach(wanted::add);
        Set<ResourceId> requires = addresses.stream().map(AddressResource::id).collect(Collectors.toSet());
        requires.add(FileResource.idOf(SysctlResource.FILE));
        Map<String, String> sysctls = new LinkedHashMap<>();
        SILENT_ARP.forEach(sysctl -> sysctls.put(sysctl.path(), sysctl.value()));
        wanted.add(new PersistenceResource(
                "lo",
                addresses.stream()
                        .map(each -> new PersistenceResource.Lasting(each.address(), each.label()))
                        .toList(),
                sysctls,
                "else a reboot takes the VIPs from lo, and the director's packets are not accepted",
                requires));
    }
}
