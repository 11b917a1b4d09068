package org.aloft.topology.graph;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.topology.model.InventoryNames;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.model.VrrpInstance;

/**
 * What is drawn, in words and in the order of the file. Text and SVG are made from it, and look no further.
 *
 * @param instances the VRRP instances, each with all that hangs on it
 * @param others hosts of the topology that are neither director nor real server
 */
record ClusterPicture(List<Instance> instances, List<String> others) {
    /** So many real servers that are alike are still drawn one by one. */
    private static final int MOST_SINGLE = 4;
    /** So many rows of a service are drawn; the rest is counted. */
    private static final int MOST_ROWS = 12;

    ClusterPicture {
        instances = List.copyOf(instances);
        others = List.copyOf(others);
    }

    /**
     * A VRRP instance.
     *
     * @param about its virtual router, in a few words
     */
    record Instance(String name, String about, List<Member> members, List<Vip> vips) {}

    /**
     * A director.
     *
     * @param about its priority, and what follows from it
     * @param at its address, and its interface where the members differ
     * @param preferred whether it is active while all are well
     */
    record Member(String host, String about, String at, boolean preferred) {}

    /** A VIP with what answers behind it. */
    record Vip(String address, List<Service> services) {}

    /**
     * A virtual service.
     *
     * @param at its port
     * @param about how it spreads requests
     */
    record Service(String name, String at, String about, List<Row> rows) {}

    /**
     * A real server, or several that are alike.
     *
     * @param about address, port and weight
     * @param hosts who they are; empty for one, whose name says it
     */
    record Row(String name, String about, String hosts) {}

    static ClusterPicture of(Topology topology) {
        Set<String> others = new LinkedHashSet<>(topology.hosts().keySet());
        others.removeIf(host -> topology.isDirector(host)
                || !topology.virtualServicesWithRealServer(host).isEmpty());
        List<Instance> instances = new ArrayList<>();
        topology.instances().forEach(instance -> instances.add(instance(instance, topology)));
        if (!topology.directors().isEmpty()) {
            instances.add(withoutInstance(topology));
        }
        return new ClusterPicture(
                instances,
                others.stream().map(host -> host + watching(host, topology)).toList());
    }

    private static String watching(String host, Topology topology) {
        return topology.verification().from().filter(host::equals).isPresent() ? " (verify looks from here)" : "";
    }

    private static Instance instance(VrrpInstance instance, Topology topology) {
        Set<String> interfaces = new LinkedHashSet<>(instance.interfaces().values());
        List<Member> members = new ArrayList<>();
        instance.members().forEach((host, priority) -> {
            boolean preferred = host.equals(instance.preferredActive());
            String where = topology.hosts().get(host).address()
                    + (interfaces.size() == 1 ? "" : " on " + instance.networkInterface(host));
            members.add(new Member(
                    host, "priority " + priority + ", " + (preferred ? "active first" : "standby"), where, preferred));
        });
        String about = "virtual_router_id " + instance.virtualRouterId() + ", VRRP version " + instance.version()
                + (interfaces.size() == 1 ? " on " + interfaces.iterator().next() : "");
        List<Vip> vips = instance.vips().stream()
                .map(vip -> new Vip(vip.host(), services(vip.address(), topology)))
                .toList();
        return new Instance(instance.name(), about, members, vips);
    }

    /** Directors that balance all at once, drawn where an instance would be. */
    private static Instance withoutInstance(Topology topology) {
        List<Member> members = topology.directors().stream()
                .map(host ->
                        new Member(host, "balances", topology.hosts().get(host).address(), true))
                .toList();
        List<Vip> vips = topology.services().stream()
                .filter(service -> topology.instanceOf(service).isEmpty())
                .map(VirtualService::vip)
                .distinct()
                .map(vip -> new Vip(IpPrefix.inShort(vip), services(vip, topology)))
                .toList();
        return new Instance("directors", announced(topology), members, vips);
    }

    private static String announced(Topology topology) {
        return topology.announcement()
                .map(announcement -> "AS " + announcement.localAs() + ", announce by BGP to "
                        + announcement.neighbors().entrySet().stream()
                                .map(router -> IpPrefix.inShort(router.getKey()) + " (AS " + router.getValue() + ")")
                                .collect(Collectors.joining(", ")))
                .orElse("their VIPs are in no instance");
    }

    private static List<Service> services(InetAddress vip, Topology topology) {
        return topology.services().stream()
                .filter(service -> service.vip().equals(vip))
                .map(service -> new Service(
                        service.name(), entrance(service), about(service), rows(service, topology.inventoryNames())))
                .toList();
    }

    private static String entrance(VirtualService service) {
        return service.target()
                .match(
                        port -> port.protocol() + (port.port() == 0 ? ", every port" : " port " + port.port()),
                        mark -> "firewall mark " + mark.mark());
    }

    private static String about(VirtualService service) {
        return switch (service.forwarding()) {
            case DR -> balanced(service, "direct routing");
            case NAT -> balanced(service, "NAT");
            case TUN -> balanced(service, "IP tunnel");
            case PROXY -> balanced(service, "haproxy");
            case LOCAL -> "answered by the holder of the VIP itself";
        };
    }

    private static String balanced(VirtualService service, String how) {
        return service.scheduler() + ", " + how
                + service.persistence()
                        .map(stays -> ", persistence " + stays.time().toSeconds() + " s")
                        .orElse("")
                + (service.allChecks().isEmpty() ? ", not checked" : "");
    }

    private static List<Row> rows(VirtualService service, InventoryNames names) {
        Map<String, List<VirtualService.RealServer>> alike = new LinkedHashMap<>();
        service.realServers().forEach(server -> alike.computeIfAbsent(
                        "port " + server.port() + ", weight " + server.weight(), unused -> new ArrayList<>())
                .add(server));
        List<Row> rows = new ArrayList<>();
        alike.forEach((about, servers) -> {
            if (servers.size() <= MOST_SINGLE) {
                servers.forEach(server -> rows.add(single(server)));
            } else {
                rows.add(several(about, servers, names));
            }
        });
        if (rows.size() <= MOST_ROWS) {
            return rows;
        }
        int rest = rows.size() - MOST_ROWS + 1;
        List<Row> shown = new ArrayList<>(rows.subList(0, MOST_ROWS - 1));
        shown.add(new Row("and " + rest + " more", "each by itself", ""));
        return shown;
    }

    private static Row single(VirtualService.RealServer server) {
        String address = IpPrefix.inShort(server.address());
        String bracketed = address.contains(":") ? "[" + address + "]" : address;
        return new Row(server.name(), bracketed + ":" + server.port() + ", weight " + server.weight(), "");
    }

    private static Row several(String about, List<VirtualService.RealServer> servers, InventoryNames names) {
        Set<String> hosts = servers.stream()
                .map(VirtualService.RealServer::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        String group = names.groups().entrySet().stream()
                .filter(entry -> !entry.getKey().equals("all")
                        && !entry.getKey().equals("ungrouped")
                        && Set.copyOf(entry.getValue()).equals(hosts))
                .map(entry -> entry.getKey() + ": ")
                .findFirst()
                .orElse("");
        List<String> inOrder = List.copyOf(hosts);
        return new Row(
                group + servers.size() + " real servers",
                about,
                inOrder.get(0) + " … " + inOrder.get(inOrder.size() - 1));
    }
}
