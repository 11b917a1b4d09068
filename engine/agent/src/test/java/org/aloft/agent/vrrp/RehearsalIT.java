package org.aloft.agent.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.kernel.TwoHosts;
import org.aloft.lab.Packages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backup that goes through a takeover before there is one to do: neither the host nor the network may notice. Needs
 * root.
 */
@Timeout(60)
class RehearsalIT {
    private static final String CONFIGURATION = """
            vrrp_instance VI_1 {
                interface eth0
                virtual_router_id 4
                virtual_ipaddress { 192.0.2.10 }
                virtual_ipaddress_excluded { 2001:db8::10 }
            }
            vrrp_instance VI_2 {
                interface eth0
                virtual_router_id 6
                virtual_ipaddress { 192.0.2.11 }
            }
            """;

    @TempDir
    Path folder;

    @RegisterExtension
    final TwoHosts network = new TwoHosts();

    @Test
    void shouldLeaveNoTraceOfARehearsal() throws Exception {
        Packages.provide("tcpdump", "/usr/bin/tcpdump");
        Configuration read = ConfigurationReader.read(Files.writeString(folder.resolve("test.conf"), CONFIGURATION));
        Path journal = folder.resolve("journal");
        String before = addresses();
        Process tcpdump = new ProcessBuilder(
                        ("ip netns exec " + network.right.name + " tcpdump -l -n -i eth0").split(" "))
                .redirectErrorStream(true)
                .start();
        try (BufferedReader seen = tcpdump.inputReader(StandardCharsets.UTF_8)) {
            read(seen, "listening on");
            network.left.call(() -> {
                try (HeldAddresses held = new HeldAddresses(journal, () -> {})) {
                    held.rehearse(read.instances().get(0));
                    assertThat(addresses()).isEqualTo(before);
                    assertThat(journal).as("written").isEmptyFile();
                    held.announce(read.instances().get(1), 1, System.nanoTime());
                }
                return null;
            });
            assertThat(read(seen, "192.0.2.11")).doesNotContain("192.0.2.10", "2001:db8::10");
        } finally {
            tcpdump.destroy();
            tcpdump.waitFor();
        }
    }

    /** Without the link-local ones, which the kernel adds in its own time. */
    private String addresses() throws IOException {
        return network.left.ip("-o", "address", "show", "scope", "global");
    }

    /** All up to the first line with these words. */
    private static String read(BufferedReader seen, String words) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String line = seen.readLine(); line != null; line = seen.readLine()) {
            all.append(line).append('\n');
            if (line.contains(words)) {
                return all.toString();
            }
        }
        throw new AssertionError("tcpdump ended: " + all);
    }
}
