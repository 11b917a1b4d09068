package org.aloft.topology.file;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Problems;

/** Whether adverts of an instance can get from member to member. */
final class AdvertChecks {
    private final List<InstanceBlock> instances;
    private final Map<String, Host> hosts;
    private final Problems problems;

    AdvertChecks(List<InstanceBlock> instances, Map<String, Host> hosts, Problems problems) {
        this.instances = instances;
        this.hosts = hosts;
        this.problems = problems;
    }

    void run() {
        for (InstanceBlock instance : instances) {
            AdvertPathBlock path = instance.advertPath();
            path.toInventory()
                    .ifPresent(written ->
                            instance.members().keySet().forEach(member -> inventoryAddress(instance, member, written)));
            path.unicast().values().forEach(address -> family(instance, address));
            path.sources().values().forEach(address -> family(instance, address));
            eachItsOwn(path.unicast());
            eachItsOwn(path.sources());
            warnOfIdleDelay(instance);
        }
    }

    private void inventoryAddress(InstanceBlock instance, String member, Located<Boolean> written) {
        Host host = hosts.get(member);
        if (host == null) {
            return; // no host of the inventory, which has been told
        }
        Optional<InetAddress> address = IpPrefix.address(host.address()).filter(found -> !found.isLoopbackAddress());
        if (address.isEmpty()) {
            Lint.NO_ADVERT_ADDRESS.tell(
                    problems,
                    written,
                    "with `unicast: true` a member's address in the inventory must be one that the others can send to: "
                            + member + " is at " + host.address(),
                    "Write the addresses here: {" + member + ": 192.168.100.100, …}.");
        }
        address.ifPresent(found -> family(instance, written.with(found)));
    }

    /** Adverts are of the family of the VIPs that they name (RFC 9568 §5.2.9). */
    private void family(InstanceBlock instance, Located<InetAddress> address) {
        int length = address.value().getAddress().length;
        instance.vips().stream()
                .findFirst()
                .filter(first -> first.value().address().getAddress().length != length)
                .ifPresent(first -> Lint.ADDRESS_FAMILY.tell(
                        problems,
                        address,
                        "adverts must be sent between addresses of the VIPs' family: "
                                + IpPrefix.inShort(address.value()) + ", and the VIP "
                                + first.value().host(),
                        "Write the members' addresses of that family: {member: address}."));
    }

    private void eachItsOwn(Map<String, Located<InetAddress>> addresses) {
        Map<InetAddress, String> owners = new HashMap<>();
        addresses.forEach((member, address) -> {
            String other = owners.putIfAbsent(address.value(), member);
            if (other != null) {
                Lint.SAME_ADVERT_ADDRESS.tell(
                        problems,
                        address,
                        "members must differ in the address that their adverts come from: " + other + " and " + member
                                + " have " + IpPrefix.inShort(address.value()),
                        "Write each member's own: {member: address}.");
            }
        });
    }

    private void warnOfIdleDelay(InstanceBlock instance) {
        instance.preemptDelay()
                .filter(delay -> !instance.preempt() && !delay.value().isZero())
                .ifPresent(delay -> Lint.IDLE_PREEMPT_DELAY.tell(
                        problems,
                        delay,
                        "preempt_delay does nothing beside preempt=false, for nobody takes the VIPs back",
                        "Remove one of the two."));
    }
}
