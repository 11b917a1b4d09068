package org.aloft.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.aloft.agent.config.CheckConnection;
import org.aloft.agent.config.CheckPace;
import org.aloft.agent.config.TcpCheckBlock;
import org.aloft.agent.kernel.ipvs.IpvsProtocol;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checks against real sockets on loopback. */
@Timeout(30)
class HealthChecksTest {
    private final HealthChecks checks = CheckFixture.open();
    private final BlockingQueue<CheckNews> told = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        checks.close();
    }

    @Test
    void shouldReportAServerThatStopsAndComesBack() throws Exception {
        InetSocketAddress address;
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            address = (InetSocketAddress) server.getLocalSocketAddress();
            checks.start(key(address), settings(address, Optional.empty()), this::hear);
            String endpoint = "127.0.0.1:" + address.getPort();
            assertThat(told.take())
                    .isEqualTo(CheckNews.of(key(address), true, "a connection to " + endpoint + " was accepted"));
        }
        assertThat(told.take())
                .isEqualTo(CheckNews.of(
                        key(address),
                        false,
                        "no connection to 127.0.0.1:" + address.getPort() + ": connection refused"));
        try (ServerSocket server = new ServerSocket()) {
            server.setReuseAddress(true);
            server.bind(address);
            assertThat(told.take().up()).isTrue();
        }
    }

    @Test
    void shouldReportAServerThatDoesNotAnswer() throws Exception {
        // A full backlog: the kernel drops further SYNs, as a dead host would.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) full.getLocalSocketAddress();
            try (var first = new Socket(address.getAddress(), address.getPort());
                    var second = new Socket(address.getAddress(), address.getPort())) {
                assertThat(first.isConnected() && second.isConnected()).isTrue();
                checks.start(key(address), settings(address, Optional.empty()), this::hear);
                CheckNews news = told.take();
                assertThat(news.up()).isFalse();
                assertThat(news.reason()).endsWith(": no answer within 0.1 s");
            }
        }
    }

    @Test
    void shouldConnectFromTheAddressItIsBoundTo() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
            InetAddress from = InetAddress.getByName("127.0.0.77");
            checks.start(key(address), settings(address, Optional.of(from)), this::hear);
            try (var accepted = server.accept()) {
                assertThat(accepted.getInetAddress().getHostAddress()).isEqualTo("127.0.0.77");
            }
        }
    }

    @Test
    void shouldReportAnAddressThatItCannotBindTo() throws Exception {
        InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
        InetAddress elsewhere = InetAddress.getByName("192.0.2.77");
        checks.start(key(target), settings(target, Optional.of(elsewhere)), this::hear);
        assertThat(told.take().reason()).contains("cannot assign requested address");
    }

    @Test
    void shouldConnectThroughTheInterfaceItIsBoundTo() throws Exception {
        try (TcpServer server = TcpServer.start(4, TcpServer::hold)) {
            checks.start(key(server.address()), through(server.address(), "lo", 7), this::hear);
            assertThat(told.take().up()).isTrue();
            checks.start(key(server.address()), through(server.address(), "nosuch0", 0), this::hear);
            assertThat(told.take().reason()).contains("nosuch0");
        }
    }

    private static CheckSettings through(InetSocketAddress target, String networkInterface, int mark) {
        return CheckSettings.of(new TcpCheckBlock(
                new CheckConnection(
                        target, CheckFixture.LONG, Optional.empty(), 0, Optional.of(networkInterface), mark),
                CheckFixture.PACE));
    }

    private void hear(CheckNews news) {
        told.add(news);
    }

    private static CheckSettings settings(InetSocketAddress target, Optional<InetAddress> from) {
        Duration moment = Duration.ofMillis(10);
        return CheckSettings.of(new TcpCheckBlock(
                new CheckConnection(target, Duration.ofMillis(100), from, 0, Optional.empty(), 0),
                new CheckPace(false, 1, moment, moment, moment, false)));
    }

    private static RealServerKey key(InetSocketAddress endpoint) throws Exception {
        return new RealServerKey(
                new IpvsServiceKey.Endpoint(IpvsProtocol.TCP, InetAddress.getByName("192.0.2.10"), 80), endpoint);
    }
}
