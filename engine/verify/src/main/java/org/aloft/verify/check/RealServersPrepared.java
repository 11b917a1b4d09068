package org.aloft.verify.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aloft.topology.model.VirtualService;
import org.aloft.verify.observe.HostSeen;

/**
 * A real server of a {@code dr} service has the VIP as /32 (or /128) on lo and keeps silent about it. The kernel uses the
 * larger of {@code conf/all} and that of the receiving interface.
 */
public record RealServersPrepared() implements Check {
    @Override
    public String id() {
        return "real-server";
    }

    @Override
    public String title() {
        return "the VIP is on lo, and silent";
    }

    @Override
    public List<CheckResult> judge(Findings findings) {
        List<CheckResult> results = new ArrayList<>();
        for (VirtualService service : findings.topology().services()) {
            if (service.forwarding() == VirtualService.Forwarding.DR) {
                for (VirtualService.RealServer server : service.realServers()) {
                    results.add(judge(service, server, findings.cluster().host(server.host())));
                }
            }
        }
        return List.copyOf(results);
    }

    private CheckResult judge(VirtualService service, VirtualService.RealServer server, HostSeen host) {
        String vip = service.vip().getHostAddress();
        String subject = service.name() + " on " + server.host();
        String expected = vip + " on lo, arp_ignore 1, arp_announce 2";
        if (!host.observed()) {
            return failed(subject, "could not be observed: " + host.unobserved().orElse(""), expected, "bring it back");
        }
        String networkInterface = host.interfaceOf(server.address()).orElse("all");
        int ignore = effective(host.sysctls(), networkInterface, "arp_ignore");
        int announce = effective(host.sysctls(), networkInterface, "arp_announce");
        List<String> wrong = new ArrayList<>();
        if (host.addresses().stream().noneMatch(held -> isVipOnLoopback(held, service))) {
            wrong.add(vip + " is not on lo");
        }
        if (ignore < 1) {
            wrong.add("arp_ignore is " + ignore + " on " + networkInterface);
        }
        if (announce < 2) {
            wrong.add("arp_announce is " + announce + " on " + networkInterface);
        }
        return wrong.isEmpty()
                ? passed(subject, vip + " on lo, arp_ignore " + ignore + ", arp_announce " + announce)
                : failed(subject, String.join("; ", wrong), expected, "run `aloft apply`");
    }

    private static boolean isVipOnLoopback(HostSeen.HeldAddress held, VirtualService service) {
        return held.networkInterface().equals("lo")
                && held.prefix().address().equals(service.vip())
                && held.prefix().length() == service.vip().getAddress().length * 8;
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
