package org.aloft.agent.kernel.route;

import java.net.InetAddress;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A route, as {@code ip route} takes it. Interfaces are named, since their numbers change when they are made anew.
 *
 * @param type what happens to its packets
 * @param destination where they go; its family is the route's
 * @param source where they come from (IPv6 alone)
 * @param nextHops none for a type that leads nowhere; several share the packets
 * @param preferredSource the source address that this host takes
 * @param place where it stands among others
 * @param protocol who made it, 0..255
 * @param realms {@code from << 16 | to}; 0 for none
 * @param path what it says about its paths
 * @param lifetime of a route that an IPv6 router could have advertised
 */
public record Route(
        Type type,
        AddressBlock destination,
        Optional<AddressBlock> source,
        List<NextHop> nextHops,
        Optional<InetAddress> preferredSource,
        Place place,
        int protocol,
        int realms,
        Path path,
        Lifetime lifetime) {
    /** The table that every host looks into. */
    public static final int MAIN_TABLE = 254;

    /**
     * Whether the kernel may remove this one when it is asked for the other, or refuse to have both. It finds a route
     * to remove by what the request says, the first that fits, and the last one added comes first: a request without a
     * source address or an MTU fits a route that has them as well (Linux, fib_table_delete and ip6_route_del). IPv6 has
     * one route for each metric and next hop, whatever else they say.
     */
    public boolean isTakenFor(Route other) {
        return destination.equals(other.destination)
                && source.equals(other.source)
                && place.table() == other.place.table()
                && place.typeOfService() == other.place.typeOfService()
                && mayBeSame(place.priority(), other.place.priority())
                && (nextHops.isEmpty()
                        || other.nextHops.isEmpty()
                        || nextHops.stream()
                                .anyMatch(hop -> other.nextHops.stream().anyMatch(hop::isTakenFor)));
    }

    private static boolean mayBeSame(OptionalInt one, OptionalInt other) {
        return one.isEmpty() || other.isEmpty() || one.equals(other);
    }

    /** What happens to packets ({@code RTN_*}). */
    public enum Type {
        /** They go to the next hop. */
        UNICAST(1),
        /** They are for this host. */
        LOCAL(2),
        /** They go to everyone on the link. */
        BROADCAST(3),
        /** They are for this host, but sent as unicast. */
        ANYCAST(4),
        /** They go to a group. */
        MULTICAST(5),
        /** They vanish. */
        BLACKHOLE(6),
        /** They are refused: host unreachable. */
        UNREACHABLE(7),
        /** They are refused: administratively prohibited. */
        PROHIBIT(8),
        /** The search goes on in the next table. */
        THROW(9);

        private final int value;

        Type(int value) {
            this.value = value;
        }

        int value() {
            return value;
        }
    }

    /** RFC 4191 section 2.1. */
    public enum Preference {
        /** The default. */
        MEDIUM(0),
        /** Before others. */
        HIGH(1),
        /** After others. */
        LOW(3);

        private final int value;

        Preference(int value) {
            this.value = value;
        }

        int value() {
            return value;
        }
    }

    /**
     * Where a route stands among others.
     *
     * @param table 1 to 2^32-1; {@link #MAIN_TABLE} unless said
     * @param scope 0..255; 0 is everywhere
     * @param typeOfService 0..255
     * @param priority the metric, lower wins; empty for the kernel's own default
     * @param append whether it goes behind those that match the same, rather than before them
     */
    public record Place(int table, int scope, int typeOfService, OptionalInt priority, boolean append) {}

    /**
     * What an IPv6 router says of a route that it advertises (RFC 4191).
     *
     * @param preference of that router
     * @param expires after so many seconds
     */
    public record Lifetime(Optional<Preference> preference, OptionalInt expires) {}

    /**
     * What a route says about its paths.
     *
     * @param metrics a number each
     * @param locked those that the kernel may not adapt
     * @param congestionControl the algorithm's name
     */
    public record Path(Map<RouteMetric, Integer> metrics, Set<RouteMetric> locked, Optional<String> congestionControl) {
        /** Says nothing. */
        public static final Path PLAIN = new Path(Map.of(), Set.of(), Optional.empty());

        /** Takes copies, in the order of the numbers. */
        public Path {
            EnumMap<RouteMetric, Integer> sorted = new EnumMap<>(RouteMetric.class);
            sorted.putAll(metrics);
            metrics = Collections.unmodifiableMap(sorted);
            locked = Set.copyOf(locked);
        }
    }

    /** Takes a copy of the list. */
    public Route {
        nextHops = List.copyOf(nextHops);
    }

    /** As messages name it: destination, and the table unless it is the main one. */
    @Override
    public String toString() {
        return destination + (place.table() == MAIN_TABLE ? "" : " table " + Integer.toUnsignedString(place.table()));
    }
}
