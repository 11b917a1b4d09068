package org.aloft.topology.file;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Problems;

/** What must be so where directors announce VIPs, beside what the block says by itself. */
final class AnnounceChecks {
    /** The only ones that need nothing but the packet to find a client's real server: so does every director. */
    private static final Set<String> BY_PACKET_ALONE = Set.of("mh", "sh");

    private final AnnounceBlock announce;
    private final Set<String> directors;
    private final Map<String, Host> hosts;
    private final List<InstanceBlock> instances;
    private final Problems problems;

    AnnounceChecks(
            AnnounceBlock announce,
            Set<String> directors,
            Map<String, Host> hosts,
            List<InstanceBlock> instances,
            Problems problems) {
        this.announce = announce;
        this.directors = directors;
        this.hosts = hosts;
        this.instances = instances;
        this.problems = problems;
    }

    /** @param services all of them; those whose VIPs instances hold are passed over */
    void run(List<ServiceBlock> services) {
        if (directors.isEmpty()) {
            Lint.ANNOUNCE_WITHOUT_DIRECTORS.tell(
                    problems,
                    announce.place(),
                    "`announce` is about VIPs that no instance holds, and there are no `directors` that balance those",
                    "Add `directors: [lvs1, lvs2]`, or remove `announce`.");
            return;
        }
        noNeighborIsDirector();
        eachHasAnIdentifier();
        oneBfd();
        List<ServiceBlock> announced = services.stream()
                .filter(service -> service.vip().isPresent() && !held(service))
                .toList();
        if (announced.isEmpty()) {
            Lint.NOTHING_TO_ANNOUNCE.tell(
                    problems,
                    announce.place(),
                    "there is no service whose VIP no instance holds, so that nothing is announced",
                    "Add such a service, or remove `announce`.");
        }
        announced.forEach(this::check);
    }

    private boolean held(ServiceBlock service) {
        InetAddress vip = service.vip().orElseThrow().value();
        return instances.stream()
                .flatMap(instance -> instance.vips().stream())
                .anyMatch(held -> held.value().address().equals(vip));
    }

    private void noNeighborIsDirector() {
        announce.neighbors().forEach((address, as) -> directors.stream()
                .filter(name -> address(name).equals(Optional.of(address)))
                .forEach(name -> Lint.NEIGHBOR_IS_DIRECTOR.tell(
                        problems,
                        as,
                        "a neighbor must be a router: " + IpPrefix.inShort(address) + " is " + name + ", a director",
                        "Write the router's address.")));
    }

    private Optional<InetAddress> address(String host) {
        return Optional.ofNullable(hosts.get(host)).flatMap(found -> IpPrefix.address(found.address()));
    }

    private void eachHasAnIdentifier() {
        List<String> without = directors.stream()
                .filter(hosts::containsKey)
                .filter(name -> !announce.routerIds().containsKey(name))
                .filter(name -> address(name)
                        .filter(address -> address.getAddress().length == 4)
                        .isEmpty())
                .toList();
        if (!without.isEmpty()) {
            Lint.NO_ROUTER_ID.tell(
                    problems,
                    announce.place(),
                    "a director must have a BGP identifier, which is its IPv4 address unless said; there is none for "
                            + String.join(", ", without),
                    "Add `router_ids: {" + without.get(0) + ": 192.0.2.11}`.");
        }
    }

    /** Both listen on UDP port 3784 (RFC 5881 §4). */
    private void oneBfd() {
        announce.bfd().ifPresent(bfd -> instances.stream()
                .filter(instance -> instance.detect().isPresent())
                .filter(instance -> instance.members().keySet().stream().anyMatch(directors::contains))
                .forEach(instance -> Lint.TWO_BFD.tell(
                        problems,
                        instance.detect().orElseThrow(),
                        "only one program of a host can speak BFD: with `announce` in "
                                + bfd.at()
                                        .seenFrom(
                                                instance.detect().orElseThrow().at())
                                + " that is FRR, with `detect` it is aloftd",
                        "Remove `detect`, or `bfd` there.")));
    }

    private void check(ServiceBlock service) {
        Located<InetAddress> vip = service.vip().orElseThrow();
        boolean reachesSome = announce.neighbors().keySet().stream()
                .anyMatch(
                        neighbor -> neighbor.getAddress().length == vip.value().getAddress().length);
        if (!reachesSome && !announce.neighbors().isEmpty()) {
            Lint.NO_NEIGHBOR_OF_FAMILY.tell(
                    problems,
                    vip,
                    "a VIP is announced to neighbors of its own family, and " + IpPrefix.inShort(vip.value())
                            + " has none: "
                            + announce.neighbors().keySet().stream()
                                    .map(IpPrefix::inShort)
                                    .collect(Collectors.joining(", ")),
                    "Add the router's address of that family to announce.neighbors.");
        }
        forwarding(service);
        commands(service);
        scheduler(service);
    }

    private void forwarding(ServiceBlock service) {
        String why =
                switch (service.forwarding()) {
                    case DR, TUN -> "";
                    case NAT ->
                        directors.size() < 2
                                ? ""
                                : "answers would have to come back through the director that the request came through";
                    case PROXY -> "haproxy knows no quorum, and each director would balance by itself";
                    case LOCAL -> "there is no instance whose holder could answer";
                };
        if (!why.isEmpty()) {
            Lint.NOT_ANNOUNCED_SO.tell(
                    problems,
                    service.name(),
                    "behind an announced VIP real servers must answer clients directly: " + why,
                    "Write `forward: dr`.");
        }
    }

    private void commands(ServiceBlock service) {
        if (service.fallback().quorumUp().isPresent()
                || service.fallback().quorumDown().isPresent()) {
            Lint.QUORUM_COMMAND_TAKEN.tell(
                    problems,
                    service.name(),
                    "the commands of an announced VIP's quorum put the VIP on lo and take it away, and there is one of"
                            + " each",
                    "Remove `notify` here; `mail` and the webhooks tell of the quorum as well.");
        }
    }

    private void scheduler(ServiceBlock service) {
        String scheduler = service.scheduling().scheduler();
        if (directors.size() > 1 && service.forwarding().isLvs() && !BY_PACKET_ALONE.contains(scheduler)) {
            Lint.DIRECTORS_DISAGREE.tell(
                    problems,
                    service.name(),
                    "each director chooses by itself, and with `scheduler: " + scheduler
                            + "` they choose differently: a connection that the routers move to another one breaks",
                    "Write `scheduler: mh`.");
        }
    }
}
