package org.aloft.topology.model;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Kernel parameters that a role cannot do without: key in its normal spelling ({@link SysctlKey}) → value. */
public final class RoleSysctls {
    private RoleSysctls() {}

    /**
     * A director with IPVS forwards packets, and sends no ICMP redirects, which would tell clients to go round it.
     *
     * @param interfaces those that carry its VRRP instances
     */
    public static Map<String, String> ofDirector(Collection<String> interfaces) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("net.ipv4.ip_forward", "1");
        values.put(SysctlKey.ofInterface("all", "send_redirects"), "0");
        values.put(SysctlKey.ofInterface("default", "send_redirects"), "0");
        interfaces.forEach(name -> values.put(SysctlKey.ofInterface(name, "send_redirects"), "0"));
        return Collections.unmodifiableMap(values);
    }

    /**
     * A proxy listens on a VIP also while another director holds it (kernel documentation, ip-sysctl).
     *
     * @param vips those that it proxies for
     */
    public static Map<String, String> ofProxy(Collection<InetAddress> vips) {
        Map<String, String> values = new LinkedHashMap<>();
        vips.forEach(vip -> values.put(
                vip.getAddress().length == 4 ? "net.ipv4.ip_nonlocal_bind" : "net.ipv6.ip_nonlocal_bind", "1"));
        return Collections.unmodifiableMap(values);
    }

    /**
     * A real server with direct routing must not answer ARP for a VIP on lo. The kernel uses the larger of conf/all and
     * conf/INTERFACE of the interface that received the request (kernel documentation, ip-sysctl); conf/lo alone does
     * nothing for it, and is set because operators look there.
     */
    public static Map<String, String> ofDirectRoutedServer() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("net.ipv4.conf.all.arp_ignore", "1");
        values.put("net.ipv4.conf.all.arp_announce", "2");
        values.put("net.ipv4.conf.lo.arp_ignore", "1");
        values.put("net.ipv4.conf.lo.arp_announce", "2");
        return Collections.unmodifiableMap(values);
    }
}
