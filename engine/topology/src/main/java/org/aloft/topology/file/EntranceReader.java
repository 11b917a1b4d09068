package org.aloft.topology.file;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.problem.BadValue;
import org.aloft.topology.problem.Located;
import org.aloft.topology.yaml.YamlValue;

/**
 * Where a service is reached: {@code vip} with {@code port}, {@code ports} or {@code firewall_mark}, and
 * {@code protocol}. Several VIPs, ports or protocols make several services, each named after what it has alone.
 */
final class EntranceReader {
    /** A firewall mark is any number of 32 bits; nobody marks with more than these digits. */
    private static final int MOST_MARK = 999_999_999;

    /** keepalived's word for it; who wrote that is told so, and that is enough. */
    private static final String KEEPALIVED_MARK = "fwmark";

    /** Each is a virtual server in the agent's file and in the kernel. */
    private static final int MOST_SERVICES = 1024;

    static final Key<InetAddress> VIP = Key.address(
                    "vip", Values::address, "Write one of an instance's vips, without a prefix length.")
            .withShape(new Shape.Many(new Shape.Pattern(Key.ADDRESS_PATTERN)))
            .required("vip: 192.168.100.10")
            .help("One of an instance's vips, or a list of them.");
    static final Key<Integer> PORT = Key.whole("port", 0, 65535, "Write the port that clients connect to.")
            .help("The port that clients connect to; 0 with persistence: every port.");
    static final Key<List<Integer>> PORTS = Key.text("ports", EntranceReader::range, "Write [80, 443, 8001-8020].")
            .withShape(new Shape.Many(
                    new Shape.Either(List.of(new Shape.Whole(1, 65535), new Shape.Pattern("^[0-9]{1,5}-[0-9]{1,5}$")))))
            .help("Several ports and ranges of them: a service for each.");
    static final Key<Integer> MARK = Key.whole("firewall_mark", 1, MOST_MARK, "Write the mark that the firewall sets.")
            .help("In place of a port: packets to the VIP that the directors' firewall has marked.");
    static final Key<VirtualService.Protocol> PROTOCOL = Key.choice("protocol", protocols())
            .withShape(new Shape.Many(new Shape.Word(List.copyOf(protocols().keySet()))))
            .otherwise("tcp")
            .help("The transport protocol, or a list of them: a service for each.");

    /**
     * One place at which a service is reached.
     *
     * @param suffix what its name has behind that of the entry; empty where the entry has only one
     * @param vip empty where it is missing or wrong
     * @param target likewise
     */
    record Entrance(
            String suffix, Optional<Located<InetAddress>> vip, Optional<Located<VirtualService.Target>> target) {}

    private final Block block;

    EntranceReader(Block block) {
        this.block = block;
    }

    /** At least one. */
    List<Entrance> read() {
        List<Optional<Located<InetAddress>>> vips = orNone(block.readAll(VIP));
        List<VirtualService.Protocol> protocols = protocols(block);
        List<Optional<Located<VirtualService.Target>>> targets = orNone(targets(protocols));
        boolean severalPorts = targets.size() > protocols.size();
        if (vips.size() * targets.size() > MOST_SERVICES) {
            String key = targets.size() > 1 ? PORTS.name() : VIP.name();
            block.refuse(
                    key,
                    "out-of-range",
                    "an entry must make 1.." + MOST_SERVICES + " services, not " + vips.size() * targets.size(),
                    "Write `port: 0` with `persistence` for every port, or `firewall_mark`.");
            return List.of(new Entrance("", vips.get(0), targets.get(0)));
        }
        List<Entrance> entrances = new ArrayList<>();
        for (Optional<Located<InetAddress>> vip : vips) {
            String ofVip = vips.size() == 1 ? "" : suffix(vip.orElseThrow().value());
            for (Optional<Located<VirtualService.Target>> target : targets) {
                String ofPort = severalPorts ? suffix(target) : "";
                String ofProtocol = protocols.size() > 1 ? protocolSuffix(target) : "";
                entrances.add(new Entrance(ofVip + ofPort + ofProtocol, vip, target));
            }
        }
        return entrances;
    }

    private static <T> List<Optional<T>> orNone(List<T> found) {
        return found.isEmpty()
                ? List.of(Optional.empty())
                : found.stream().map(Optional::of).toList();
    }

    /** Names have no colons. */
    private static String suffix(InetAddress vip) {
        return "-" + IpPrefix.inShort(vip).replace(':', '_');
    }

    private static String suffix(Optional<Located<VirtualService.Target>> target) {
        return target.orElseThrow().value().match(port -> "-" + port.port(), mark -> "-" + mark.mark());
    }

    private static String protocolSuffix(Optional<Located<VirtualService.Target>> target) {
        return target.map(each ->
                        each.value().match(port -> "-" + port.protocol().name().toLowerCase(Locale.ROOT), mark -> ""))
                .orElse("");
    }

    private List<Located<VirtualService.Target>> targets(List<VirtualService.Protocol> protocols) {
        List<String> written = Stream.of(PORT.name(), PORTS.name(), MARK.name())
                .filter(block::has)
                .toList();
        if (written.isEmpty() && !block.has(KEEPALIVED_MARK)) {
            block.problems().add(block.at(), block.path(), "missing-key", "`port` is missing", "Add `port: 80`.");
        } else if (written.size() > 1) {
            block.refuse(
                    written.get(1),
                    "conflict",
                    "a service must have only one of `port`, `ports` and `firewall_mark`",
                    "Remove `" + written.get(1) + "`, or make it a service of its own.");
        }
        if (block.has(MARK.name())) {
            return marks();
        }
        List<Located<Integer>> ports = ports();
        return protocols.stream()
                .flatMap(protocol -> ports.stream()
                        .map(port -> port.<VirtualService.Target>with(new VirtualService.Port(protocol, port.value()))))
                .toList();
    }

    private List<Located<VirtualService.Target>> marks() {
        if (block.has(PROTOCOL.name())) {
            block.refuse(
                    PROTOCOL.name(),
                    "conflict",
                    "`protocol` must not stand beside `firewall_mark`, which takes what the firewall marks",
                    "Remove `protocol`.");
        }
        return block.read(MARK).stream()
                .map(mark -> mark.<VirtualService.Target>with(new VirtualService.Mark(mark.value())))
                .toList();
    }

    private List<Located<Integer>> ports() {
        if (isList(PORT.name()) || block.peek(PORT.name()).matches("[0-9]+-[0-9]+")) {
            block.refuse(PORT.name(), "other-word", "`port` must be one port", "Write `ports: [80, 443, 8001-8020]`.");
            return List.of();
        }
        List<Located<Integer>> ports = new ArrayList<>();
        block.read(PORT).ifPresent(ports::add);
        block.readAll(PORTS).forEach(range -> range.value().forEach(port -> ports.add(range.with(port))));
        return ports;
    }

    /** At least one. */
    private static List<VirtualService.Protocol> protocols(Block block) {
        List<VirtualService.Protocol> protocols =
                block.readAll(PROTOCOL).stream().map(Located::value).distinct().toList();
        return protocols.isEmpty() ? List.of(PROTOCOL.fallbackValue()) : protocols;
    }

    private boolean isList(String key) {
        return block.value(key).filter(YamlValue.Sequence.class::isInstance).isPresent();
    }

    /** {@code 80}, or {@code 8001-8020} with both ends. */
    private static List<Integer> range(String text) {
        String[] ends = text.split("-", 2);
        int first = Values.integer("port", 1, 65535).apply(ends[0]);
        int last = ends.length == 1 ? first : Values.integer("port", 1, 65535).apply(ends[1]);
        if (last < first) {
            throw new BadValue("out-of-range", "a range of ports must go up: " + text);
        }
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    private static Map<String, VirtualService.Protocol> protocols() {
        Map<String, VirtualService.Protocol> protocols = new LinkedHashMap<>();
        protocols.put("tcp", VirtualService.Protocol.TCP);
        protocols.put("udp", VirtualService.Protocol.UDP);
        protocols.put("sctp", VirtualService.Protocol.SCTP);
        return protocols;
    }
}
