package org.aloft.cli;

import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.aloft.lab.Lab;
import org.aloft.lab.LabException;
import org.aloft.lab.LabHost;
import org.aloft.lab.LabKernel;
import org.aloft.lab.LabSpec;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.model.VrrpInstance;

/**
 * A lab that was started for a topology: commands that name no topology use it.
 *
 * @param lab the hosts
 * @param topology the file that they were made for
 */
record LabCluster(Lab lab, Path topology) {
    private static final String TOPOLOGY_FILE_NAME = "topology.path";

    /** The lab that is up under the usual name, if there is one. */
    static Optional<LabCluster> running() throws Failure {
        return running(LabSpec.DEFAULT_NAME);
    }

    static Optional<LabCluster> running(String name) throws Failure {
        Optional<Lab> lab = Lab.find(name);
        if (lab.isEmpty()) {
            return Optional.empty();
        }
        Path remembered = remembered(lab.get());
        try {
            return Optional.of(new LabCluster(
                    lab.get(), Path.of(Files.readString(remembered).strip())));
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "cannot read " + remembered + ", which says what the lab is for: " + e.getMessage(),
                    "run it as root; if that does not help: aloft lab down, then aloft lab up",
                    e);
        }
    }

    /** Starts a host for each one of the topology. */
    static LabCluster up(String name, LabKernel kernel, Path file, Topology topology, Consumer<String> progress)
            throws Failure {
        Lab lab = Lab.up(spec(topology).withName(name).withKernel(kernel), progress);
        Path absolute = file.toAbsolutePath().normalize();
        try {
            Files.writeString(remembered(lab), absolute + "\n");
        } catch (IOException e) {
            lab.down();
            throw new Failure(ExitCode.FAILED, "cannot write " + remembered(lab) + ": " + e.getMessage(), "", e);
        }
        return new LabCluster(lab, absolute);
    }

    /** How the topology's hosts are reached in the lab. */
    Path inventory() {
        return lab.inventory();
    }

    /** A host for each one of the topology, and the networks that they need. */
    static LabSpec spec(Topology topology) throws Failure {
        try {
            List<LabHost> hosts = topology.hosts().values().stream()
                    .map(host -> labHost(host, topology))
                    .map(host -> needsItsOwnKernel(host.name(), topology) ? host : host.withoutIpvs())
                    .toList();
            return LabSpec.of(hosts, LabNetworks.of(topology, hosts));
        } catch (LabException e) {
            throw new Failure(ExitCode.USAGE, "a lab cannot run this topology: " + e.getMessage(), "", e);
        }
    }

    /**
     * Whether the host balances, or is to change what belongs to the kernel as a whole, which must not be this
     * machine's: IPVS, modules, tunnels, kernel parameters.
     */
    private static boolean needsItsOwnKernel(String host, Topology topology) {
        HostSettings settings = topology.hostSettings().get(host);
        boolean changesKernel = settings != null
                && !(settings.sysctls().isEmpty() && settings.modules().isEmpty());
        return topology.isDirector(host)
                || changesKernel
                || topology.virtualServicesWithRealServer(host).stream()
                        .anyMatch(service -> service.forwarding() == VirtualService.Forwarding.TUN);
    }

    /** With a card in the network of its address, and one in each other network in which it may hold a VIP. */
    private static LabHost labHost(Host host, Topology topology) {
        LabHost made = new LabHost(host.name(), host.address(), firstCard(host, topology));
        for (VrrpInstance instance : topology.instancesOf(host.name())) {
            String card = instance.networkInterface(host.name());
            Optional<String> other = instance.vips().stream()
                    .filter(vip -> vip.address() instanceof Inet4Address)
                    .map(vip -> partOfNetwork(vip.host()))
                    .findFirst();
            if (other.isPresent()
                    && made.cards().stream()
                            .noneMatch(has -> has.interfaceName().equals(card)
                                    || partOfNetwork(has.address()).equals(other.get()))) {
                made = made.withCard(
                        card,
                        other.get() + host.address().substring(host.address().lastIndexOf('.')));
            }
        }
        return made;
    }

    /** What the topology calls the card in the network of the host's address. */
    private static String firstCard(Host host, Topology topology) {
        String own = partOfNetwork(host.address());
        return topology.instances().stream()
                .filter(instance -> instance.vips().stream()
                        .anyMatch(vip -> partOfNetwork(vip.host()).equals(own)))
                .findFirst()
                .or(() -> topology.instances().stream().findFirst())
                .map(instance -> instance.networkInterface(
                        instance.members().containsKey(host.name()) ? host.name() : instance.preferredActive()))
                .orElse(LabHost.DEFAULT_INTERFACE);
    }

    /** The first three numbers of an IPv4 address; of anything else something that is no network's. */
    private static String partOfNetwork(String address) {
        return address.substring(0, Math.max(0, address.lastIndexOf('.')));
    }

    private static Path remembered(Lab lab) {
        return lab.inventory().resolveSibling(TOPOLOGY_FILE_NAME);
    }
}
