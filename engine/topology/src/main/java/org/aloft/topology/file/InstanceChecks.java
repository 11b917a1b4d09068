package org.aloft.topology.file;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.Priority;
import org.aloft.topology.model.VirtualRouterId;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Problems;

/** What VRRP instances must not say about each other, and within themselves. */
final class InstanceChecks {
    private final List<InstanceBlock> instances;
    private final Map<String, Host> hosts;
    private final Problems problems;

    InstanceChecks(List<InstanceBlock> instances, Map<String, Host> hosts, Problems problems) {
        this.instances = instances;
        this.hosts = hosts;
        this.problems = problems;
    }

    void run() {
        instances.forEach(this::eachPriorityOnce);
        instances.forEach(this::oneAddressFamily);
        instances.forEach(this::warnOfFirstAddress);
        instances.stream().filter(instance -> instance.members().size() == 1).forEach(this::warnOfOneMember);
        instances.forEach(this::warnOfOwnerThatPreempts);
        eachVirtualRouterOnce();
        eachVipOnce();
        noVipIsAHostsAddress();
    }

    private void eachPriorityOnce(InstanceBlock instance) {
        Map<Priority, String> holders = new HashMap<>();
        instance.members().forEach((host, priority) -> {
            String other = holders.putIfAbsent(priority.value(), host);
            if (other != null) {
                Lint.DUPLICATE_PRIORITY.tell(
                        problems,
                        priority,
                        "members must differ in priority: " + other + "=" + priority.value() + ", " + host + "="
                                + priority.value(),
                        "Give " + host + " another number, so that it is plain who takes over.");
            }
        });
    }

    private void warnOfOneMember(InstanceBlock instance) {
        Located<Priority> only = instance.members().values().iterator().next();
        Lint.ONE_MEMBER.tell(
                problems,
                only,
                "an instance with one member has nobody to fail over to",
                "Add a second one with another priority: members: {lvs1: 100, lvs2: 90}.");
    }

    /** 255 is the owner of the address, who always preempts (RFC 9568 §6.1); keepalived passes nopreempt over. */
    private void warnOfOwnerThatPreempts(InstanceBlock instance) {
        instance.members().values().stream()
                .filter(priority -> !instance.preempt() && priority.value().value() == 255)
                .forEach(priority -> Lint.OWNER_PREEMPTS.tell(
                        problems,
                        priority,
                        "a member with priority 255 always takes the VIPs back, but the instance says preempt=false",
                        "Write 254, or remove `preempt: false`."));
    }

    /** VIPs that adverts do not name may be of the other family. */
    private void oneAddressFamily(InstanceBlock instance) {
        for (Located<IpPrefix> vip : instance.named()) {
            Located<IpPrefix> first = instance.named().get(0);
            if (lengthOf(vip) != lengthOf(first)) {
                Lint.ADDRESS_FAMILY.tell(
                        problems,
                        vip,
                        "the VIPs of an instance must be of one address family: "
                                + IpPrefix.inShort(first.value().address()) + " and "
                                + IpPrefix.inShort(vip.value().address()),
                        "Make a second instance for the IPv6 addresses, or add `excluded: true` to them.");
            } else if (lengthOf(vip) == 16 && instance.version() == 2) {
                Lint.ADDRESS_FAMILY.tell(
                        problems,
                        vip,
                        "VRRP version 2 knows IPv4 only: "
                                + IpPrefix.inShort(vip.value().address()),
                        "Add `version: 3` to the instance.");
            }
        }
    }

    /** RFC 9568 §5.2.9: the first address in an advert must be the link-local one of the virtual router. */
    private void warnOfFirstAddress(InstanceBlock instance) {
        instance.named().stream()
                .findFirst()
                .filter(first ->
                        lengthOf(first) == 16 && !first.value().address().isLinkLocalAddress())
                .ifPresent(first -> Lint.LINK_LOCAL_FIRST.tell(
                        problems,
                        first,
                        "the first VIP of an instance of IPv6 should be link-local (RFC 9568 §5.2.9), and hosts should"
                                + " have that as their gateway: "
                                + first.value().host(),
                        "Put one before it, the same for all members: vips: [\"fe80::10/64\", …]."));
    }

    private static int lengthOf(Located<IpPrefix> vip) {
        return vip.value().address().getAddress().length;
    }

    /** A virtual router is known by its id on a network, for each address family by itself (RFC 9568 §1.3). */
    private void eachVirtualRouterOnce() {
        Map<String, InstanceBlock> known = new HashMap<>();
        for (InstanceBlock instance : instances) {
            instance.virtualRouterId().ifPresent(id -> instance.interfaces().values().stream()
                    .map(Located::value)
                    .distinct()
                    .forEach(name -> virtualRouterOnce(instance, id, name, known)));
        }
    }

    private void virtualRouterOnce(
            InstanceBlock instance,
            Located<VirtualRouterId> id,
            String networkInterface,
            Map<String, InstanceBlock> known) {
        int family = instance.vips().isEmpty() ? 4 : lengthOf(instance.vips().get(0));
        InstanceBlock other = known.putIfAbsent(id.value() + " " + networkInterface + " " + family, instance);
        if (other != null) {
            Lint.VRID_CLASH.tell(
                    problems,
                    id,
                    "two instances on one network must differ in virtual_router_id: " + id.value() + " on "
                            + networkInterface + " is taken by "
                            + other.name().value() + " in "
                            + other.virtualRouterId().orElseThrow().at().seenFrom(id.at()),
                    "Choose another number in 1..255.");
        }
    }

    private void eachVipOnce() {
        Map<String, Located<IpPrefix>> known = new HashMap<>();
        for (InstanceBlock instance : instances) {
            for (Located<IpPrefix> vip : instance.vips()) {
                String address = IpPrefix.inShort(vip.value().address());
                Located<IpPrefix> other = known.putIfAbsent(address + linkOf(instance, vip), vip);
                if (other != null) {
                    Lint.DUPLICATE_VIP.tell(
                            problems,
                            vip,
                            "a VIP must be held by one instance, once: " + address + " stands in " + other.key()
                                    + " too, " + other.at().seenFrom(vip.at()),
                            "Remove one of the two.");
                }
            }
        }
    }

    /** A link-local address is one for each link. */
    private static String linkOf(InstanceBlock instance, Located<IpPrefix> vip) {
        return vip.value().address().isLinkLocalAddress()
                ? "%"
                        + instance.interfaces().values().stream()
                                .map(Located::value)
                                .collect(Collectors.toCollection(TreeSet::new))
                : "";
    }

    private void noVipIsAHostsAddress() {
        Map<InetAddress, Host> owners = new HashMap<>();
        hosts.values()
                .forEach(host -> IpPrefix.address(host.address()).ifPresent(own -> owners.putIfAbsent(own, host)));
        for (InstanceBlock instance : instances) {
            for (Located<IpPrefix> vip : instance.vips()) {
                Host owner = owners.get(vip.value().address());
                if (owner != null) {
                    Lint.VIP_IS_HOST.tell(
                            problems,
                            vip,
                            "a VIP must not be a host's own address: " + owner.address() + " is " + owner.name(),
                            "Choose a free address of the network.");
                }
            }
        }
    }
}
