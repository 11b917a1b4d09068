package org.aloft.agent.hold;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.aloft.agent.config.HostSetting;
import org.aloft.agent.config.VirtualMac;
import org.aloft.agent.kernel.route.InterfaceSetting;

/**
 * Which sysctls IPv4 interfaces with a virtual MAC need around them, as keepalived sets them: the parent must not
 * answer ARP for the VIPs of its macvlan, and answers must be allowed to leave by the one when the question came by the
 * other. Pure, given a way to look.
 */
final class VirtualMacSettings {
    private static final String OFF = "0";

    private VirtualMacSettings() {}

    /**
     * Those that differ from what the host has.
     *
     * @param interfaces the names of all that are there
     * @param original what a setting is, or was before aloftd changed it
     */
    static List<HostSetting> wanted(
            Collection<VirtualMac> macs, Collection<String> interfaces, Function<InterfaceSetting, String> original) {
        List<String> parents = macs.stream()
                .filter(mac -> !mac.ipv6())
                .map(VirtualMac::parent)
                .distinct()
                .toList();
        List<HostSetting> wanted = new ArrayList<>();
        for (String parent : parents) {
            wanted.add(setting(parent, "arp_ignore", "1", original));
            wanted.add(setting(parent, "arp_filter", "1", original));
        }
        String everywhere = original.apply(new InterfaceSetting("ipv4", "all", "rp_filter"));
        if (!parents.isEmpty() && !everywhere.equals(OFF)) {
            // The stricter of "all" and the interface's own counts: what "all" asks for moves to each but the macvlans.
            Stream.concat(Stream.of("default"), interfaces.stream())
                    .map(name -> atLeast(everywhere, new InterfaceSetting("ipv4", name, "rp_filter"), original))
                    .forEach(wanted::add);
            wanted.add(setting("all", "rp_filter", OFF, original));
        }
        return wanted.stream()
                .filter(setting -> !setting.value().equals(setting.before()))
                .toList();
    }

    private static HostSetting setting(
            String device, String key, String value, Function<InterfaceSetting, String> original) {
        InterfaceSetting setting = new InterfaceSetting("ipv4", device, key);
        return new HostSetting(setting, value, original.apply(setting));
    }

    /** 0 is no check, 1 a strict one, 2 a loose one; the larger number counts. */
    private static HostSetting atLeast(
            String value, InterfaceSetting setting, Function<InterfaceSetting, String> original) {
        String own = original.apply(setting);
        return new HostSetting(setting, own.compareTo(value) > 0 ? own : value, own);
    }
}
