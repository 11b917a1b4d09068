package org.aloft.agent.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.kernel.TwoHosts;
import org.aloft.lab.Packages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What an active router says of its VIPs on an interface that changes. Needs root. */
@Timeout(60)
class AnnouncementIT {
    @TempDir
    Path folder;

    @RegisterExtension
    final TwoHosts network = new TwoHosts();

    @Test
    void shouldAnnounceTheMacThatTheInterfaceHasByThen() throws Exception {
        Packages.provide("tcpdump", "/usr/bin/tcpdump");
        try (RouterOnWire router = RouterOnWire.start(network.left, folder, """
                vrrp_instance VI_1 {
                    interface eth0
                    virtual_router_id 4
                    version 3
                    advert_int 0.1
                    garp_master_refresh 1
                    virtual_ipaddress { 192.0.2.10 }
                }
                """)) {
            router.await(InstanceState.ACTIVE, 1);
            network.left.ip("link", "set", "eth0", "address", "02:00:00:00:00:77");
            Process tcpdump = new ProcessBuilder(
                            ("ip netns exec " + network.right.name + " tcpdump -l -n -i eth0 arp").split(" "))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader seen = tcpdump.inputReader(StandardCharsets.UTF_8)) {
                String line = seen.readLine();
                while (line != null && !line.contains("Reply 192.0.2.10 is-at")) {
                    line = seen.readLine();
                }
                assertThat(line).as("the last line of tcpdump").contains("02:00:00:00:00:77");
            } finally {
                tcpdump.destroy();
                tcpdump.waitFor();
            }
        }
    }
}
