package org.aloft.agent.kernel.route;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A rule that says which routing table is asked, as {@code ip rule} takes it.
 *
 * @param ipv4 whether it is for IPv4, not IPv6
 * @param action what happens to packets that match
 * @param priority 0 to 2^32-1; lower is asked first
 * @param match which packets
 * @param inverted whether it is for those that do not match
 * @param realms {@code from << 16 | to}; 0 for none
 * @param suppressPrefixLength routes with a prefix no longer than this do not count
 * @param suppressInterfaceGroup routes through this group of interfaces do not count
 * @param protocol who made it, 0..255
 */
public record RoutingRule(
        boolean ipv4,
        Action action,
        int priority,
        Match match,
        boolean inverted,
        int realms,
        OptionalInt suppressPrefixLength,
        OptionalInt suppressInterfaceGroup,
        int protocol) {
    /** What happens to packets that match ({@code FR_ACT_*}). */
    public sealed interface Action {
        /** A table is asked, 1 to 2^32-1. */
        record Lookup(int table) implements Action {}

        /** The table of the packet's VRF is asked. */
        record LookupVrf() implements Action {}

        /** The search goes on at the rule with this priority. */
        record Goto(int priority) implements Action {}

        /** Nothing, but realms may be set. */
        record Pass() implements Action {}

        /** They vanish. */
        record Blackhole() implements Action {}

        /** They are refused: network unreachable. */
        record Unreachable() implements Action {}

        /** They are refused: administratively prohibited. */
        record Prohibit() implements Action {}
    }

    /** From least to most, both included, unsigned. */
    public record Range(int least, int most) {}

    /**
     * Which packets; what is empty does not matter.
     *
     * @param from the network of their source address
     * @param to the network of their destination address
     * @param way the interfaces that they come and go by
     * @param mark {@code fwmark}
     * @param typeOfService 0..255; 0 for any
     * @param tunnel the number of a tunnel that they came by
     * @param users who sent them, on this host
     * @param ports what they carry
     */
    public record Match(
            Optional<AddressBlock> from,
            Optional<AddressBlock> to,
            Way way,
            Mark mark,
            int typeOfService,
            OptionalLong tunnel,
            Optional<Range> users,
            Ports ports) {}

    /** Interfaces by name. */
    public record Way(Optional<String> inputInterface, Optional<String> outputInterface) {}

    /**
     * A firewall mark.
     *
     * @param mask which bits of the mark count
     */
    public record Mark(OptionalInt value, OptionalInt mask) {}

    /**
     * What packets carry.
     *
     * @param transport an IP protocol, 0..255
     */
    public record Ports(OptionalInt transport, Optional<Range> source, Optional<Range> destination) {}

    /** As messages name it. */
    @Override
    public String toString() {
        return (ipv4 ? "IPv4" : "IPv6") + " rule with priority " + Integer.toUnsignedString(priority);
    }
}
