package org.aloft.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.aloft.ssh.SshException.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class DirectTcpIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    private Sshd sshd;
    private Connection connection;
    private ServerSocket echo;

    @BeforeEach
    void start() throws Exception {
        sshd = Sshd.start();
        connection = new Connector(new Random(1), sshd.folder(), Optional.empty()).connect(sshd.host(), LONG);
        echo = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread server = new Thread(this::serve);
        server.setDaemon(true);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        echo.close();
        connection.close();
        sshd.close();
    }

    private void serve() {
        while (!echo.isClosed()) {
            try (Socket socket = echo.accept()) {
                socket.getOutputStream().write(socket.getInputStream().readNBytes(4));
            } catch (IOException closed) {
                // One client less; the next one is served.
            }
        }
    }

    @Test
    void shouldCarryBytesBothWaysToTheEnd() throws Exception {
        try (TcpChannel channel = connection.openTcp("127.0.0.1", echo.getLocalPort(), LONG)) {
            channel.output().write("ping".getBytes(StandardCharsets.US_ASCII));

            assertThat(channel.input().readAllBytes()).asString().isEqualTo("ping");
        }
    }

    @Test
    void shouldLeaveNothingBehindAfterAThousandChannels() throws Exception {
        int rounds = 50;
        int atOnce = 20;
        Path descriptors = Path.of("/proc/self/fd");
        exchangeAtOnce(atOnce);
        long threads = aloftThreads();
        long files = count(descriptors);

        for (int round = 0; round < rounds; round++) {
            exchangeAtOnce(atOnce);
        }

        assertThat(aloftThreads()).isLessThanOrEqualTo(threads + atOnce);
        assertThat(count(descriptors)).isLessThanOrEqualTo(files + 2);
        ScriptResult sockets = connection.run("ls -l /proc/$PPID/fd | grep -c socket:", LONG);
        assertThat(Integer.parseInt(sockets.output().strip()))
                .as("sockets of sshd")
                .isLessThan(atOnce);
    }

    private void exchangeAtOnce(int count) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Callable<String>> work = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                String text = "%04d".formatted(number);
                work.add(() -> exchange(text));
            }
            int number = 0;
            for (Future<String> answer : threads.invokeAll(work)) {
                assertThat(answer.get()).isEqualTo("%04d".formatted(number++));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private String exchange(String text) throws SshException, IOException {
        try (TcpChannel channel = connection.openTcp("127.0.0.1", echo.getLocalPort(), LONG)) {
            channel.output().write(text.getBytes(StandardCharsets.US_ASCII));
            return new String(channel.input().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static long aloftThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("aloft"))
                .count();
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        }
    }

    /**
     * Not that of the echo server: while a thread still leaves its accept, the kernel goes on listening for a moment.
     */
    private static int portWithoutAServer() throws IOException {
        try (ServerSocket brief = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return brief.getLocalPort();
        }
    }

    @Test
    void shouldTellARefusal() throws Exception {
        int port = portWithoutAServer();

        SshException refused =
                catchThrowableOfType(SshException.class, () -> connection.openTcp("127.0.0.1", port, LONG));

        assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
        assertThat(refused)
                .hasMessage("lvs1 could not connect to 127.0.0.1 port " + port + ": refused, or no route to it");
    }

    @Test
    void shouldGiveUpAConnectThatIsNotAnsweredAndStayUsable() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                FullListener filler = new FullListener(full)) {
            filler.fill();

            SshException silent = catchThrowableOfType(
                    SshException.class,
                    () -> connection.openTcp("127.0.0.1", full.getLocalPort(), Duration.ofMillis(300)));

            assertThat(silent.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(silent).hasMessageContaining("did not answer lvs1 within 300 ms");
            assertThat(exchange("next")).isEqualTo("next");
        }
    }

    @Test
    void shouldNotKeepMoreUnansweredConnectsThanTheHostCanBear() throws Exception {
        Duration brief = Duration.ofMillis(1);
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                FullListener filler = new FullListener(full)) {
            filler.fill();
            for (int number = 0; number < DirectTcp.MOST_UNANSWERED; number++) {
                assertThatThrownBy(() -> connection.openTcp("127.0.0.1", full.getLocalPort(), brief))
                        .isInstanceOf(SshException.class);
            }

            SshException refused = catchThrowableOfType(
                    SshException.class, () -> connection.openTcp("127.0.0.1", echo.getLocalPort(), LONG));

            assertThat(refused.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(refused).hasMessageContaining("still waits for an answer to 256 connects");
            assertThat(aloftThreads()).isLessThanOrEqualTo(DirectTcp.MOST_UNANSWERED + 10L);
        }
        // Now the host's kernel gets answers: refusals.
        assertThat(firstAnswer()).isEqualTo("next");
    }

    private String firstAnswer() throws Exception {
        while (true) {
            try {
                return exchange("next");
            } catch (SshException notYet) {
                assertThat(notYet.kind()).isEqualTo(Kind.TIMEOUT);
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    @Test
    void shouldSayThatForwardingIsNotAllowed() throws Exception {
        try (Sshd closed = Sshd.start("AllowTcpForwarding no");
                Connection there =
                        new Connector(new Random(1), closed.folder(), Optional.empty()).connect(closed.host(), LONG)) {
            SshException refused = catchThrowableOfType(
                    SshException.class, () -> there.openTcp("127.0.0.1", echo.getLocalPort(), LONG));

            assertThat(refused.kind()).isEqualTo(Kind.SETTINGS);
            assertThat(refused.fix()).contains("AllowTcpForwarding yes");
        }
    }

    @Test
    void shouldNotStallOtherChannelsWhileOneIsNotRead() throws Exception {
        byte[] much = new byte[ByteQueue.CAPACITY / 2];
        try (ServerSocket talkative = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TcpChannel unread = connection.openTcp("127.0.0.1", talkative.getLocalPort(), LONG);
                Socket talker = talkative.accept()) {
            talker.getOutputStream().write(much);

            assertThat(exchange("next")).isEqualTo("next");
            assertThat(unread.input().readNBytes(much.length)).hasSize(much.length);
        }
    }
}
