package org.aloft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the whole daemon does when clients take all that it has, or do not read. */
@Timeout(120)
class ClientsIT extends OnHosts {
    private static final String VIP = "10.9.0.10";

    /** {@code aloftd drain … | less}: a line for each of 600 services fills the socket, and nobody reads on. */
    @Test
    void shouldTakeOrdersWhileAClientDoesNotReadWhatItsDrainSays() throws Exception {
        String services = IntStream.rangeClosed(1, 600).mapToObj("""
                        virtual_server 192.0.2.1 %d {
                            protocol TCP
                            real_server 127.0.0.1 80 {
                                weight 1
                            }
                        }
                        """::formatted).collect(Collectors.joining());
        Path file = hosts.write("aloftd.conf", services);
        UnixDomainSocketAddress control =
                UnixDomainSocketAddress.of(hosts.runDirectory(hosts.first).resolve("control.sock"));
        try (Router router = hosts.aloftd(hosts.first, file)) {
            router.await("runs with");
            try (SocketChannel silent = SocketChannel.open(control)) {
                silent.write(ByteBuffer.wrap("drain\000127.0.0.1\0\0".getBytes(StandardCharsets.UTF_8)));
                assertThat(silent.read(ByteBuffer.allocate(1))).isOne(); // it has begun to tell
                assertThat(hosts.order(hosts.first, "undrain", "127.0.0.1")).contains("taken back: 600");
            }
            router.signal("TERM");
            router.awaitCleanExit();
        }
    }

    /** Room for four more, a check every second, and a client for each of them. */
    @Test
    void shouldKeepItsVipsAndServersWhileClientsAndChecksTakeAllDescriptors() throws Exception {
        Path real = hosts.write("real.pl", """
                use IO::Socket::INET;
                my $door = IO::Socket::INET->new(LocalPort => 8080, Listen => 64, ReuseAddr => 1) or die;
                $| = 1;
                print "listens\\n";
                while (my $client = $door->accept) { close $client }
                """);
        Path journal = hosts.runDirectory(hosts.first).resolve("vips");
        try (Router server = hosts.run(hosts.first, List.of("perl", real.toString()));
                Router router = hosts.aloftd(hosts.first, serving(VIP));
                Crowd crowd = new Crowd(hosts.runDirectory(hosts.first).resolve("control.sock"))) {
            server.await("listens");
            router.awaitAll(List.of("VI_1: ACTIVE", "127.0.0.1:8080 of TCP 10.9.0.10:80 is up"));
            limit(router.pid(), openFiles(router.pid()) + 4);
            crowd.come(12);
            router.awaitAll(List.of("checks cannot be made", "control: cannot accept: Too many open files"));

            serving(VIP, "10.9.0.11");
            router.signal("HUP");
            router.await("it is in force");
            Hosts.ip(hosts.first, "link set eth0 down");
            router.await("VI_1: FAULT");
            Hosts.ip(hosts.first, "link set eth0 up");
            router.await("VI_1: ACTIVE");
            assertThat(Files.readString(journal)).contains(VIP, "10.9.0.11");
            Hosts.ping(hosts.second, "10.9.0.11");

            crowd.leave();
            limit(router.pid(), 4096);
            assertThat(hosts.order(hosts.first, "status")).contains("\"state\" : \"ACTIVE\"");
            assertThat(hosts.order(hosts.first, "explain")).contains("VI_1");
            server.signal("KILL");
            router.await("127.0.0.1:8080 of TCP 10.9.0.10:80 is down"); // and not before
            assertThat(router.seen())
                    .filteredOn(line -> line.contains(" is down:"))
                    .hasSize(1);
            for (String once : List.of("checks cannot be made", "control: cannot accept")) {
                assertThat(router.seen())
                        .filteredOn(line -> line.contains(once))
                        .hasSize(1);
            }
        }
    }

    private Path serving(String... vips) {
        Path file = configuration("version 3\nadvert_int 0.1", vips);
        try {
            return Files.writeString(file, Files.readString(file) + """
                    virtual_server 10.9.0.10 80 {
                        delay_loop 1
                        protocol TCP
                        real_server 127.0.0.1 8080 {
                            TCP_CHECK {
                                connect_timeout 5
                            }
                        }
                    }
                    """);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int openFiles(long process) {
        String[] open = Path.of("/proc", Long.toString(process), "fd").toFile().list();
        assertThat(open).isNotNull();
        return open.length;
    }

    private static void limit(long process, int descriptors) {
        Commands.run("prlimit", "--pid", Long.toString(process), "--nofile=" + descriptors + ":4096");
    }

    /** Clients that connect and do nothing. */
    private static final class Crowd implements AutoCloseable {
        private final UnixDomainSocketAddress door;
        private final List<SocketChannel> clients = new ArrayList<>();

        Crowd(Path socket) {
            door = UnixDomainSocketAddress.of(socket);
        }

        void come(int number) throws IOException {
            for (int client = 0; client < number; client++) {
                clients.add(SocketChannel.open(door));
            }
        }

        void leave() throws IOException {
            for (SocketChannel client : clients) {
                client.close();
            }
        }

        @Override
        public void close() throws IOException {
            leave();
        }
    }
}
