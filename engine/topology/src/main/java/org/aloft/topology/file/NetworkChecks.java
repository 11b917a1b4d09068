package org.aloft.topology.file;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.VirtualRouterId;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Problems;

/**
 * What VIPs with a prefix length and the hosts' addresses say about the networks of instances. Names of interfaces do
 * not say it, and nobody has looked at the hosts yet; so all of it is a warning.
 */
final class NetworkChecks {
    private final List<InstanceBlock> instances;
    private final Map<String, Host> hosts;
    private final Map<String, Set<String>> interfaces = new HashMap<>();
    private final Problems problems;

    NetworkChecks(List<InstanceBlock> instances, Map<String, Host> hosts, Problems problems) {
        this.instances = instances;
        this.hosts = hosts;
        this.problems = problems;
        instances.forEach(instance -> instance.interfaces().forEach((member, name) -> interfaces
                .computeIfAbsent(member, unused -> new HashSet<>())
                .add(name.value())));
    }

    void run() {
        Map<VirtualRouterId, List<InstanceBlock>> sameId = new HashMap<>();
        for (InstanceBlock instance : instances) {
            instance.virtualRouterId().ifPresent(id -> {
                List<InstanceBlock> others = sameId.computeIfAbsent(id.value(), unused -> new ArrayList<>());
                others.stream()
                        .filter(other -> !shareAnInterface(instance, other) && shareANetwork(instance, other))
                        .findFirst()
                        .ifPresent(other -> warnOfId(id, other));
                others.add(instance);
            });
            warnOfVipsOutside(instance);
        }
    }

    /** One interface is an error, which is told elsewhere. */
    private static boolean shareAnInterface(InstanceBlock left, InstanceBlock right) {
        Set<String> names =
                left.interfaces().values().stream().map(Located::value).collect(Collectors.toSet());
        return right.interfaces().values().stream().map(Located::value).anyMatch(names::contains);
    }

    private static boolean shareANetwork(InstanceBlock left, InstanceBlock right) {
        return left.vips().stream().map(Located::value).anyMatch(vip -> right.vips().stream()
                .map(Located::value)
                .anyMatch(other -> namesNetwork(vip)
                        && namesNetwork(other)
                        && contains(vip, other.address())
                        && contains(other, vip.address())));
    }

    private void warnOfId(Located<VirtualRouterId> id, InstanceBlock other) {
        Lint.VRID_REUSED.tell(
                problems,
                id,
                "instances of one network must differ in virtual_router_id: " + id.value() + " is taken by "
                        + other.name().value() + " in "
                        + other.virtualRouterId().orElseThrow().at().seenFrom(id.at())
                        + ", whose VIPs are of the same network",
                "Choose another number in 1..255, or leave it where the two networks are apart.");
    }

    /**
     * What is known of a member's networks is the address in the inventory. Where members have several interfaces it
     * may be of another one, so nothing is told.
     */
    private void warnOfVipsOutside(InstanceBlock instance) {
        List<InetAddress> own = instance.members().keySet().stream()
                .filter(member -> interfaces.getOrDefault(member, Set.of()).size() == 1)
                .map(hosts::get)
                .filter(Objects::nonNull)
                .flatMap(host -> IpPrefix.address(host.address()).stream())
                .filter(address -> !address.isLoopbackAddress())
                .toList();
        if (own.isEmpty() || own.size() < instance.members().size()) {
            return;
        }
        instance.addresses().stream()
                .filter(vip -> vip.interfaces().isEmpty())
                .map(VipBlock::address)
                .filter(vip -> !vip.value().address().isLinkLocalAddress())
                .filter(vip -> namesNetwork(vip.value())
                        && own.stream().allMatch(address -> sameFamily(vip.value(), address))
                        && own.stream().noneMatch(address -> contains(vip.value(), address)))
                .forEach(vip -> Lint.VIP_OUTSIDE_NETWORK.tell(
                        problems,
                        vip,
                        "a VIP's network should be one of its interface: " + vip.value()
                                + " has none of the members in it, which are "
                                + own.stream().map(IpPrefix::inShort).collect(Collectors.joining(", ")),
                        "Correct the address or its prefix length; leave it where SSH reaches the members by another"
                                + " network."));
    }

    /** A VIP without a prefix length is a network of its own, and says nothing. */
    private static boolean namesNetwork(IpPrefix vip) {
        return vip.length() < vip.address().getAddress().length * 8;
    }

    private static boolean sameFamily(IpPrefix vip, InetAddress address) {
        return vip.address().getAddress().length == address.getAddress().length;
    }

    private static boolean contains(IpPrefix network, InetAddress address) {
        int hostBits = network.address().getAddress().length * 8 - network.length();
        return sameFamily(network, address)
                && new BigInteger(1, network.address().getAddress())
                        .shiftRight(hostBits)
                        .equals(new BigInteger(1, address.getAddress()).shiftRight(hostBits));
    }
}
