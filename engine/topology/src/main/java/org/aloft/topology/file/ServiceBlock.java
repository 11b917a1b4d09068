package org.aloft.topology.file;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.inventory.Inventory;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.problem.BadValue;
import org.aloft.topology.problem.Located;
import org.aloft.topology.yaml.YamlValue;

/**
 * One entry of {@code services}, each value checked by itself; groups are resolved to hosts.
 *
 * <pre>{@code
 * web:
 *   vip: 192.168.100.10
 *   port: 80
 *   protocol: tcp
 *   scheduler: rr
 *   forward: dr
 *   persistence: 5m
 *   real_servers: {web: 1, web3: {weight: 2, port: 80, address: 10.0.0.23}}     # host or group
 *   check: {tcp: {connect_timeout: 5s, retries: 1, delay_before_retry: 1s, delay: 60s}}
 * }</pre>
 */
record ServiceBlock(
        Located<String> name,
        Optional<Located<InetAddress>> vip,
        Optional<Located<Integer>> port,
        VirtualService.Protocol protocol,
        String scheduler,
        VirtualService.Forwarding forwarding,
        Optional<Duration> persistence,
        List<Located<Backend>> backends,
        Optional<VirtualService.TcpCheck> check) {

    /** The kernel's schedulers (net/netfilter/ipvs). */
    private static final List<String> SCHEDULERS =
            List.of("rr", "wrr", "lc", "wlc", "fo", "ovf", "lblc", "lblcr", "dh", "sh", "mh", "sed", "nq", "twos");

    private static final String PORTS = "Write one service for each port, with `port` and the same real_servers.";
    private static final Duration HOUR = Duration.ofHours(1);

    private static final Key<InetAddress> VIP = Key.address(
                    "vip", Values::address, "Write one of an instance's vips, without a prefix length.")
            .required("vip: 192.168.100.10")
            .help("One of an instance's vips.");
    private static final Key<Integer> PORT = Key.whole("port", 1, 65535, "Write the port that clients connect to.")
            .required("port: 80")
            .help("The port that clients connect to.");
    private static final Key<VirtualService.Protocol> PROTOCOL = Key.choice("protocol", protocols())
            .otherwise("tcp")
            .alsoCalled(Map.of("sctp", "IPVS knows it, Aloft not yet; leave the service out."))
            .help("The transport protocol.");
    private static final Key<String> SCHEDULER = Key.choice("scheduler", SCHEDULERS)
            .otherwise("wlc")
            .alsoCalled(schedulersOfOthers())
            .help("How IPVS spreads connections (ipvsadm(8)).");
    private static final Key<VirtualService.Forwarding> FORWARD = Key.choice("forward", forwardings())
            .required("forward: dr")
            .alsoCalled(forwardingsOfOthers())
            .help("How packets get to the real servers: dr, they answer clients directly; nat, through the director.");
    private static final Key<Duration> PERSISTENCE = Key.time(
                    "persistence", ServiceBlock::persistence, "Write 5m, or remove it.")
            .help("How long a client stays with its real server, in whole seconds; not at all unless said.");

    private static final Key<Duration> CONNECT_TIMEOUT = Key.time(
                    "connect_timeout", Duration.ofMillis(1), HOUR, "Write 3s.")
            .otherwise("5s")
            .help("How long a connect may take.");
    private static final Key<Integer> RETRIES =
            Key.whole("retries", 0, 100, "Write 3.").otherwise("1").help("More tries before it is taken out.");
    private static final Key<Duration> DELAY_BEFORE_RETRY = Key.time(
                    "delay_before_retry", Duration.ZERO, HOUR, "Write 3s.")
            .otherwise("1s")
            .help("Pause between those tries.");
    private static final Key<Duration> DELAY = Key.time("delay", Duration.ofMillis(1), HOUR, "Write 3s.")
            .otherwise("1m")
            .help("Time between checks.");
    private static final Keys TCP_KEYS = Keys.of(CONNECT_TIMEOUT, RETRIES, DELAY_BEFORE_RETRY, DELAY)
            .alsoCalled("timeout", "Write `connect_timeout: 3s`.")
            .alsoCalled("interval", "Write `delay: 3s`.")
            .alsoCalled("inter", "Write `delay: 3s`.")
            .alsoCalled("fall", "Write `retries: 3`.")
            .notYet("Remove it: one good check brings a real server back.", "rise");
    private static final Key<Void> TCP = Key.structure(
                    "tcp", new Shape.Either(List.of(new Shape.Map(TCP_KEYS), new Shape.Nothing())))
            .required("tcp: {connect_timeout: 3s}")
            .help("A TCP connect.");
    private static final Keys CHECK_KEYS = Keys.of(TCP)
            .notYet(
                    "Write `tcp: {connect_timeout: 3s}`: a TCP connect is the only check.",
                    "http",
                    "https",
                    "dns",
                    "udp",
                    "smtp",
                    "misc",
                    "script",
                    "ping");
    private static final Key<Void> CHECK = Key.structure(
                    "check", new Shape.Map(CHECK_KEYS), "check: {tcp: {connect_timeout: 3s}}")
            .help("How a real server is found dead; never unless said.");

    static final Keys KEYS = Keys.of(
                    VIP, PORT, PROTOCOL, SCHEDULER, FORWARD, PERSISTENCE, RealServersReader.REAL_SERVERS, CHECK)
            .notYet(PORTS, "ports");

    /**
     * A real server.
     *
     * @param host the host
     * @param port empty: the service's
     * @param address where requests are forwarded to; empty: the host's own address
     */
    record Backend(String host, int weight, Optional<Integer> port, Optional<Located<InetAddress>> address) {}

    static ServiceBlock read(String name, Block block, Inventory inventory) {
        block.check(KEYS);
        NameRules.check(new Located<>(name, block.at(), block.path()), NameRule.SERVICE, block.problems());
        return new ServiceBlock(
                new Located<>(name, block.at(), block.path()),
                vip(block),
                port(block),
                protocol(block),
                block.orFallback(SCHEDULER),
                // With a method that could not be read nothing else is at odds.
                block.read(FORWARD).map(Located::value).orElse(VirtualService.Forwarding.NAT),
                block.read(PERSISTENCE).map(Located::value),
                new RealServersReader(block, inventory).read(),
                block.block(CHECK).flatMap(ServiceBlock::check));
    }

    private static Optional<Located<InetAddress>> vip(Block block) {
        if (block.value("vip").filter(YamlValue.Sequence.class::isInstance).isPresent()) {
            block.refuse(
                    "vip",
                    "not-yet",
                    "a service must have one VIP, but this is a list",
                    "Write one service for each VIP, with the same real_servers.");
            return Optional.empty();
        }
        return block.read(VIP);
    }

    private static VirtualService.Protocol protocol(Block block) {
        if (block.value("protocol").filter(YamlValue.Sequence.class::isInstance).isPresent()) {
            block.refuse(
                    "protocol",
                    "not-yet",
                    "a service must have one protocol, but this is a list",
                    "Write two services, one with `protocol: tcp` and one with `protocol: udp`.");
            return VirtualService.Protocol.TCP;
        }
        return block.orFallback(PROTOCOL);
    }

    private static Optional<Located<Integer>> port(Block block) {
        boolean list =
                block.value("port").filter(YamlValue.Sequence.class::isInstance).isPresent();
        if (list
                || block.peek("port").matches("[0-9]+-[0-9]+")
                || block.peek("port").equals("0")) {
            block.refuse("port", "not-yet", "a service must have one port, not several, a range or every one", PORTS);
            return Optional.empty();
        }
        return block.read(PORT);
    }

    private static Map<String, VirtualService.Protocol> protocols() {
        Map<String, VirtualService.Protocol> protocols = new LinkedHashMap<>();
        protocols.put("tcp", VirtualService.Protocol.TCP);
        protocols.put("udp", VirtualService.Protocol.UDP);
        return protocols;
    }

    private static Map<String, VirtualService.Forwarding> forwardings() {
        Map<String, VirtualService.Forwarding> forwardings = new LinkedHashMap<>();
        forwardings.put("dr", VirtualService.Forwarding.DR);
        forwardings.put("nat", VirtualService.Forwarding.NAT);
        return forwardings;
    }

    private static Map<String, String> schedulersOfOthers() {
        return Map.of(
                "round-robin", "Write rr.",
                "roundrobin", "Write rr.",
                "weighted-round-robin", "Write wrr.",
                "least-connection", "Write lc, or wlc.",
                "leastconn", "Write lc, or wlc.",
                "source", "Write sh.",
                "source-hashing", "Write sh.");
    }

    private static Map<String, String> forwardingsOfOthers() {
        return Map.of(
                "masq", "Write nat.",
                "masquerade", "Write nat.",
                "masquerading", "Write nat.",
                "gate", "Write dr.",
                "direct", "Write dr.",
                "local", "A director cannot be its own real server: use another host.",
                "tun", "Use dr where directors and real servers share a network, else nat; tun is not set up yet.",
                "ipip", "Use dr where directors and real servers share a network, else nat; tun is not set up yet.");
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

    private static Optional<VirtualService.TcpCheck> check(Block check) {
        check.check(CHECK_KEYS);
        if (check.value("tcp").filter(value -> value.plain() == null).isPresent()) {
            return Optional.of(new VirtualService.TcpCheck(
                    CONNECT_TIMEOUT.fallbackValue(),
                    RETRIES.fallbackValue(),
                    DELAY_BEFORE_RETRY.fallbackValue(),
                    DELAY.fallbackValue()));
        }
        return check.block(TCP).map(ServiceBlock::tcpCheck);
    }

    /** Defaults are those of keepalived.conf(5). */
    private static VirtualService.TcpCheck tcpCheck(Block tcp) {
        tcp.check(TCP_KEYS);
        return new VirtualService.TcpCheck(
                tcp.orFallback(CONNECT_TIMEOUT),
                tcp.orFallback(RETRIES),
                tcp.orFallback(DELAY_BEFORE_RETRY),
                tcp.orFallback(DELAY));
    }

    /** Once there are no problems. */
    VirtualService build(Map<String, Host> hosts) {
        List<VirtualService.RealServer> realServers = new ArrayList<>();
        for (Located<Backend> backend : backends) {
            Backend wanted = backend.value();
            realServers.add(new VirtualService.RealServer(
                    wanted.host(),
                    wanted.address()
                            .map(Located::value)
                            .orElseGet(() ->
                                    Values.address(hosts.get(wanted.host()).address())),
                    wanted.port().orElse(port.orElseThrow().value()),
                    wanted.weight()));
        }
        return new VirtualService(
                name.value(),
                vip.orElseThrow().value(),
                port.orElseThrow().value(),
                protocol,
                scheduler,
                forwarding,
                persistence,
                realServers,
                check);
    }
}
