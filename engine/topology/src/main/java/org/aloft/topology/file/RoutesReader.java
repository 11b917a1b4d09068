package org.aloft.topology.file;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.model.HostSettings.Route;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.problem.BadValue;
import org.aloft.topology.problem.Located;
import org.aloft.topology.yaml.YamlValue;

/** The map {@code routes}: network → gateway. */
final class RoutesReader {
    static final Key<Void> ROUTES = Key.structure(
                    "routes",
                    new Shape.Names(new Shape.Pattern(Key.ADDRESS_PATTERN)),
                    "routes: {10.20.0.0/16: 192.168.100.254}")
            .help("Network, or `default`: its gateway, now and after a reboot.");

    private static final String DEFAULT = "default";

    private final Block routes;
    private final Map<String, Located<Route>> read = new LinkedHashMap<>();

    private RoutesReader(Block routes) {
        this.routes = routes;
    }

    /** Network, in its shortest form → the route to it. */
    static Map<String, Located<Route>> read(Block settings) {
        return settings.block(ROUTES)
                .map(routes -> {
                    RoutesReader reader = new RoutesReader(routes);
                    routes.entries().forEach(reader::route);
                    return reader.read;
                })
                .orElseGet(LinkedHashMap::new);
    }

    private void route(YamlValue.Entry entry) {
        Located<String> written = new Located<>(entry.key(), entry.keyAt(), routes.pathOf(entry.key()));
        Optional<Located<InetAddress>> gateway = routes.scalar(entry.value(), written.key())
                .flatMap(text -> routes.parse(
                        text, Values::unicastAddress, "Write the address of a router in a network of the host."));
        Optional<Located<IpPrefix>> destination = entry.key().equals(DEFAULT)
                ? gateway.map(address -> written.with(IpPrefix.everyAddress(address.value())))
                : routes.parse(
                        written, Values::network, "Write it as address/length, such as 10.20.0.0/16, or `default`.");
        destination.ifPresent(network -> gateway.flatMap(address -> routes.parse(
                        address.with(address.value().getHostAddress()),
                        unused -> route(network.value(), address.value()),
                        "Write a gateway of the destination's address family."))
                .ifPresent(route -> put(network.with(route.value()))));
    }

    private static Route route(IpPrefix destination, InetAddress gateway) {
        if (destination.address().getAddress().length != gateway.getAddress().length) {
            throw new BadValue(
                    "address-family",
                    "network and gateway must both be IPv4, or both IPv6: " + destination + " via "
                            + IpPrefix.inShort(gateway));
        }
        return new Route(destination, gateway);
    }

    private void put(Located<Route> route) {
        Located<Route> other = read.putIfAbsent(route.value().destination().toString(), route);
        if (other != null) {
            routes.problems()
                    .add(
                            route.at(),
                            route.key(),
                            "duplicate-route",
                            "one network stands here in two spellings: the other in "
                                    + other.at().seenFrom(route.at()),
                            "Remove one of the two.");
        }
    }
}
