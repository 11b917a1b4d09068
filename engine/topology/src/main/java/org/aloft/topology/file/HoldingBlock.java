package org.aloft.topology.file;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.aloft.topology.model.Holding;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.problem.Located;

/**
 * What the active member of an instance has beside its VIPs.
 *
 * <pre>{@code
 * routes: [{to: 10.40.0.0/16, via: 10.0.0.254, table: 100}, {to: default, interface: eth1}]
 * rules: [{from: 10.40.0.0/16, table: 100, priority: 1000}]
 * virtual_mac: true
 * accept: true
 * }</pre>
 *
 * @param accept whether the file says that packets to the VIPs are delivered, or not
 */
record HoldingBlock(
        List<Holding.VirtualRoute> routes,
        List<Holding.VirtualRule> rules,
        boolean virtualMac,
        Optional<Boolean> accept) {
    private static final int HIGHEST = 999_999_999;
    private static final String NETWORK = "Write it as address/length, such as 10.40.0.0/16.";
    private static final String IN_NUMBERS = "Write the address in numbers.";
    private static final Key<Optional<IpPrefix>> ROUTE_TO = Key.text("to", HoldingBlock::destination, NETWORK)
            .required("to: 10.40.0.0/16")
            .help("A network, or `default`.");
    private static final Key<InetAddress> VIA =
            Key.address("via", Values::unicastAddress, IN_NUMBERS).help("The gateway.");
    private static final Key<String> INTERFACE = Key.named(
                    "interface", NameRule.INTERFACE, "Name one that `ip link` shows on the members.")
            .help(
                    "The interface that a route leads out of, the instance's unless said; that packets come in by, for a rule.");
    private static final Key<InetAddress> SOURCE = Key.address("source", Values::unicastAddress, IN_NUMBERS)
            .help("The address that the host's own packets get there, most often a VIP.");
    private static final Key<Integer> TABLE =
            Key.whole("table", 1, HIGHEST, "Write 100.").help("The number of a routing table.");
    private static final Key<Integer> RULE_TABLE =
            TABLE.required("table: 100").help("Where matching packets are looked up.");
    private static final Key<Integer> METRIC =
            Key.whole("metric", 0, HIGHEST, "Write 100.").help("The lowest of several routes counts.");
    private static final Keys ROUTE_KEYS = Keys.of(ROUTE_TO, VIA, INTERFACE, SOURCE, TABLE, METRIC)
            .alsoCalled("dev", "Write `interface: eth1`.")
            .alsoCalled("gateway", "Write `via: 192.168.100.254`.");
    private static final Key<IpPrefix> FROM =
            Key.text("from", Values::network, NETWORK).help("Where packets come from.");
    private static final Key<IpPrefix> TO =
            Key.text("to", Values::network, NETWORK).help("Where packets go.");
    private static final Key<Integer> MARK =
            Key.whole("mark", 1, HIGHEST, "Write 7.").help("The firewall's mark on packets.");
    private static final Key<Integer> PRIORITY = Key.whole("priority", 1, 32765, "Write 1000.")
            .required("priority: 1000")
            .help("The lowest rule is asked first.");
    private static final Keys RULE_KEYS = Keys.of(FROM, TO, INTERFACE, MARK, RULE_TABLE, PRIORITY)
            .alsoCalled("iif", "Write `interface: eth1`.")
            .alsoCalled("fwmark", "Write `mark: 7`.")
            .alsoCalled("lookup", "Write `table: 100`.");

    static final Key<Void> ROUTES = Key.structure(
                    "routes",
                    new Shape.Many(new Shape.Map(ROUTE_KEYS)),
                    "routes: [{to: 10.40.0.0/16, via: 192.168.100.254}]")
            .help("Routes that move with the VIPs.");
    static final Key<Void> RULES = Key.structure(
                    "rules",
                    new Shape.Many(new Shape.Map(RULE_KEYS)),
                    "rules: [{from: 10.40.0.0/16, table: 100, priority: 1000}]")
            .help("Rules of routing that move with the VIPs.");
    static final Key<Boolean> VIRTUAL_MAC = Key.truth("virtual_mac")
            .otherwise("false")
            .help("Whether the VIPs stand on an interface of their own, with VRRP's MAC address.");
    static final Key<Boolean> ACCEPT =
            Key.truth("accept").help("Whether packets to the VIPs are delivered; they are unless `global.strict`.");

    /** Empty for the default route. */
    private static Optional<IpPrefix> destination(String text) {
        return text.equals("default") ? Optional.empty() : Optional.of(Values.network(text));
    }

    static HoldingBlock read(Block instance) {
        return new HoldingBlock(
                each(instance, ROUTES, HoldingBlock::route),
                each(instance, RULES, HoldingBlock::rule),
                instance.orFallback(VIRTUAL_MAC),
                instance.read(ACCEPT).map(Located::value));
    }

    private static <T> List<T> each(Block instance, Key<Void> key, Function<Block, Optional<T>> reader) {
        List<T> all = new ArrayList<>();
        instance.items(key.name())
                .forEach(item -> Block.of(item, instance.pathOf(key.name()), instance.template(), instance.problems())
                        .flatMap(reader)
                        .ifPresent(all::add));
        return all;
    }

    private static Optional<Holding.VirtualRoute> route(Block block) {
        block.check(ROUTE_KEYS);
        if (!block.has("via") && !block.has("interface")) {
            block.problems()
                    .add(
                            block.at(),
                            block.path(),
                            "missing-key",
                            "a route must have a gateway or an interface",
                            "Add `via: 192.168.100.254`, or `interface: eth1`.");
        }
        Optional<Located<InetAddress>> via = block.read(VIA);
        Optional<Located<Optional<IpPrefix>>> to = block.read(ROUTE_TO);
        to.flatMap(Located::value)
                .filter(network -> via.filter(gateway -> gateway.value().getAddress().length
                                != network.address().getAddress().length)
                        .isPresent())
                .ifPresent(network -> Lint.ADDRESS_FAMILY.tell(
                        block.problems(),
                        via.orElseThrow(),
                        "network and gateway must both be IPv4, or both IPv6: " + network + " via "
                                + IpPrefix.inShort(via.orElseThrow().value()),
                        "Write a gateway of the destination's address family."));
        return to.map(network -> new Holding.VirtualRoute(
                network.value(),
                via.map(Located::value),
                block.read(INTERFACE).map(Located::value),
                block.read(SOURCE).map(Located::value),
                block.read(TABLE).map(Located::value),
                block.read(METRIC).map(Located::value)));
    }

    private static Optional<Holding.VirtualRule> rule(Block block) {
        block.check(RULE_KEYS);
        Optional<Located<Integer>> priority = block.read(PRIORITY);
        return block.read(RULE_TABLE)
                .map(table -> new Holding.VirtualRule(
                        block.read(FROM).map(Located::value),
                        block.read(TO).map(Located::value),
                        block.read(INTERFACE).map(Located::value),
                        block.read(MARK).map(Located::value),
                        table.value(),
                        priority.map(Located::value).orElse(0)));
    }

    Holding build() {
        return new Holding(routes, rules, virtualMac, accept);
    }
}
