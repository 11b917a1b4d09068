package org.aloft.topology.file;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.model.AdvertPath;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.problem.Located;
import org.aloft.topology.yaml.YamlValue;

/**
 * How an instance's adverts get from member to member.
 *
 * <pre>{@code
 * unicast: true                                  # to the addresses of the inventory
 * unicast: {lvs1: 10.0.0.1, lvs2: 10.0.0.2}      # or "{{ vrrp_ip }}"
 * source_address: {lvs1: 10.0.0.1, lvs2: 10.0.0.2}
 * }</pre>
 *
 * @param toInventory the place where it says that adverts go to the members' addresses in the inventory
 * @param unicast member → address, where the file says them
 * @param sources member → the address that multicast adverts come from
 */
record AdvertPathBlock(
        Optional<Located<Boolean>> toInventory,
        Map<String, Located<InetAddress>> unicast,
        Map<String, Located<InetAddress>> sources) {

    private static final String WRITE_ADDRESS = "Write one of the member's own addresses, in numbers.";
    private static final Shape BY_MEMBER = new Shape.Names(new Shape.Pattern(Key.ADDRESS_PATTERN));
    private static final Key<Boolean> TO_INVENTORY =
            Key.truth("unicast").otherwise("false").help("Whether adverts go to each member by itself.");

    static final Key<InetAddress> UNICAST = Key.address("unicast", Values::unicastAddress, WRITE_ADDRESS)
            .withShape(new Shape.Either(List.of(new Shape.Truth(), BY_MEMBER)))
            .help("Adverts go to each member by itself, not by multicast: true for the addresses of the inventory, or a"
                    + " map of member: address.");
    static final Key<InetAddress> SOURCE_ADDRESS = Key.address("source_address", Values::unicastAddress, WRITE_ADDRESS)
            .withShape(new Shape.Either(List.of(new Shape.Pattern(Key.ADDRESS_PATTERN), BY_MEMBER)))
            .help(
                    "Where multicast adverts come from, as a map of member: address; else the interface's first address.");

    static AdvertPathBlock read(Block instance, MemberValues byMember) {
        boolean addresses = instance.value("unicast")
                        .filter(YamlValue.Mapping.class::isInstance)
                        .isPresent()
                || MemberValues.isTemplate(instance, UNICAST);
        Optional<Located<Boolean>> toInventory =
                addresses ? Optional.empty() : instance.read(TO_INVENTORY).filter(Located::value);
        Map<String, Located<InetAddress>> unicast =
                addresses ? byMember.read(instance, UNICAST, "address", "192.168.100.100") : Map.of();
        Map<String, Located<InetAddress>> sources =
                byMember.read(instance, SOURCE_ADDRESS, "source address", "192.168.100.100");
        if (!sources.isEmpty() && (toInventory.isPresent() || !unicast.isEmpty())) {
            instance.refuse(
                    "source_address",
                    "conflict",
                    "with `unicast` adverts come from the address that `unicast` gives a member",
                    "Remove `source_address`, or write the addresses into `unicast`: {member: address}.");
        }
        return new AdvertPathBlock(toInventory, unicast, sources);
    }

    /** @param hosts the members; their addresses are numbers where they are needed, which {@link AdvertChecks} holds */
    AdvertPath build(Map<String, Host> hosts, Iterable<String> members) {
        Map<String, InetAddress> peers = addresses(unicast);
        if (toInventory.isPresent()) {
            members.forEach(member ->
                    IpPrefix.address(hosts.get(member).address()).ifPresent(address -> peers.put(member, address)));
        }
        return new AdvertPath(peers, addresses(sources));
    }

    private static Map<String, InetAddress> addresses(Map<String, Located<InetAddress>> written) {
        Map<String, InetAddress> addresses = new LinkedHashMap<>();
        written.forEach((member, address) -> addresses.put(member, address.value()));
        return addresses;
    }
}
