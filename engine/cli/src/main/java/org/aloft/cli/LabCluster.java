package org.aloft.cli;

import java.io.IOException;
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
import org.aloft.topology.model.Topology;

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
        Lab lab = Lab.up(LabSpec.of(hosts(topology)).withName(name).withKernel(kernel), progress);
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

    private static List<LabHost> hosts(Topology topology) throws Failure {
        String card = topology.instances().stream()
                .map(instance -> instance.networkInterface(instance.preferredActive()))
                .findFirst()
                .orElse(LabHost.DEFAULT_INTERFACE);
        try {
            return topology.hosts().values().stream()
                    .map(host -> new LabHost(host.name(), host.address(), card))
                    .toList();
        } catch (LabException e) {
            throw new Failure(ExitCode.USAGE, "a lab cannot run this topology: " + e.getMessage(), "", e);
        }
    }

    private static Path remembered(Lab lab) {
        return lab.inventory().resolveSibling(TOPOLOGY_FILE_NAME);
    }
}
