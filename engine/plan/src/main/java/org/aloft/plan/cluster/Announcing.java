package org.aloft.plan.cluster;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.PackageResource;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.plan.resource.SysctlResource;
import org.aloft.topology.model.Announcement;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.model.RoleSysctls;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;

/**
 * A director that announces its VIPs: FRR speaks BGP, and a VIP is on lo exactly while all of its services have their
 * quorum. The agent runs {@link #PROGRAM} when a service gains or loses it; FRR announces what is on lo of the VIPs.
 */
final class Announcing {
    /** What puts VIPs on lo, and takes them away. */
    static final String PROGRAM = "/etc/aloft/announce";

    private static final String UNIT = "aloft-announce.service";
    private static final String FRR = "frr";
    private static final String FRR_UNIT = "frr.service";
    private static final String FRR_CONFIGURATION = "/etc/frr/frr.conf";
    /** Where FRR's package once had its settings; still read, and not the user's as {@code /etc/frr/daemons} is. */
    private static final String FRR_DAEMONS = "/etc/frr/daemons.conf";
    /** As the package has its own. */
    private static final String FRR_OWNER = "frr:frr";

    private static final String SILENT =
            "the VIP on lo is for the routers alone, who are told by BGP: ARP must not tell";

    private final Topology topology;
    private final String host;
    private final Announcement announcement;
    private final Templates templates;

    private Announcing(Topology topology, String host, Announcement announcement, Templates templates) {
        this.topology = topology;
        this.host = host;
        this.announcement = announcement;
        this.templates = templates;
    }

    /** Whether this director announces the VIP of this service. */
    static boolean of(Topology topology, String host, VirtualService service) {
        return topology.announces(host) && topology.instanceOf(service).isEmpty();
    }

    /**
     * Adds what it needs, if it announces anything.
     *
     * @return what must be in force before the agent starts
     */
    static Set<ResourceId> addTo(WantedOfHost wanted, Topology topology, String host, Templates templates) {
        if (!topology.announces(host)) {
            return Set.of();
        }
        Announcement announcement = topology.announcement().orElseThrow();
        return new Announcing(topology, host, announcement, templates).addTo(wanted);
    }

    private Set<ResourceId> addTo(WantedOfHost wanted) {
        RoleSysctls.ofDirectRoutedServer().forEach((key, value) -> wanted.add(new SysctlResource(key, value, SILENT)));
        ServiceResource frr = addFrr(wanted);
        VrrpAgent agent = VrrpAgent.of(topology.agent());
        FileResource program = new FileResource(
                PROGRAM,
                templates.render("announce.sh.ftl", Map.of("vips", vips())),
                0755,
                "puts a VIP on lo while its services have their quorum, and takes it away",
                Set.of(FileResource.idOf(SysctlResource.FILE)));
        FileResource crashes = new FileResource(
                "/etc/systemd/system/" + agent.unit() + ".d/aloft-announce.conf",
                templates.render("agent-announces.conf.ftl", Map.of("program", PROGRAM)),
                0644,
                "an agent that has ended announces nothing",
                Set.of(program.id()));
        FileResource unit = new FileResource(
                "/etc/systemd/system/" + UNIT,
                templates.render("aloft-announce.service.ftl", Map.of("agent", agent.unit(), "program", PROGRAM)),
                0644,
                "takes the VIPs away before the agent stops",
                Set.of());
        wanted.add(program);
        wanted.add(crashes);
        wanted.add(unit);
        wanted.add(new ServiceResource(
                UNIT,
                ServiceResource.Rival.NONE,
                "has VIPs on lo, from where FRR announces them",
                Set.of(program.id(), unit.id(), agent.service(), frr.id()),
                Set.of(unit.id()),
                Set.of(program.id())));
        return Set.of(program.id(), crashes.id(), frr.id());
    }

    /** A restart reads all of it: only with Python does FRR read a file again, and then it changes ip forwarding, too. */
    private ServiceResource addFrr(WantedOfHost wanted) {
        PackageResource program = new PackageResource(FRR, "announces VIPs by BGP");
        FileResource daemons = new FileResource(
                FRR_DAEMONS,
                templates.render(
                        "frr-daemons.conf.ftl", Map.of("bfd", announcement.bfd().isPresent())),
                0640,
                FRR_OWNER,
                "which daemons of FRR run",
                Set.of(program.id()));
        FileResource configuration = new FileResource(
                FRR_CONFIGURATION,
                configuration(),
                0640,
                FRR_OWNER,
                "the BGP sessions of " + host + ", and what goes over them",
                Set.of(program.id()));
        ServiceResource service = new ServiceResource(
                FRR_UNIT,
                ServiceResource.Rival.NONE,
                "announces VIPs by BGP",
                Set.of(program.id(), daemons.id(), configuration.id()),
                Set.of(daemons.id(), configuration.id()),
                Set.of());
        wanted.add(program);
        wanted.add(daemons);
        wanted.add(configuration);
        wanted.add(service);
        return service;
    }

    private MaskedText configuration() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("local_as", String.valueOf(announcement.localAs()));
        values.put("router_id", routerId());
        long hold = announcement.holdTime().toSeconds();
        values.put("hold_time", String.valueOf(hold));
        values.put("keepalive", String.valueOf(hold / 3));
        announcement
                .bfd()
                .ifPresent(bfd -> values.put(
                        "bfd",
                        Map.of(
                                "interval", String.valueOf(bfd.interval().toMillis()),
                                "multiplier", String.valueOf(bfd.multiplier()))));
        announcement.password().ifPresent(password -> values.put("password", password));
        List<Map<String, Object>> neighbors = new ArrayList<>();
        topology.routers()
                .forEach((address, as) ->
                        neighbors.add(Map.of("address", IpPrefix.inShort(address), "as", String.valueOf(as))));
        values.put("neighbors", neighbors);
        List<Map<String, Object>> families = new ArrayList<>();
        family("ipv4", "ip", 4).ifPresent(families::add);
        family("ipv6", "ipv6", 16).ifPresent(families::add);
        values.put("families", families);
        return templates.render("frr.conf.ftl", values);
    }

    /** That each has one is what the reader of the topology has checked. */
    private String routerId() {
        return IpPrefix.inShort(announcement
                .routerId(topology.hosts().get(host))
                .orElseThrow(() -> new PlanException(
                        host + ": there is no IPv4 address to be its BGP identifier",
                        "add it to announce.router_ids")));
    }

    /** @param bytes of its addresses */
    private Optional<Map<String, Object>> family(String name, String protocol, int bytes) {
        List<String> vips = topology.announcedVips().stream()
                .filter(vip -> vip.getAddress().length == bytes)
                .map(Announcing::single)
                .toList();
        List<String> neighbors = topology.routers().keySet().stream()
                .filter(neighbor -> neighbor.getAddress().length == bytes)
                .map(IpPrefix::inShort)
                .toList();
        return vips.isEmpty()
                ? Optional.empty()
                : Optional.of(Map.of("name", name, "protocol", protocol, "vips", vips, "neighbors", neighbors));
    }

    private static String single(InetAddress vip) {
        return IpPrefix.inShort(vip) + "/" + vip.getAddress().length * 8;
    }

    private List<Map<String, Object>> vips() {
        return topology.announcedVips().stream()
                .map(vip -> Map.<String, Object>of(
                        "address",
                        single(vip),
                        "services",
                        topology.services().stream()
                                .filter(service -> service.vip().equals(vip))
                                .map(VirtualService::name)
                                .toList()))
                .toList();
    }
}
