package org.aloft.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.aloft.lab.Packages;
import org.aloft.ssh.SshException.Kind;
import org.aloft.topology.model.ConnectionSettings.HostKeyChecking;
import org.aloft.topology.model.Host;
import org.junit.jupiter.api.Test;

/** Whether a host can be reached, and what is said when it cannot: ports, names, crowds, proxies. */
class ReachIT extends OnSshd {
    @Test
    void shouldSayThatNothingListens() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        SshException refused = refused(sshd.host(settings -> withPort(settings, port)));

        assertThat(refused.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(refused).hasMessage("127.0.0.1 port " + port + " cannot be reached: Connection refused");
    }

    @Test
    void shouldNotWaitBeyondTheDeadlineForAPortThatDoesNotGreet() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Host host = sshd.host(settings -> withPort(settings, silent.getLocalPort()));

            SshException refused = catchThrowableOfType(
                    SshException.class,
                    () -> connector().connect(host, Duration.ofMillis(300)).close());

            assertThat(refused.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(refused).hasMessageContaining("did not answer within 300 ms");
        }
    }

    @Test
    void shouldSayWhatAPortThatIsNotSshSaid() throws Exception {
        try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> {
                try (Socket socket = web.accept()) {
                    socket.getOutputStream()
                            .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                } catch (java.io.IOException closed) {
                    return;
                }
            });
            server.start();

            SshException refused = refused(sshd.host(settings -> withPort(settings, web.getLocalPort())));

            assertThat(refused.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(refused).hasMessageContaining("it said: HTTP/1.1 400 Bad Request");
        }
    }

    @Test
    void shouldTryAllAddressesOfAName() throws Exception {
        Host host = sshd.host(settings -> withChecking(settings, HostKeyChecking.OFF));

        try (Connection connection = connectorTo("127.0.0.9", "127.0.0.1").connect(host, LONG)) {
            assertThat(connection.run("echo in", LONG).output()).isEqualTo("in\n");
        }
    }

    @Test
    void shouldLeaveTimeForTheOtherAddressesWhenOneIsSilent() throws Exception {
        try (ServerSocket full = new ServerSocket(sshd.port(), 1, InetAddress.getByName("127.0.0.9"));
                FullListener filler = new FullListener(full)) {
            filler.fill();
            Host host = sshd.host(settings -> withChecking(settings, HostKeyChecking.OFF));

            try (Connection connection = connectorTo("127.0.0.9", "127.0.0.1").connect(host, Duration.ofSeconds(10))) {
                assertThat(connection.run("echo in", LONG).output()).isEqualTo("in\n");
            }
        }
    }

    @Test
    void shouldSayWhatEachAddressOfANameAnswered() throws Exception {
        SshException refused = catchThrowableOfType(SshException.class, () -> connectorTo("127.0.0.8", "127.0.0.9")
                .connect(sshd.host(), LONG)
                .close());

        assertThat(refused.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(refused)
                .hasMessage("127.0.0.1 port " + sshd.port() + " cannot be reached: 127.0.0.8: Connection refused,"
                        + " 127.0.0.9: Connection refused");
    }

    /** A connector to which every name has these addresses. */
    private Connector connectorTo(String... addresses) {
        return new Connector(new Random(1), home, Optional.empty(), name -> {
            InetAddress[] all = new InetAddress[addresses.length];
            for (int index = 0; index < all.length; index++) {
                all[index] = InetAddress.getByName(addresses[index]);
            }
            return all;
        });
    }

    @Test
    void shouldSayThatANameDoesNotResolve() {
        Host here = sshd.host();
        Host host = new Host("lvs1", "no-such-host.invalid", here.connection(), here.variables());

        SshException refused = refused(host);

        assertThat(refused.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(refused).hasMessage("the name no-such-host.invalid does not resolve");
    }

    @Test
    void shouldComeBackWhenSshdDropsACrowd() throws Exception {
        try (Sshd crowded = Sshd.start("MaxStartups 2:100:2");
                Fleet fleet = new Fleet(connector()::connect, 12, LONG)) {
            Host one = crowded.host();
            List<Host> crowd = IntStream.range(0, 12)
                    .mapToObj(number -> new Host("host" + number, one.address(), one.connection(), one.variables()))
                    .toList();

            assertThat(fleet.onEach(
                            crowd, connection -> connection.run("echo in", LONG).output()))
                    .hasSize(12)
                    .allSatisfy((name, outcome) -> assertThat(outcome).isEqualTo(new Fleet.Outcome.Done<>("in\n")));
        }
    }

    // by way of a proxy

    @Test
    void shouldGoThroughAProxyCommand() throws Exception {
        Packages.provide("socat", "/usr/bin/socat");
        Host host = sshd.host(settings -> withProxy(settings, "socat - TCP:%h:%p"));

        assertWorks(host);

        for (ProcessHandle left : ProcessHandle.current()
                .descendants()
                .filter(it -> it.info().command().orElse("").contains("socat"))
                .toList()) {
            assertThat(left.onExit()).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    @Test
    void shouldSayWhatAProxyCommandSaid() {
        SshException refused =
                refused(sshd.host(settings -> withProxy(settings, "sh -c 'echo no way to %h >&2; exit 1'")));

        assertThat(refused.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(refused).hasMessageContaining("ProxyCommand said: no way to 127.0.0.1");
    }

    @Test
    void shouldNotWaitBeyondTheDeadlineForAProxyCommand() {
        Host host = sshd.host(settings -> withProxy(settings, "sleep 1000"));

        SshException refused = catchThrowableOfType(
                SshException.class,
                () -> connector().connect(host, Duration.ofMillis(300)).close());

        assertThat(refused.kind()).isEqualTo(Kind.TIMEOUT);
    }
}
