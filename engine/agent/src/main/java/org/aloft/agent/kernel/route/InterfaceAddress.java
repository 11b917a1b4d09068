package org.aloft.agent.kernel.route;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * An address on an interface.
 *
 * @param interfaceIndex the interface, by {@link NetworkInterface#index()}
 * @param address IPv4 or IPv6
 * @param prefixLength 0 to 32, or 0 to 128
 * @param scope how far it is valid; the kernel works it out by itself for IPv6
 * @param label the label, such as {@code eth0:vip}; IPv4 only, at most 15 characters, and the kernel wants it to begin
 *     with the interface's name. The kernel reports the interface's name where none was given.
 * @param broadcast the broadcast address; IPv4 only
 * @param peer the address at the other end of a point-to-point link
 * @param flags what it is asked to be; an IPv6 VIP wants {@link AddressFlag#NO_DUPLICATE_DETECTION}
 * @param preferred for how long it may be the source of new connections: zero makes it "deprecated"; empty for ever
 */
public record InterfaceAddress(
        int interfaceIndex,
        InetAddress address,
        int prefixLength,
        Scope scope,
        Optional<String> label,
        Optional<InetAddress> broadcast,
        Optional<InetAddress> peer,
        Set<AddressFlag> flags,
        Optional<Duration> preferred) {
    private static final int LABEL_MAX = 15;

    /** Checks what the kernel would refuse with less of an explanation. */
    public InterfaceAddress {
        boolean ipv4 = address instanceof Inet4Address;
        int bits = ipv4 ? 32 : 128;
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException(
                    "prefix length must be 0.." + bits + ": " + address.getHostAddress() + "/" + prefixLength);
        }
        if (!ipv4 && (label.isPresent() || broadcast.isPresent())) {
            throw new IllegalArgumentException(
                    "only an IPv4 address has a label or a broadcast address: " + address.getHostAddress());
        }
        if (label.isPresent() && (label.get().isEmpty() || label.get().length() > LABEL_MAX)) {
            throw new IllegalArgumentException("a label has 1.." + LABEL_MAX + " characters: " + label.get());
        }
        flags = Set.copyOf(flags);
    }

    /** Without a peer, for ever, and usable at once. */
    public InterfaceAddress(
            int interfaceIndex,
            InetAddress address,
            int prefixLength,
            Scope scope,
            Optional<String> label,
            Optional<InetAddress> broadcast) {
        this(
                interfaceIndex,
                address,
                prefixLength,
                scope,
                label,
                broadcast,
                Optional.empty(),
                address instanceof Inet4Address ? Set.of() : Set.of(AddressFlag.NO_DUPLICATE_DETECTION),
                Optional.empty());
    }

    /** A global address without a label or a broadcast address: what a VIP is. */
    public static InterfaceAddress of(int interfaceIndex, InetAddress address, int prefixLength) {
        return new InterfaceAddress(
                interfaceIndex, address, prefixLength, Scope.GLOBAL, Optional.empty(), Optional.empty());
    }

    /** The same on another interface, usable at once and never the source of other connections. */
    public InterfaceAddress on(int otherInterface) {
        return new InterfaceAddress(
                otherInterface,
                address,
                prefixLength,
                scope,
                Optional.empty(),
                broadcast,
                peer,
                Set.of(AddressFlag.NO_DUPLICATE_DETECTION),
                Optional.of(Duration.ZERO));
    }

    /** What the kernel tells it from others by, and nothing else. */
    InterfaceAddress bare() {
        return new InterfaceAddress(
                interfaceIndex,
                address,
                prefixLength,
                Scope.GLOBAL,
                Optional.empty(),
                Optional.empty(),
                peer,
                Set.of(),
                Optional.empty());
    }

    /**
     * Whether both are the same address to the kernel, which tells addresses apart by interface, address and prefix
     * only.
     */
    public boolean sameAs(InterfaceAddress other) {
        return interfaceIndex == other.interfaceIndex
                && prefixLength == other.prefixLength
                && address.equals(other.address);
    }

    /** As {@code 192.0.2.10/32}. */
    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefixLength;
    }
}
