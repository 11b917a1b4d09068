package org.aloft.agent.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.aloft.agent.kernel.route.AddressFlag;

/**
 * One line of {@code virtual_ipaddress}, {@code virtual_ipaddress_excluded} or {@code static_ipaddress}:
 *
 * <pre>{@code
 * <ADDRESS>[/<LENGTH>] [brd <ADDRESS>|+|-] [dev <NAME>] [use_vmac] [scope <SCOPE>] [label <LABEL>]
 *     [peer <ADDRESS>] [home] [-nodad] [mngtmpaddr] [noprefixroute] [autojoin]
 *     [preferred_lft <SECONDS>|forever] [no_track] [track_group <GROUP>]
 * }</pre>
 *
 * @param address the VIP
 * @param prefixLength 0..32 or 0..128; the longest when the file does not say, as in keepalived
 * @param device the interface that carries it: the instance's own when the line names none
 * @param broadcast broadcast address; empty for none
 * @param scope {@code global}, {@code site}, {@code link}, {@code host} or {@code nowhere}
 * @param label alias such as {@code eth0:1}; at most 15 characters
 * @param peer the other end of a point-to-point link
 * @param flags what else is asked of it; an IPv6 address is usable at once unless the line says {@code -nodad}
 * @param preferred for how long it may be the source of new connections; empty for ever; zero for an IPv6 address that
 *     stands alone (/128), as in keepalived
 * @param tracked false with {@code no_track}
 */
public record VirtualAddress(
        InetAddress address,
        int prefixLength,
        String device,
        Optional<Inet4Address> broadcast,
        String scope,
        Optional<String> label,
        Optional<InetAddress> peer,
        Set<AddressFlag> flags,
        Optional<Duration> preferred,
        boolean tracked)
        implements Holding {
    /** Takes a copy of the flags. */
    public VirtualAddress {
        flags = Set.copyOf(flags);
    }

    /** A VIP that says no more than this, and is tracked. */
    public VirtualAddress(
            InetAddress address,
            int prefixLength,
            String device,
            Optional<Inet4Address> broadcast,
            String scope,
            Optional<String> label) {
        this(
                address,
                prefixLength,
                device,
                broadcast,
                scope,
                label,
                Optional.empty(),
                address instanceof Inet4Address ? Set.of() : Set.of(AddressFlag.NO_DUPLICATE_DETECTION),
                Optional.empty(),
                true);
    }

    /** {@code address/prefix}. */
    public String cidr() {
        return address.getHostAddress() + "/" + prefixLength;
    }

    @Override
    public VirtualAddress effect() {
        return new VirtualAddress(address, prefixLength, device, broadcast, scope, label, peer, flags, preferred, true);
    }

    /** An interface has an IPv4 address once for each prefix, and an IPv6 address once. */
    @Override
    public boolean excludes(Holding other) {
        return other instanceof VirtualAddress second
                && device.equals(second.device)
                && address.equals(second.address)
                && (!(address instanceof Inet4Address) || prefixLength == second.prefixLength);
    }

    @Override
    public String journalLine() {
        return "address " + this
                + peer.map(other -> " peer " + other.getHostAddress()).orElse("");
    }

    @Override
    public String toString() {
        return cidr() + " dev " + device;
    }

    @Override
    public <T> T match(Cases<T> cases) {
        return cases.address(this);
    }
}
