package org.aloft.plan.cluster;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.aloft.plan.host.ServiceManager;
import org.aloft.plan.resource.ServiceResource;

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

    /** The service that sets them up, now and at every boot. */
    static void addTo(WantedOfHost wanted, Set<Tunnel> tunnels, Templates templates) {
        if (tunnels.isEmpty()) {
            return;
        }
        String reason = "unpacks what directors send through a tunnel (`forward: tun`)";
        Map<String, Object> values = Map.of(
                "tunnels",
                tunnels.stream()
                        .map(tunnel -> Map.of(
                                "module",
                                tunnel.module,
                                "interface",
                                tunnel.networkInterface,
                                "family",
                                tunnel.name().toLowerCase(Locale.ROOT)))
                        .toList());
        OwnService own = OwnService.of(ServiceManager.scriptOf(UNIT), values, reason, templates);
        own.files().forEach(wanted::add);
        wanted.add(new ServiceResource(UNIT, ServiceResource.Rival.NONE, reason, own.ids(), own.ids(), Set.of()));
    }
}
