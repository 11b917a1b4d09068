package org.aloft.plan.cluster;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.host.ServiceManager;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.topology.model.IpPrefix;

/**
 * The end of IPVS's tunnels on a real server: the kernel's own interface, which unpacks what comes from any director
 * (ip-link(8): {@code ipip}, {@code ip6tnl}). By the address family of the real server, whichever the VIP's is.
 */
enum Tunnel {
    /** Packets in IPv4. */
    IPV4("ipip", "tunl0"),
    /** Packets in IPv6. */
    IPV6("ip6_tunnel", "ip6tnl0");

    private static final String UNIT = "aloft-tunnel.service";

    private final String module;
    private final String networkInterface;

    Tunnel(String module, String networkInterface) {
        this.module = module;
        this.networkInterface = networkInterface;
    }

    /** The one by which packets get to this address. */
    static Tunnel to(InetAddress realServer) {
        return realServer.getAddress().length == 4 ? IPV4 : IPV6;
    }

    /**
     * The service that sets them up, now and at every boot.
     *
     * @param vips tunnel → the VIPs that packets come through it for
     * @param silence what must be in force before the host has a VIP
     */
    static void addTo(
            WantedOfHost wanted, Map<Tunnel, Set<InetAddress>> vips, Set<ResourceId> silence, Templates templates) {
        if (vips.isEmpty()) {
            return;
        }
        String reason = "unpacks what directors send through a tunnel (`forward: tun`)";
        Map<String, Object> values = Map.of(
                "tunnels",
                vips.entrySet().stream()
                        .map(entry -> entry.getKey().values(entry.getValue()))
                        .toList());
        OwnService own = OwnService.of(ServiceManager.scriptOf(UNIT), values, reason, templates);
        own.files().forEach(wanted::add);
        Set<ResourceId> requires = new LinkedHashSet<>(own.ids());
        requires.addAll(silence);
        wanted.add(new ServiceResource(UNIT, ServiceResource.Rival.NONE, reason, requires, own.ids(), Set.of()));
    }

    /**
     * Of IPv4 the VIPs stand on the interface as well as on lo: where it has no address, the kernel drops all that comes
     * in there, by the reverse path filter (fib_validate_source in net/ipv4/fib_frontend.c).
     */
    private Map<String, Object> values(Set<InetAddress> vips) {
        return Map.of(
                "module",
                module,
                "interface",
                networkInterface,
                "vips",
                vips.stream()
                        .filter(vip -> this == IPV4 && vip.getAddress().length == 4)
                        .map(vip -> IpPrefix.inShort(vip) + "/32")
                        .toList());
    }
}
