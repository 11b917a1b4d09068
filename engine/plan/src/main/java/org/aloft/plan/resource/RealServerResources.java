package org.aloft.plan.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;

/** What a real server needs for direct routing: to accept packets for a VIP, and to be silent about having it. */
final class RealServerResources {
    static final String VIPS_UNIT = "aloft-vips.service";
    static final String VIPS_UNIT_FILE = "/etc/systemd/system/" + VIPS_UNIT;

    /**
     * The kernel uses the larger of conf/all and conf/INTERFACE of the interface that received the ARP request (kernel
     * documentation, ip-sysctl); conf/lo alone does nothing for it, and is set because operators look there.
     */
    private static final Map<String, String> SILENT_ARP = silentArp();

    private RealServerResources() {}

    private static Map<String, String> silentArp() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("net.ipv4.conf.all.arp_ignore", "1");
        values.put("net.ipv4.conf.all.arp_announce", "2");
        values.put("net.ipv4.conf.lo.arp_ignore", "1");
        values.put("net.ipv4.conf.lo.arp_announce", "2");
        return values;
    }

    static void add(
            Topology topology,
            String host,
            Templates templates,
            List<Resource> wanted,
            Map<String, SysctlResource> sysctls) {
        Map<IpPrefix, List<String>> vips = new LinkedHashMap<>();
        for (VirtualService service : topology.virtualServicesWithRealServer(host)) {
            switch (service.forwarding()) {
                case DR ->
                    vips.computeIfAbsent(single(service), vip -> new ArrayList<>())
                            .add(service.name());
                case NAT -> {}
                case TUN ->
                    throw new PlanException(
                            "services." + service.name() + ".forward: tun cannot be set up on real servers yet",
                            "use forward: dr when directors and real servers share a network, else forward: nat");
            }
        }
        if (vips.isEmpty()) {
            return;
        }
        if (topology.isDirector(host)) {
            throw new PlanException(
                    host
                            + " is a director and also a real server with forward: dr, which makes packets for the VIP circle",
                    "take " + host + " out of the real_servers, or use forward: nat");
        }
        SILENT_ARP.forEach((key, value) -> WantedResources.put(
                sysctls,
                new SysctlResource(key, value, "else " + host + " answers ARP for a VIP and takes its traffic")));
        addVips(vips, templates, wanted);
    }

    private static IpPrefix single(VirtualService service) {
        return new IpPrefix(service.vip(), service.vip().getAddress().length * 8);
    }

    private static void addVips(Map<IpPrefix, List<String>> vips, Templates templates, List<Resource> wanted) {
        Set<String> silence =
                SILENT_ARP.keySet().stream().map(SysctlResource::idOf).collect(Collectors.toSet());
        List<AddressResource> addresses = new ArrayList<>();
        vips.forEach((vip, services) -> addresses.add(new AddressResource(
                vip,
                "lo",
                vip.address().getAddress().length == 4 ? Optional.of("lo:" + addresses.size()) : Optional.empty(),
                String.join(", ", services) + " answers for VIP " + vip.host() + " by direct routing",
                silence)));
        wanted.addAll(addresses);
        String text = templates.render(
                "aloft-vips.service.ftl",
                Map.of(
                        "vips",
                                addresses.stream()
                                        .map(RealServerResources::values)
                                        .toList(),
                        "sysctls",
                                SILENT_ARP.entrySet().stream()
                                        .map(entry -> Map.of(
                                                "path",
                                                SysctlResource.pathOf(entry.getKey()),
                                                "value",
                                                entry.getValue()))
                                        .toList()));
        wanted.add(
                new FileResource(VIPS_UNIT_FILE, text, text, 0644, "puts the VIPs back on lo at every boot", silence));
        Set<String> requires = addresses.stream().map(AddressResource::id).collect(Collectors.toSet());
        requires.add(FileResource.idOf(VIPS_UNIT_FILE));
        requires.add(FileResource.idOf(SysctlResource.FILE));
        // Nothing restarts it: the address resources change lo at once, and a restart would take every VIP away for a
        // moment.
        wanted.add(
                new ServiceResource(VIPS_UNIT, "puts the VIPs back on lo at every boot", requires, Set.of(), Set.of()));
    }

    private static Map<String, String> values(AddressResource address) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("address", address.address().toString());
        address.label().ifPresent(label -> values.put("label", label));
        return values;
    }
}
