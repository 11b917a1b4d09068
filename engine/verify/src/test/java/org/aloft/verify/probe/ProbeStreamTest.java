package org.aloft.verify.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.aloft.ssh.SshException;
import org.aloft.ssh.TcpChannel;
import org.junit.jupiter.api.Test;

/** Real sockets on loopback; how fast they are is not asserted. */
class ProbeStreamTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void shouldTellWhoAnsweredByTheFingerprintLearntFromEach() throws IOException, InterruptedException {
        HttpServer web1 = server("web1\n");
        try {
            Probe probe = probe(web1.getAddress().getPort(), Optional.of("/"));
            ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
            String print = print(probe, watchdog);
            watchdog.shutdownNow();
            Fingerprints known = Fingerprints.of(Map.of("web1", print, "web2", "200 other"));
            try (ProbeStream stream = start(probe, known)) {
                assertThat(stream.await(timeline -> timeline.samples().size() >= 3, PATIENCE))
                        .isTrue();
                assertThat(stream.timeline().samples().get(0).outcome()).isEqualTo(new Outcome.Answered("web1"));
            }
        } finally {
            web1.stop(0);
        }
    }

    @Test
    void shouldSayThatAClosedPortRefuses() throws IOException, InterruptedException {
        int port;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = unused.getLocalPort();
        }
        try (ProbeStream stream = start(probe(port, Optional.empty()), Fingerprints.none())) {
            stream.mark("nothing listens");
            assertThat(stream.await(timeline -> !timeline.samples().isEmpty(), PATIENCE))
                    .isTrue();
            assertThat(stream.timeline().samples().get(0).outcome()).isEqualTo(new Outcome.Failed("refused"));
            assertThat(stream.timeline().marks()).hasSize(1);
        }
    }

    @Test
    void shouldGoOnSendingWhileNobodyAnswers() throws IOException, InterruptedException {
        // Connections are taken by the kernel, and nothing is ever said on them.
        try (ServerSocket silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
                ProbeStream stream = start(probe(silent.getLocalPort(), Optional.of("/")), Fingerprints.none())) {
            assertThat(stream.await(timeline -> timeline.samples().size() >= 2, PATIENCE))
                    .isTrue();
            Timeline seen = stream.timeline();
            assertThat(seen.samples().get(0).outcome()).isInstanceOf(Outcome.Failed.class);
            assertThat(seen.samples().get(1).sentAt())
                    .isLessThan(seen.samples().get(0).doneAt());
        }
    }

    @Test
    void shouldTakeAServerErrorForAFailure() throws IOException, InterruptedException {
        HttpServer broken = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        broken.createContext("/", exchange -> {
            exchange.sendResponseHeaders(502, -1);
            exchange.close();
        });
        broken.start();
        try (ProbeStream stream = start(probe(broken.getAddress().getPort(), Optional.of("/")), Fingerprints.none())) {
            assertThat(stream.await(timeline -> !timeline.samples().isEmpty(), PATIENCE))
                    .isTrue();
            assertThat(stream.timeline().samples().get(0).outcome()).isEqualTo(new Outcome.Failed("HTTP status 502"));
        } finally {
            broken.stop(0);
        }
    }

    @Test
    void shouldWatchTheHostThatRequestsStartFromAndLeaveNoThreadBehind() throws IOException, InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        Vantage client = new Vantage() {
            @Override
            public TcpChannel open(String address, int port, Duration timeout) throws SshException {
                if (port == 1) {
                    asked.countDown();
                }
                throw new SshException(SshException.Kind.REFUSED, "client", "refused", "", null);
            }

            @Override
            public Optional<String> host() {
                return Optional.of("client");
            }
        };
        Probe probe = new Probe(client, "192.0.2.10", 80, Optional.empty(), Duration.ofMillis(900));
        List<Thread> watching;
        try (ProbeStream stream = start(probe, Fingerprints.none())) {
            stream.mark("watched");
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            watching = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("verify-"))
                    .toList();
        }
        for (Thread thread : watching) {
            thread.join(PATIENCE.toMillis());
        }
        assertThat(watching).isNotEmpty().noneMatch(Thread::isAlive);
    }

    @Test
    void shouldNotTellApartWhoAnswersAlike() {
        assertThat(Fingerprints.of(Map.of("web1", "200 a", "web2", "200 a")).distinct())
                .isFalse();
        assertThat(Fingerprints.of(Map.of()).serverOf("200 a")).isEqualTo(Fingerprints.SOMEONE);
    }

    private static String print(Probe probe, ScheduledExecutorService watchdog) throws IOException {
        try {
            return probe.fingerprint(watchdog);
        } catch (SshException e) {
            throw new IOException(e);
        }
    }

    private static ProbeStream start(Probe probe, Fingerprints fingerprints) {
        return ProbeStream.start(probe, fingerprints, Duration.ofMillis(20), System::nanoTime);
    }

    private static Probe probe(int port, Optional<String> path) {
        return new Probe(Vantage.here(), "127.0.0.1", port, path, Duration.ofMillis(900));
    }

    private static HttpServer server(String page) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] body = page.getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
