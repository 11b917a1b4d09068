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

    private static final List<String> KEYS =
            List.of("vip", "port", "protocol", "scheduler", "forward", "persistence", "real_servers", "check");
    /** The kernel's schedulers (net/netfilter/ipvs). */
    private static final List<String> SCHEDULERS =
            List.of("rr", "wrr", "lc", "wlc", "fo", "ovf", "lblc", "lblcr", "dh", "sh", "mh", "sed", "nq", "twos");

    /**
     * A real server.
     *
     * @param host the host
     * @param port empty: the service's
     * @param address where requests are forwarded to; empty: the host's own address
     */
    record Backend(String host, int weight, Optional<Integer> port, Optional<Located<InetAddress>> address) {}

    static ServiceBlock read(String name, Block block, Inventory inventory) {
        block.allow(KEYS);
        NameRules.check(new Located<>(name, block.at(), block.path()), NameRule.SERVICE, block.problems());
        block.missing("vip", "vip: 192.168.100.10");
        block.missing("port", "port: 80");
        block.missing("forward", "forward: dr");
        block.missing("real_servers", "real_servers: {web: 1}");
        return new ServiceBlock(
                new Located<>(name, block.at(), block.path()),
                block.parsed("vip", Values::address, "Write one of an instance's vips, without a prefix length."),
                block.parsed("port", Values.integer("port", 1, 65535), "Write the port that clients connect to."),
                block.choice("protocol", protocols()).map(Located::value).orElse(VirtualService.Protocol.TCP),
                block.choice("scheduler", schedulers()).map(Located::value).orElse("wlc"),
                forwarding(block),
                block.parsed("persistence", ServiceBlock::persistence, "Write 5m, or remove it.")
                        .map(Located::value),
                new RealServersReader(block, inventory).read(),
                block.block("check").flatMap(ServiceBlock::check));
    }

    private static Map<String, VirtualService.Protocol> protocols() {
        Map<String, VirtualService.Protocol> protocols = new LinkedHashMap<>();
        protocols.put("tcp", VirtualService.Protocol.TCP);
        protocols.put("udp", VirtualService.Protocol.UDP);
        return protocols;
    }

    private static VirtualService.Forwarding forwarding(Block block) {
        if (block.peek("forward").equals("tun")) {
            block.refuse(
                    "forward",
                    "not-yet",
                    "tun is not set up on real servers yet",
                    "Use dr where directors and real servers share a network, else nat.");
            return VirtualService.Forwarding.TUN;
        }
        return block.choice("forward", forwardings()).map(Located::value).orElse(VirtualService.Forwarding.DR);
    }

    private static Map<String, VirtualService.Forwarding> forwardings() {
        Map<String, VirtualService.Forwarding> forwardings = new LinkedHashMap<>();
        forwardings.put("dr", VirtualService.Forwarding.DR);
        forwardings.put("nat", VirtualService.Forwarding.NAT);
        return forwardings;
    }

    private static Map<String, String> schedulers() {
        Map<String, String> schedulers = new LinkedHashMap<>();
        SCHEDULERS.forEach(scheduler -> schedulers.put(scheduler, scheduler));
        return schedulers;
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
        check.allow(List.of("tcp"));
        check.missing("tcp", "tcp: {connect_timeout: 3s}");
        if (check.value("tcp").filter(value -> value.plain() == null).isPresent()) {
            return Optional.of(new VirtualService.TcpCheck(
                    Duration.ofSeconds(5), 1, Duration.ofSeconds(1), Duration.ofSeconds(60)));
        }
        return check.block("tcp").map(ServiceBlock::tcpCheck);
    }

    /** Defaults are those of keepalived.conf(5). */
    private static VirtualService.TcpCheck tcpCheck(Block tcp) {
        tcp.allow(List.of("connect_timeout", "retries", "delay_before_retry", "delay"));
        return new VirtualService.TcpCheck(
                duration(tcp, "connect_timeout", Duration.ofMillis(1), Duration.ofSeconds(5)),
                tcp.parsed("retries", Values.integer("retries", 0, 100), "Write 3.")
                        .map(Located::value)
                        .orElse(1),
                duration(tcp, "delay_before_retry", Duration.ZERO, Duration.ofSeconds(1)),
                duration(tcp, "delay", Duration.ofMillis(1), Duration.ofSeconds(60)));
    }

    private static Duration duration(Block block, String key, Duration least, Duration otherwise) {
        return block.parsed(key, Values.duration(key, least, Duration.ofHours(1)), "Write 3s.")
                .map(Located::value)
                .orElse(otherwise);
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
