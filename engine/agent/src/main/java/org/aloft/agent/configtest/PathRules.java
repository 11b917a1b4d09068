package org.aloft.agent.configtest;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.IpFamily;
import org.aloft.agent.config.IpPrefix;
import org.aloft.agent.config.Transport;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.language.Reading;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Problem;
import org.aloft.agent.kernel.route.InterfaceAddress;
import org.aloft.agent.kernel.route.NetworkInterface;

/**
 * Whether an instance's adverts can get from this machine to the others, and whether its VIPs are the machine's own
 * addresses. Pure. Confined to one thread.
 */
final class PathRules {
    /** RFC 9568 §6.1: who has this priority owns the addresses, and has them anyway. */
    private static final int OWNER = 255;

    private final Reading reading;
    private final Machine machine;
    private final List<Problem> found;

    /** @param found gets what is wrong */
    PathRules(Reading reading, Machine machine, List<Problem> found) {
        this.reading = reading;
        this.machine = machine;
        this.found = found;
    }

    void check(VrrpInstanceBlock instance) {
        source(instance);
        Transport transport = instance.wire().transport();
        if (transport instanceof Transport.Unicast unicast) {
            unicast.peers().forEach(peer -> peer(instance, peer.address()));
        } else {
            multicast(instance);
        }
        if (instance.election().priority() != OWNER) {
            instance.holding().addresses().forEach(vip -> ownAddress(instance, vip));
        }
    }

    private void warning(Position position, String message) {
        found.add(new Problem(position, Problem.Severity.WARNING, message));
    }

    private static String block(VrrpInstanceBlock instance) {
        return "vrrp_instance " + instance.name();
    }

    private void source(VrrpInstanceBlock instance) {
        Optional<InetAddress> source = instance.wire().source().address();
        if (source.isEmpty()) {
            anyAddress(instance);
            return;
        }
        if (isVip(source.get())) {
            return;
        }
        boolean unicast = instance.wire().transport() instanceof Transport.Unicast;
        String word = unicast ? "unicast_src_ip" : "mcast_src_ip";
        Position line = reading.places().find(block(instance), word);
        String address = source.get().getHostAddress();
        List<String> holders = machine.interfacesWith(source.get());
        if (holders.isEmpty()) {
            warning(
                    line,
                    word + " " + address + " is on no interface of this machine, so " + block(instance)
                            + (unicast ? " stays in FAULT until it is there" : " cannot send")
                            + "; write one that ip address shows, or leave the line out");
        } else if (!unicast && !holders.contains(instance.networkInterface())) {
            warning(
                    line,
                    word + " " + address + " is on " + String.join(", ", holders) + ", but adverts leave by "
                            + instance.networkInterface() + "; write one of that interface, or leave the line out");
        }
    }

    private void anyAddress(VrrpInstanceBlock instance) {
        IpFamily family = instance.wire().family();
        boolean owner = instance.election().priority() == OWNER;
        List<InetAddress> vips = instance.holding().virtualAddresses().stream()
                .map(VirtualAddress::address)
                .toList();
        machine.interfaceNamed(instance.networkInterface())
                .filter(device -> machine.addressesOf(device).stream()
                        .map(InterfaceAddress::address)
                        .filter(family::has)
                        .noneMatch(address -> owner || !vips.contains(address)))
                .ifPresent(device -> warning(
                        reading.places().find(block(instance), "interface"),
                        "interface " + device.name() + " has no " + family + " address of its own, so "
                                + block(instance)
                                + " has none to send from and waits in FAULT; give it one, or write mcast_src_ip"
                                + " ADDRESS"));
    }

    private boolean isVip(InetAddress address) {
        return reading.configuration().instances().stream()
                .flatMap(instance -> instance.holding().addresses().stream())
                .anyMatch(vip -> vip.address().equals(address));
    }

    private void peer(VrrpInstanceBlock instance, InetAddress peer) {
        if (!isVip(peer)) {
            machine.interfacesWith(peer)
                    .forEach(name -> warning(
                            reading.places().find(block(instance), "unicast_peer"),
                            "the unicast_peer " + peer.getHostAddress() + " is this machine itself (" + name
                                    + "); take it out of the block, and name the other routers"));
        }
    }

    private void multicast(VrrpInstanceBlock instance) {
        machine.interfaceNamed(instance.networkInterface())
                .filter(device -> !device.multicast())
                .ifPresent(device -> warning(
                        reading.places().find(block(instance), "interface"),
                        "interface " + device.name() + " cannot multicast, so no other router hears "
                                + block(instance) + "; add unicast_peer, or type: ip link set " + device.name()
                                + " multicast on"));
    }

    /**
     * A VIP that is there with another prefix length was not put there by an aloftd with this file; one with the same
     * may have been.
     */
    private void ownAddress(VrrpInstanceBlock instance, VirtualAddress vip) {
        Optional<NetworkInterface> device = machine.interfaceNamed(vip.device());
        device.stream()
                .flatMap(on -> machine.addressesOf(on).stream())
                .filter(own -> own.address().equals(vip.address()) && own.prefixLength() != vip.prefixLength())
                .map(InterfaceAddress::prefixLength)
                .forEach(length -> warning(
                        reading.places().find(block(instance), "virtual_ipaddress"),
                        "the VIP " + vip.cidr() + " is on " + vip.device() + " as "
                                + new IpPrefix(vip.address(), length)
                                + " already, so this machine answers for it as a backup, too; take it off the"
                                + " interface, or write priority 255 if it is this machine's own address"));
    }
}
