package org.aloft.cli;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.aloft.lab.LabHost;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.model.VrrpInstance;

/**
 * The networks that the hosts of a lab need: a /24 around each address, and a wider one around two hosts that have to be
 * on one link though their addresses differ before the last number. A topology does not say how wide its networks are.
 * Mutable while it is being made; for one thread.
 */
final class LabNetworks {
    private static final int USUAL_LENGTH = 24;
    private static final int SHORTEST_LENGTH = 16;

    private final List<Network> networks = new ArrayList<>();

    private record Network(int bits, int length) {
        static Network around(int address, int length) {
            return new Network(address & (-1 << (Integer.SIZE - length)), length);
        }

        boolean contains(int address) {
            return around(address, length).equals(this);
        }

        @Override
        public String toString() {
            byte[] address = ByteBuffer.allocate(Integer.BYTES).putInt(bits).array();
            return (address[0] & 0xff) + "." + (address[1] & 0xff) + "." + (address[2] & 0xff) + "."
                    + (address[3] & 0xff) + "/" + length;
        }
    }

    /** As a lab's specification takes them, in the order of the hosts. */
    static List<String> of(Topology topology, List<LabHost> hosts) {
        LabNetworks made = new LabNetworks();
        for (LabHost host : hosts) {
            made.addressesOf(host).forEach(made::add);
        }
        for (VrrpInstance instance : topology.instances()) {
            if (instance.advertPath().unicast().isEmpty()) {
                made.joinAll(instance.members().keySet(), instance.members().keySet(), hosts);
            }
        }
        for (VirtualService service : topology.services()) {
            if (service.forwarding() == VirtualService.Forwarding.DR) {
                List<String> realServers = service.realServers().stream()
                        .flatMap(server -> server.host().stream())
                        .toList();
                made.joinAll(topology.balancing(service), realServers, hosts);
            }
        }
        return made.networks.stream().map(Network::toString).toList();
    }

    private List<Integer> addressesOf(LabHost host) {
        return host.cards().stream()
                .map(LabHost.Card::address)
                .flatMap(address -> number(address).stream())
                .toList();
    }

    private static Optional<Integer> number(String address) {
        return IpPrefix.address(address)
                .map(InetAddress::getAddress)
                .filter(bytes -> bytes.length == Integer.BYTES)
                .map(bytes -> ByteBuffer.wrap(bytes).getInt());
    }

    private void add(int address) {
        if (networks.stream().noneMatch(network -> network.contains(address))) {
            networks.add(Network.around(address, USUAL_LENGTH));
        }
    }

    /** Each of these hosts reaches each of the others without a router. */
    private void joinAll(Collection<String> some, Collection<String> others, List<LabHost> hosts) {
        List<LabHost> near = named(some, hosts).toList();
        named(others, hosts).forEach(other -> near.forEach(host -> join(addressesOf(host), addressesOf(other))));
    }

    private static Stream<LabHost> named(Collection<String> names, List<LabHost> hosts) {
        return hosts.stream().filter(host -> names.contains(host.name()));
    }

    private void join(List<Integer> some, List<Integer> others) {
        boolean joined = networks.stream()
                .anyMatch(network -> some.stream().anyMatch(network::contains)
                        && others.stream().anyMatch(network::contains));
        if (joined || some.isEmpty() || others.isEmpty()) {
            return;
        }
        int alike = Integer.numberOfLeadingZeros(some.get(0) ^ others.get(0));
        if (alike >= SHORTEST_LENGTH) {
            Network wide = Network.around(some.get(0), alike);
            networks.replaceAll(network -> wide.contains(network.bits()) ? wide : network);
            List<Network> once = networks.stream().distinct().toList();
            networks.clear();
            networks.addAll(once);
        }
    }
}
