package org.aloft.agent.hold;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.Holding;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.config.language.HoldingLine;
import org.aloft.agent.kernel.NetworkNamespaces;
import org.aloft.agent.kernel.TwoHosts;
import org.aloft.agent.kernel.route.Rtnetlink;
import org.aloft.lab.Packages;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts; what a run of the daemon holds is put on the left one. Needs root. */
abstract class HoldingsOnTwoHosts {
    @TempDir
    Path folder;

    @RegisterExtension
    final TwoHosts network = new TwoHosts();

    final VrrpInstanceBlock instance(String text) throws Exception {
        Configuration read = ConfigurationReader.read(Files.writeString(folder.resolve("test.conf"), text));
        return read.instances().get(0);
    }

    static List<Holding> holdings(String... lines) {
        return Stream.of(lines)
                .map(line -> HoldingLine.read(line).orElseThrow())
                .toList();
    }

    interface Work {
        void on(HostHoldings holdings) throws Exception;
    }

    /** On the left host, as one run of the daemon: its journal stays for the next. */
    final void run(Work work) throws Exception {
        network.left.call(() -> {
            try (Rtnetlink kernel = Rtnetlink.open()) {
                work.on(new HostHoldings(kernel, new HoldingJournal(folder.resolve("journal")), () -> {}));
            }
            return null;
        });
    }

    /** Whether the host on the right gets an answer from this address. */
    final boolean answers(String address) {
        Packages.provide("iputils-ping", "/usr/bin/ping");
        try {
            NetworkNamespaces.run("ip", "netns", "exec", network.right.name, "ping", "-c", "1", "-W", "1", address);
            return true;
        } catch (IOException none) {
            return false;
        }
    }
}
