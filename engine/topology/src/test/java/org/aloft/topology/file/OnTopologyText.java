package org.aloft.topology.file;

import java.nio.file.Files;
import java.nio.file.Path;
import org.aloft.topology.model.Topology;
import org.junit.jupiter.api.io.TempDir;

/** A topology and its inventory, each a text of the test. */
abstract class OnTopologyText {
    @TempDir
    Path folder;

    Topology read(String topology, String hosts) throws Exception {
        Files.writeString(folder.resolve("hosts.ini"), hosts);
        return new TopologyReader().read(Files.writeString(folder.resolve("topology.yml"), topology));
    }
}
