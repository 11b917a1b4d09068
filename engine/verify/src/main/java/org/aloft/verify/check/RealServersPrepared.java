package org.aloft.verify.check;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.VirtualService;
import org.aloft.verify.observe.HostSeen;

/**
 * A real server or sorry server of a {@code dr} or {@code tun} service has the VIP on lo as /32 (or /128), and does not answer ARP for it. The
 * kernel uses the larger value of {@code conf/all} and the receiving interface. In IPv6 there is nothing to set: it
 * answers neighbour solicitations only for addresses of the interface on which they come in.
 */
public record RealServersPrepared() implements Check {
    @Override
    public String id() {
        return "real-server";
    }

    @Override
    public String title() {
        return "the VIP is on lo and does not answer ARP";
    }

    @Override
    public List<CheckResult> judge(Findings findings) {
        List<CheckResult> results = new ArrayList<>();
        for (VirtualService service : findings.topology().services()) {
            if (service.forwarding().needsVipOnRealServers()) {
                service.managedAddresses()
                        .forEach((host, address) -> results.add(
                                judge(service, address, findings.cluster().host(host))));
            }
        }
        return List.copyOf(results);
    }

    /** @param address where requests are forwarded to */
    private CheckResult judge(VirtualService service, InetAddress address, HostSeen host) {
        String vip = IpPrefix.inShort(service.vip());
        String subject = service.name() + " on " + host.host();
        boolean asksByArp = service.vip().getAddress().length == 4;
        String expected = vip + " on lo" + (asksByArp ? ", arp_ignore 1, arp_announce 2" : "");
        if (!host.observed()) {
            return failed(
                    subject,
                    "could not be observed: " + host.unobserved().orElse(""),
                    expected,
                    "make it reachable again");
        }
        String networkInterface = host.interfaceOf(address).orElse("all");
        int ignore = effective(host.sysctls(), networkInterface, "arp_ignore");
        int announce = effective(host.sysctls(), networkInterface, "arp_announce");
        List<String> wrong = new ArrayList<>();
        List<IpPrefix> onLoopback = onLoopback(host, service);
        List<IpPrefix> wider =
                onLoopback.stream().filter(prefix -> !isHostPrefix(prefix)).toList();
        if (onLoopback.size() == wider.size()) {
            wrong.add(vip + " is not on lo" + (wider.isEmpty() ? "" : " as /" + hostLength(service)));
        }
        // For an address on lo the kernel adds a local route that covers its whole prefix.
        wider.forEach(prefix -> wrong.add(prefix + " is on lo, which makes that whole network local to the host"));
        wrong.addAll(answersArp(host, List.of(service.vip()), Optional.of(address)));
        return wrong.isEmpty()
                ? passed(
                        subject,
                        vip + " on lo" + (asksByArp ? ", arp_ignore " + ignore + ", arp_announce " + announce : ""))
                : failed(subject, String.join("; ", wrong), expected, fix(host.host(), wider));
    }

    /**
     * What lets a host answer ARP for VIPs on its lo.
     *
     * @param own its own address, on the interface in question; empty: none is known
     */
    static List<String> answersArp(HostSeen host, List<InetAddress> vips, Optional<InetAddress> own) {
        if (vips.stream().noneMatch(vip -> vip.getAddress().length == 4)) {
            return List.of();
        }
        String networkInterface = own.flatMap(host::interfaceOf).orElse("all");
        List<String> wrong = new ArrayList<>();
        int ignore = effective(host.sysctls(), networkInterface, "arp_ignore");
        int announce = effective(host.sysctls(), networkInterface, "arp_announce");
        if (ignore < 1) {
            wrong.add("arp_ignore is " + ignore + " on " + networkInterface);
        }
        if (announce < 2) {
            wrong.add("arp_announce is " + announce + " on " + networkInterface);
        }
        return wrong;
    }

    private static String fix(String host, List<IpPrefix> wider) {
        return wider.isEmpty()
                ? "run `aloft apply`"
                : "on " + host + ": "
                        + wider.stream()
                                .map(prefix -> "ip addr del " + prefix + " dev lo; ")
                                .collect(Collectors.joining())
                        + "then run `aloft apply`";
    }

    private static List<IpPrefix> onLoopback(HostSeen host, VirtualService service) {
        return host.addresses().stream()
                .filter(held -> held.networkInterface().equals("lo"))
                .map(HostSeen.HeldAddress::prefix)
                .filter(prefix -> prefix.address().equals(service.vip()))
                .toList();
    }

    private static boolean isHostPrefix(IpPrefix prefix) {
        return prefix.length() == prefix.address().getAddress().length * 8;
    }

    private static int hostLength(VirtualService service) {
        return service.vip().getAddress().length * 8;
    }

    private static int effective(Map<String, String> sysctls, String networkInterface, String key) {
        return Math.max(
                value(sysctls, "net.ipv4.conf.all." + key),
                value(sysctls, "net.ipv4.conf." + networkInterface + "." + key));
    }

    private static int value(Map<String, String> sysctls, String key) {
        return Integer.parseInt(sysctls.getOrDefault(key, "0"));
    }
}
