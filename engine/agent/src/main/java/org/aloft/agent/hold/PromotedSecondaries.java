package org.aloft.agent.hold;

import java.net.Inet4Address;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.aloft.agent.config.IpPrefix;
import org.aloft.agent.kernel.route.InterfaceAddress;
import org.aloft.agent.kernel.route.InterfaceSetting;
import org.aloft.agent.kernel.route.NetworkInterface;

/**
 * While open, the kernel keeps the other IPv4 addresses of a network when its first one is removed. Without the setting
 * {@code promote_secondaries} it would take all of them along: VIPs that stay, and addresses that are not aloftd's at
 * all. For one thread.
 */
final class PromotedSecondaries implements AutoCloseable {
    private static final String ON = "1";

    private final List<InterfaceSetting> changed;

    private PromotedSecondaries(List<InterfaceSetting> changed) {
        this.changed = changed;
    }

    /**
     * Sets it where it matters.
     *
     * @param removed what is about to go
     * @param present every address of the host
     */
    static PromotedSecondaries during(
            Collection<InterfaceAddress> removed,
            Collection<InterfaceAddress> present,
            Collection<NetworkInterface> interfaces) {
        Set<Integer> concerned = new HashSet<>();
        for (InterfaceAddress going : removed) {
            boolean hasCompany = going.address() instanceof Inet4Address
                    && present.stream().anyMatch(other -> sharesNetwork(going, other) && !going.sameAs(other));
            if (hasCompany) {
                concerned.add(going.interfaceIndex());
            }
        }
        List<InterfaceSetting> changed = interfaces.stream()
                .filter(device -> concerned.contains(device.index()))
                .map(device -> new InterfaceSetting("ipv4", device.name(), "promote_secondaries"))
                .filter(setting ->
                        setting.read().filter(value -> !value.equals(ON)).isPresent())
                .toList();
        changed.forEach(setting -> setting.write(ON));
        return new PromotedSecondaries(changed);
    }

    private static boolean sharesNetwork(InterfaceAddress one, InterfaceAddress other) {
        return one.interfaceIndex() == other.interfaceIndex()
                && one.prefixLength() == other.prefixLength()
                && new IpPrefix(one.address(), one.prefixLength()).contains(other.address());
    }

    @Override
    public void close() {
        changed.forEach(setting -> setting.write("0"));
    }
}
