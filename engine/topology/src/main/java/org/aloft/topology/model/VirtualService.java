package org.aloft.topology.model;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What answers behind a VIP. An entry of the file with several ports or VIPs is several of them.
 *
 * <pre>{@code
 * services:
 *   web:
 *     vip: 192.168.100.10
 *     port: 80
 *     scheduler: rr
 *     forward: dr
 *     real_servers: {web: 1}
 *     check: {tcp: {connect_timeout: 3s, retries: 3, delay: 3s}}
 * }</pre>
 *
 * @param name the key in the file; behind it the port and the VIP where the entry has several
 * @param vip one of an instance's VIPs
 * @param target which packets to the VIP it takes
 * @param scheduling how a real server is chosen for each connection
 * @param forwarding how packets get to the real servers
 * @param persistence how long a client stays with its real server; empty: not at all
 * @param fallback what is done when real servers fail
 * @param realServers at least one, groups resolved to hosts; none with {@link Forwarding#LOCAL}
 * @param checks how real servers are found dead that have no checks of their own; none: never
 */
public record VirtualService(
        String name,
        InetAddress vip,
        Target target,
        Scheduling scheduling,
        Forwarding forwarding,
        Optional<Persistence> persistence,
        Fallback fallback,
        List<RealServer> realServers,
        List<Check> checks) {
    /** Takes copies of the lists. */
    public VirtualService {
        realServers = List.copyOf(realServers);
        checks = List.copyOf(checks);
    }

    /** The transport protocol of a service. */
    public enum Protocol {
        /** Transmission Control Protocol. */
        TCP,
        /** User Datagram Protocol. */
        UDP,
        /** Stream Control Transmission Protocol (RFC 9260). */
        SCTP
    }

    /** How a request gets to who answers it: by one of the forwarding methods of ipvsadm(8), or without IPVS. */
    public enum Forwarding {
        /** Direct routing, {@code -g}: the real server holds the VIP itself and answers the client directly. */
        DR,
        /** Masquerading, {@code -m}: requests and answers pass through the director. */
        NAT,
        /** IP-in-IP tunnel, {@code -i}: as direct routing, and the real server may stand in another network. */
        TUN,
        /** No IPVS: haproxy on the director ends the client's connection, and opens one to a real server. */
        PROXY,
        /** No balancer: the member that holds the VIP answers itself. */
        LOCAL;

        /** Whether the kernel's IPVS balances. */
        public boolean isLvs() {
            return switch (this) {
                case DR, NAT, TUN -> true;
                case PROXY, LOCAL -> false;
            };
        }

        /** Whether the real server takes packets for the VIP as they are, and so needs the VIP on lo. */
        public boolean needsVipOnRealServers() {
            return switch (this) {
                case DR, TUN -> true;
                case NAT, PROXY, LOCAL -> false;
            };
        }

        /** As the topology's key {@code forward} has it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which packets a service takes. */
    public sealed interface Target {
        /** The answer of the kind that it is. */
        <T> T match(Function<Port, T> ofPort, Function<Mark, T> ofMark);
    }

    /**
     * Those of a protocol to a port of the VIP.
     *
     * @param port 0..65535; 0: every port
     */
    public record Port(Protocol protocol, int port) implements Target {
        @Override
        public <T> T match(Function<Port, T> ofPort, Function<Mark, T> ofMark) {
            return ofPort.apply(this);
        }
    }

    /**
     * Those that the director's firewall has marked.
     *
     * @param mark 1 or more
     */
    public record Mark(int mark) implements Target {
        @Override
        public <T> T match(Function<Port, T> ofPort, Function<Mark, T> ofMark) {
            return ofMark.apply(this);
        }
    }

    /**
     * How a real server is chosen.
     *
     * @param scheduler an IPVS scheduler's name: rr, wrr, lc, … (ipvsadm(8))
     * @param flags of the schedulers sh and mh
     * @param onePacket whether each packet is scheduled by itself; UDP only
     */
    public record Scheduling(String scheduler, Set<Flag> flags, boolean onePacket) {
        /** Schedulers that send one client's connections to one real server. */
        private static final Set<String> STEADY = Set.of("sh", "mh", "dh", "lblc", "lblcr", "fo", "ovf");

        /** Takes a copy of the set. */
        public Scheduling {
            flags = flags.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(flags));
        }

        /** A scheduler without any option. */
        public static Scheduling by(String scheduler) {
            return new Scheduling(scheduler, Set.of(), false);
        }
    }

    /** What the schedulers sh and mh may be told (ipvsadm(8), {@code -b}). */
    public enum Flag {
        /** Another real server is chosen where the first choice has weight 0. */
        FALLBACK,
        /** The client's port counts beside its address. */
        PORT
    }

    /**
     * How long a client stays with its real server.
     *
     * @param time after its last connection; whole seconds
     * @param prefix clients whose addresses agree in so many bits are one; empty: in all
     */
    public record Persistence(Duration time, Optional<Integer> prefix) {}

    /**
     * What is done when real servers fail.
     *
     * @param quorum the least weight of live real servers with which the service runs
     * @param sorryServer who serves while there is no quorum
     * @param whenFailed how real servers that fail their check are taken out, and taken for before the first check
     * @param mail whether mails tell of the quorum and of real servers
     * @param quorumUp the program that is run when the quorum is reached, with its arguments
     * @param quorumDown the program that is run when it is lost
     */
    public record Fallback(
            Quorum quorum,
            Optional<SorryServer> sorryServer,
            WhenFailed whenFailed,
            boolean mail,
            Optional<String> quorumUp,
            Optional<String> quorumDown) {
        /** What keepalived does unless told otherwise. */
        public static final Fallback NONE = new Fallback(
                new Quorum(1, 0),
                Optional.empty(),
                new WhenFailed(false, false, false),
                false,
                Optional.empty(),
                Optional.empty());
    }

    /**
     * The least weight of live real servers with which a service runs.
     *
     * @param least 1 or more
     * @param hysteresis how much more, or less, it takes to change; less than {@code least}
     */
    public record Quorum(int least, int hysteresis) {}

    /**
     * How real servers are taken at the start, at the end and when they fail.
     *
     * @param alpha they count as dead until their first check
     * @param omega their programs and the quorum's are run when the agent ends
     * @param inhibit they stay in the table, with weight 0, when they fail
     */
    public record WhenFailed(boolean alpha, boolean omega, boolean inhibit) {}

    /**
     * Who serves while there is no quorum.
     *
     * @param host its name in the inventory; empty: Aloft does not manage it
     * @param address where requests are forwarded to
     * @param port 0..65535; 0: the client's
     * @param inhibit whether it stays in the table, with weight 0, while it is not needed
     */
    public record SorryServer(Optional<String> host, InetAddress address, int port, boolean inhibit) {}

    /**
     * A host behind a virtual service.
     *
     * @param host its name in the inventory; empty: Aloft does not manage it
     * @param address where requests are forwarded to
     * @param port 0..65535; 0: the client's
     * @param weight 0..65535
     * @param handling what else is said about it
     */
    public record RealServer(Optional<String> host, InetAddress address, int port, int weight, Handling handling) {
        /** A host of the inventory about which nothing else is said. */
        public RealServer(String host, InetAddress address, int port, int weight) {
            this(Optional.of(host), address, port, weight, Handling.PLAIN);
        }

        /** Its host's name, or its address where Aloft does not manage it. */
        public String name() {
            return host.orElseGet(() -> IpPrefix.inShort(address));
        }
    }

    /**
     * What may be said about one real server.
     *
     * @param checks its own, in place of the service's; empty: the service's
     * @param inhibit whether it stays in the table, with weight 0, when it fails
     * @param mostConnections no more are sent to it than that; 0: any number
     * @param againBelow new ones are sent again below that; 0: three quarters of the most
     * @param notifyUp the program that is run when it comes up, with its arguments
     * @param notifyDown the program that is run when it fails
     */
    public record Handling(
            Optional<List<Check>> checks,
            boolean inhibit,
            int mostConnections,
            int againBelow,
            Optional<String> notifyUp,
            Optional<String> notifyDown) {
        /** Nothing but what its service says. */
        public static final Handling PLAIN =
                new Handling(Optional.empty(), false, 0, 0, Optional.empty(), Optional.empty());

        /** Takes a copy of the list. */
        public Handling {
            checks = checks.map(List::copyOf);
        }
    }

    /** An IPVS scheduler's name. */
    public String scheduler() {
        return scheduling.scheduler();
    }

    /** The checks of one of its real servers. */
    public List<Check> checksOf(RealServer server) {
        return server.handling().checks().orElse(checks);
    }

    /** Every check of any real server. */
    public List<Check> allChecks() {
        return realServers.stream()
                .flatMap(server -> checksOf(server).stream())
                .distinct()
                .toList();
    }

    /** The programs that a director runs for it, with their arguments: checks, and who is told. */
    public List<String> commands() {
        List<String> commands = new ArrayList<>();
        allChecks().forEach(check -> check.command().ifPresent(commands::add));
        fallback.quorumUp().ifPresent(commands::add);
        fallback.quorumDown().ifPresent(commands::add);
        realServers.forEach(server -> {
            server.handling().notifyUp().ifPresent(commands::add);
            server.handling().notifyDown().ifPresent(commands::add);
        });
        return commands;
    }

    /** The TCP port at which a client can ask it; empty for other protocols, for every port, and for marks. */
    public Optional<Integer> tcpPort() {
        return target.match(
                port -> port.protocol() == Protocol.TCP && port.port() > 0
                        ? Optional.of(port.port())
                        : Optional.empty(),
                mark -> Optional.empty());
    }

    /** Whether the requests of one client may all go to one real server. */
    public boolean keepsClients() {
        return persistence.isPresent() || Scheduling.STEADY.contains(scheduler());
    }

    /** As a person reads it: {@code 192.168.100.10:80}, {@code 192.168.100.10:*}, {@code 192.168.100.10 mark 7}. */
    public String endpoint() {
        return target.match(port -> endpoint(vip, port.port()), mark -> IpPrefix.inShort(vip) + " mark " + mark.mark());
    }

    /** An address and a port as a person reads them: {@code [2001:db8::1]:80}; a star for port 0. */
    public static String endpoint(InetAddress address, int port) {
        String numbers = IpPrefix.inShort(address);
        String host = address.getAddress().length == 4 ? numbers : "[" + numbers + "]";
        return host + ":" + (port == 0 ? "*" : String.valueOf(port));
    }

    /** Its protocol, in capitals; {@code mark} where that is what it goes by. */
    public String protocolName() {
        return target.match(port -> port.protocol().name(), mark -> "mark");
    }

    /**
     * The hosts of the inventory that answer behind it, its real servers and its sorry server, each with the address
     * that requests are forwarded to.
     */
    public Map<String, InetAddress> managedAddresses() {
        Map<String, InetAddress> addresses = new LinkedHashMap<>();
        realServers.forEach(server -> server.host().ifPresent(host -> addresses.putIfAbsent(host, server.address())));
        fallback.sorryServer()
                .ifPresent(sorry -> sorry.host().ifPresent(host -> addresses.putIfAbsent(host, sorry.address())));
        return addresses;
    }

    /** The same service with other real servers. */
    public VirtualService withRealServers(List<RealServer> others) {
        return new VirtualService(name, vip, target, scheduling, forwarding, persistence, fallback, others, checks);
    }
}
