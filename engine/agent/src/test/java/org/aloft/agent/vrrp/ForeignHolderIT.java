package org.aloft.agent.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.kernel.NetworkNamespaces;
import org.aloft.agent.kernel.TwoHosts;
import org.aloft.agent.kernel.route.Rtnetlink;
import org.aloft.agent.kernel.socket.AddressAnnouncer;
import org.aloft.lab.Packages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A host that speaks no VRRP and has a VIP, beside an active router. Needs root. */
@Timeout(60)
class ForeignHolderIT {
    private static final String CONFIGURATION = """
            vrrp_instance IPV4 {
                interface eth0
                virtual_router_id 4
                version 3
                advert_int 0.1
                virtual_ipaddress { 192.0.2.10 }
            }
            vrrp_instance IPV6 {
                interface eth0
                virtual_router_id 6
                version 3
                advert_int 0.1
                virtual_ipaddress {
                    fe80::10
                    2001:db8::10
                }
            }
            """;

    @TempDir
    Path folder;

    @RegisterExtension
    final TwoHosts network = new TwoHosts();

    private RouterOnWire router;

    @BeforeEach
    void makeAnActiveRouter() throws Exception {
        network.left.ip("address", "add", "fe80::1/64", "dev", "eth0", "nodad");
        network.right.ip("link", "set", "eth0", "address", "02:00:00:00:00:99");
        router = RouterOnWire.start(network.left, folder, CONFIGURATION);
        router.await(InstanceState.ACTIVE, 2);
    }

    @AfterEach
    void removeThem() throws Exception {
        if (router != null) {
            router.close();
        }
    }

    @Test
    void shouldTellOfAHostThatHasAVipUntilThatHostIsAskedAndHasItNoMore() throws Exception {
        Packages.provide("tcpdump", "/usr/bin/tcpdump");
        network.right.ip("address", "add", "192.0.2.10/32", "dev", "eth0");
        network.right.ip("address", "add", "2001:db8::10/128", "dev", "eth0", "nodad");
        Process tcpdump = new ProcessBuilder("ip netns exec"
                        .concat(" " + network.right.name + " tcpdump -l -n -i eth0 arp or icmp6")
                        .split(" "))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader seen = tcpdump.inputReader(StandardCharsets.UTF_8)) {
            claim("192.0.2.10", "2001:db8::10");
            List<AgentEvent.HoldersClashed> clashes =
                    List.of(router.next(AgentEvent.HoldersClashed.class), router.next(AgentEvent.HoldersClashed.class));
            assertThat(clashes).extracting(AgentEvent.HoldersClashed::heard).containsOnly(AgentEvent.Heard.ARP);
            assertThat(clashes)
                    .extracting(AgentEvent.HoldersClashed::other)
                    .containsExactlyInAnyOrder(
                            "02:00:00:00:00:99 (claims 192.0.2.10)",
                            "02:00:00:00:00:99 (claims 2001:db8:0:0:0:0:0:10)");
            assertThat(router.runner.explain())
                    .allSatisfy(
                            instance -> assertThat(instance.clashes().current()).isPresent())
                    .allSatisfy(
                            instance -> assertThat(instance.clashes().seen()).isOne());
            awaitQuestions(seen);
            assertThat(router.events)
                    .as("it was asked, and has them still")
                    .noneMatch(AgentEvent.HoldersSettled.class::isInstance);
            network.right.ip("address", "del", "192.0.2.10/32", "dev", "eth0");
            network.right.ip("address", "del", "2001:db8::10/128", "dev", "eth0");
            router.next(AgentEvent.HoldersSettled.class);
            router.next(AgentEvent.HoldersSettled.class);
            assertThat(router.runner.explain())
                    .allSatisfy(
                            instance -> assertThat(instance.clashes().current()).isEmpty())
                    .allSatisfy(
                            instance -> assertThat(instance.status().state()).isEqualTo("ACTIVE"));
        } finally {
            tcpdump.destroy();
            tcpdump.waitFor();
        }
    }

    @Test
    void shouldKeepItsSocketsWhileItIsABackupAndHearByThemAgain() throws Exception {
        hearAdverts(network.right);
        Set<String> sockets = listeningPacketSockets();
        assertThat(sockets).hasSize(2);
        String better = CONFIGURATION.replace("advert_int", "priority 200\n    advert_int");
        try (RouterOnWire other =
                RouterOnWire.start(network.right, Files.createDirectory(folder.resolve("b")), better)) {
            other.await(InstanceState.ACTIVE, 2);
            router.await(InstanceState.BACKUP, 2);
            hearAdverts(network.left);
            assertThat(listeningPacketSockets())
                    .as("closing one holds up adverts")
                    .isEqualTo(sockets);
        }
        router.await(InstanceState.ACTIVE, 2);
        assertThat(listeningPacketSockets()).isEqualTo(sockets);
        claim("192.0.2.10");
        assertThat(router.next(AgentEvent.HoldersClashed.class).other())
                .isEqualTo("02:00:00:00:00:99 (claims 192.0.2.10)");
    }

    /** Protocol and inode of each that is bound to a protocol. */
    private Set<String> listeningPacketSockets() throws Exception {
        return network.left.call(() -> Files.readAllLines(Path.of("/proc/thread-self/net/packet")).stream()
                .skip(1)
                .map(line -> line.strip().split(" +", -1))
                .filter(words -> !words[3].equals("0000"))
                .map(words -> words[3] + " " + words[8])
                .collect(Collectors.toSet()));
    }

    /** So many that whatever comes with a change of state is done. */
    private static void hearAdverts(NetworkNamespaces.Side at) throws Exception {
        try (Observer observer = Observer.on(at, 4)) {
            observer.hear(5);
        }
    }

    /** As arping -U does, a few adverts after the takeover: at that moment it could be the router before. */
    private void claim(String... addresses) throws Exception {
        hearAdverts(network.right);
        network.right.call(() -> {
            try (Rtnetlink kernel = Rtnetlink.open();
                    AddressAnnouncer announcer = AddressAnnouncer.open()) {
                for (String address : addresses) {
                    announcer.announce(kernel.interfaceByName("eth0").orElseThrow(), InetAddress.getByName(address));
                }
            }
            return null;
        });
    }

    /** Until each of the two was asked a second time: the answer to the first question counted. */
    private static void awaitQuestions(BufferedReader seen) throws IOException {
        List<String> questions = new ArrayList<>();
        while (questions.stream().filter(line -> line.contains("192.0.2.10 ")).count() < 2
                || questions.stream()
                                .filter(line -> line.contains("2001:db8::10"))
                                .count()
                        < 2) {
            String line = seen.readLine();
            assertThat(line).as("tcpdump goes on").isNotNull();
            boolean arp = line.contains("who-has 192.0.2.10 ") && line.contains("tell 0.0.0.0");
            boolean solicitation = line.contains("IP6 :: >") && line.contains("who has");
            if (arp || solicitation) {
                questions.add(line);
            }
        }
    }
}
