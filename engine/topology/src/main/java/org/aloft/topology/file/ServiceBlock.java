package org.aloft.topology.file;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.aloft.topology.inventory.Inventory;
import org.aloft.topology.model.Check;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.problem.BadValue;
import org.aloft.topology.problem.Located;

/**
 * One entry of {@code services}, each value checked by itself; groups are resolved to hosts. An entry with several
 * ports or VIPs is several of these.
 *
 * <pre>{@code
 * web:
 *   vip: 192.168.100.10
 *   port: 80                           # or ports: [80, 443, 8001-8020], or firewall_mark: 7
 *   protocol: tcp
 *   scheduler: mh
 *   scheduler_flags: [fallback]
 *   one_packet: false
 *   forward: dr
 *   persistence: 5m
 *   persistence_prefix: 24
 *   real_servers: {web: 1, 10.0.0.24: 1}     # host, group or address
 *   check: {http: {path: /}}
 * }</pre>
 *
 * <p>{@link FallbackBlock} has the words about failed real servers.
 */
record ServiceBlock(
        Located<String> name,
        Optional<Located<InetAddress>> vip,
        Optional<Located<VirtualService.Target>> target,
        VirtualService.Scheduling scheduling,
        VirtualService.Forwarding forwarding,
        Optional<VirtualService.Persistence> persistence,
        FallbackBlock fallback,
        List<Located<Backend>> backends,
        List<Check> checks) {

    private static final Key<VirtualService.Forwarding> FORWARD = Key.choice("forward", forwardings())
            .required("forward: dr")
            .alsoCalled(forwardingsOfOthers())
            .help(
                    "How requests get to who answers: dr, real servers answer clients directly; nat, through the director;"
                            + " proxy, by haproxy; local, the holder of the VIP answers itself.");
    private static final Key<Duration> PERSISTENCE = Key.time(
                    "persistence", ServiceBlock::persistence, "Write 5m, or remove it.")
            .help("How long a client stays with its real server, in whole seconds; not at all unless said.");
    private static final Key<Integer> PERSISTENCE_PREFIX = Key.whole("persistence_prefix", 1, 128, "Write 24.")
            .help("Clients whose addresses agree in so many bits are taken for one; all bits unless said.");

    static final Keys KEYS = Keys.of(
                    EntranceReader.VIP,
                    EntranceReader.PORT,
                    EntranceReader.PORTS,
                    EntranceReader.MARK,
                    EntranceReader.PROTOCOL,
                    SchedulingReader.SCHEDULER,
                    SchedulingReader.FLAGS,
                    SchedulingReader.ONE_PACKET,
                    FORWARD,
                    PERSISTENCE,
                    PERSISTENCE_PREFIX,
                    RealServersReader.REAL_SERVERS,
                    ChecksReader.CHECK,
                    FallbackBlock.QUORUM,
                    FallbackBlock.HYSTERESIS,
                    FallbackBlock.SORRY_SERVER,
                    FallbackBlock.SORRY_SERVER_INHIBIT,
                    FallbackBlock.ALPHA,
                    FallbackBlock.OMEGA,
                    FallbackBlock.INHIBIT_ON_FAILURE,
                    FallbackBlock.MAIL,
                    FallbackBlock.NOTIFY)
            .alsoCalled("vips", "Write `vip: [192.168.100.10, 192.168.100.11]`.");

    /**
     * A real server.
     *
     * @param name the host, or its address where it is not managed
     * @param managed whether it is a host of the inventory
     * @param address where requests are forwarded to; empty: the host's own address
     * @param wanted what is said about it
     */
    record Backend(String name, boolean managed, Optional<Located<InetAddress>> address, RealServerBlock wanted) {
        /** Its name in the inventory. */
        Optional<String> host() {
            return managed ? Optional.of(name) : Optional.empty();
        }

        int weight() {
            return wanted.weight();
        }

        Optional<Integer> port() {
            return wanted.port();
        }
    }

    /** The services that an entry makes; at least one. */
    static List<ServiceBlock> read(String name, Block block, Inventory inventory) {
        List<Key<?>> present = new ArrayList<>(KEYS.all());
        if (!block.peek(FORWARD.name()).equals("local")) {
            present.add(RealServersReader.REQUIRED);
        }
        block.check(KEYS, present);
        Located<String> written = new Located<>(name, block.at(), block.path());
        NameRules.check(written, NameRule.SERVICE, block.problems());
        List<EntranceReader.Entrance> entrances = new EntranceReader(block).read();
        EntranceReader.Entrance first = entrances.get(0);
        ServiceBlock one = new ServiceBlock(
                written,
                first.vip(),
                first.target(),
                SchedulingReader.read(block, first.target()),
                // With a method that could not be read nothing else is at odds.
                block.read(FORWARD).map(Located::value).orElse(VirtualService.Forwarding.NAT),
                persistence(block, first),
                FallbackBlock.read(block, inventory),
                new RealServersReader(block, inventory).read(),
                ChecksReader.read(block));
        WithoutIpvs.check(one, block);
        return entrances.stream().map(one::at).toList();
    }

    private ServiceBlock at(EntranceReader.Entrance entrance) {
        return new ServiceBlock(
                name.with(name.value() + entrance.suffix()),
                entrance.vip(),
                entrance.target(),
                scheduling,
                forwarding,
                persistence,
                fallback,
                backends,
                checks);
    }

    private static Map<String, VirtualService.Forwarding> forwardings() {
        Map<String, VirtualService.Forwarding> forwardings = new LinkedHashMap<>();
        forwardings.put("dr", VirtualService.Forwarding.DR);
        forwardings.put("nat", VirtualService.Forwarding.NAT);
        forwardings.put("tun", VirtualService.Forwarding.TUN);
        forwardings.put("proxy", VirtualService.Forwarding.PROXY);
        forwardings.put("local", VirtualService.Forwarding.LOCAL);
        return forwardings;
    }

    private static Map<String, String> forwardingsOfOthers() {
        return Map.of(
                "masq", "Write nat.",
                "masquerade", "Write nat.",
                "masquerading", "Write nat.",
                "gate", "Write dr.",
                "direct", "Write dr.",
                "haproxy", "Write proxy.",
                "tunnel", "Write tun.",
                "ipip", "Write tun.");
    }

    private static Optional<VirtualService.Persistence> persistence(Block block, EntranceReader.Entrance entrance) {
        Optional<Located<Duration>> time = block.read(PERSISTENCE);
        Optional<Located<Integer>> prefix = block.read(PERSISTENCE_PREFIX);
        if (!block.has(PERSISTENCE.name())) {
            block.refuse(
                    PERSISTENCE_PREFIX.name(),
                    "missing-key",
                    "`persistence_prefix` says which clients stay together, and there is no `persistence`",
                    "Add `persistence: 5m`, or remove it.");
            boolean everyPort = entrance.target()
                    .filter(target -> target.value().<Boolean>match(port -> port.port() == 0, mark -> false))
                    .isPresent();
            if (everyPort) {
                block.refuse(
                        EntranceReader.PORT.name(),
                        "conflict",
                        "port 0 is every port, which the kernel has with persistence only",
                        "Add `persistence: 5m`, or write the port that clients connect to.");
            }
        }
        int bits =
                entrance.vip().map(vip -> vip.value().getAddress().length * 8).orElse(128);
        prefix.filter(length -> length.value() > bits)
                .ifPresent(length -> block.refuse(
                        PERSISTENCE_PREFIX.name(),
                        "out-of-range",
                        "persistence_prefix must be 1.." + bits + ": persistence_prefix=" + length.value(),
                        "Write 24."));
        return time.map(written -> new VirtualService.Persistence(written.value(), prefix.map(Located::value)));
    }

    /** The kernel counts persistence in whole seconds. */
    private static Duration persistence(String text) {
        Duration written = Values.duration("persistence", Duration.ofSeconds(1), Duration.ofDays(31))
                .apply(text);
        if (written.toMillis() % 1000 != 0) {
            throw new BadValue("out-of-range", "persistence must be whole seconds: " + text);
        }
        return written;
    }

    /** The port that it is reached at, 0 for every one; empty where it goes by a mark, or the port is wrong. */
    Optional<Integer> port() {
        return target.flatMap(written ->
                written.value().<Optional<Integer>>match(port -> Optional.of(port.port()), mark -> Optional.empty()));
    }

    /** Its protocol; empty where it goes by a mark. */
    Optional<VirtualService.Protocol> protocol() {
        return target.flatMap(written -> written.value()
                .<Optional<VirtualService.Protocol>>match(
                        port -> Optional.of(port.protocol()), mark -> Optional.empty()));
    }

    /** The checks of one of its real servers. */
    List<Check> checksOf(Backend backend) {
        return backend.wanted().handling().checks().orElse(checks);
    }

    /** The hosts of the inventory that it names. */
    List<String> hosts() {
        return Stream.concat(
                        backends.stream().flatMap(backend -> backend.value().host().stream()),
                        fallback.sorryHost().stream())
                .toList();
    }

    /** Once there are no problems. */
    VirtualService build(Map<String, Host> hosts) {
        int servicePort = port().orElse(0);
        return new VirtualService(
                name.value(),
                vip.orElseThrow().value(),
                target.orElseThrow().value(),
                scheduling,
                forwarding,
                persistence,
                fallback.build(hosts, servicePort),
                backends.stream()
                        .map(backend -> build(backend.value(), hosts, servicePort))
                        .toList(),
                checks);
    }

    private static VirtualService.RealServer build(Backend backend, Map<String, Host> hosts, int servicePort) {
        return new VirtualService.RealServer(
                backend.host(),
                backend.address()
                        .map(Located::value)
                        .orElseGet(
                                () -> Values.address(hosts.get(backend.name()).address())),
                backend.port().orElse(servicePort),
                backend.weight(),
                backend.wanted().handling());
    }
}
