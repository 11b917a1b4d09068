package org.aloft.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.aloft.ssh.SshException.Kind;
import org.aloft.topology.model.BecomeMethod;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.model.Host;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ansible_connection: local}: this machine, without SSH. */
@Timeout(60)
class LocalConnectionTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void shouldRunScriptsByShWithTheirOutputsAndStatus() throws Exception {
        List<String> lines = new ArrayList<>();
        try (Connection connection = connect()) {
            ScriptResult result = connection.run("echo one; echo e >&2; cat; echo two; exit 3", LONG, lines::add);

            assertThat(result).isEqualTo(new ScriptResult(3, "one\ntwo\n", "e\n"));
            assertThat(lines).containsExactly("one", "two");
            assertThat(connection.host()).isEqualTo("here");
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @Test
    void shouldCarryAsMuchAsSshDoes() throws Exception {
        String comment = "# 0123456789012345678901234567890\n".repeat(20_000);
        try (Connection connection = connect()) {
            assertThat(connection.run(comment + "echo ran", LONG).output()).isEqualTo("ran\n");
            assertThat(connection.run("yes 0123456789 | head -n 100000", LONG).output())
                    .hasSize(1_100_000);
        }
    }

    @Test
    void shouldGiveUpAScriptThatPrintsTooMuchOrTakesTooLong() throws Exception {
        try (Connection connection = connect()) {
            SshException tooMuch =
                    catchThrowableOfType(SshException.class, () -> connection.run("exec yes", LONG, 1000, line -> {}));
            assertThat(tooMuch).hasMessageContaining("printed more than 1000 bytes");

            // It ends by itself when the test's folder goes, so that nothing is left running.
            SshException late = catchThrowableOfType(
                    SshException.class,
                    () -> connection.run("while [ -d " + folder + " ]; do sleep 0.1; done", Duration.ofMillis(500)));
            assertThat(late.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(connection.run("echo still here", LONG).output()).isEqualTo("still here\n");
        }
    }

    @Test
    void shouldPutFilesWhole() throws Exception {
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        Path local = Files.write(folder.resolve("local"), bytes);
        Path remote = folder.resolve("new folder/file");
        try (Connection connection = connect()) {
            connection.upload(local, remote.toString(), LONG);
        }
        assertThat(remote).hasBinaryContent(bytes);
    }

    @Test
    void shouldOpenTcpConnections() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Connection connection = connect()) {
            port = server.getLocalPort();
            try (TcpChannel channel = connection.openTcp("127.0.0.1", port, LONG);
                    var accepted = server.accept()) {
                channel.output().write("ping".getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(accepted.getInputStream().readNBytes(4), StandardCharsets.US_ASCII))
                        .isEqualTo("ping");
            }
        }
        try (Connection connection = connect()) {
            SshException refused =
                    catchThrowableOfType(SshException.class, () -> connection.openTcp("127.0.0.1", port, LONG));
            assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
        }
    }

    @Test
    void shouldSayThatItIsClosed() throws Exception {
        Connection connection = connect();
        connection.close();
        assertThat(connection.isOpen()).isFalse();
        assertThat(catchThrowableOfType(SshException.class, () -> connection.run("true", LONG))
                        .kind())
                .isEqualTo(Kind.LOST);
    }

    private Connection connect() throws SshException {
        ConnectionSettings settings = new ConnectionSettings(
                ConnectionSettings.Way.LOCAL,
                22,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(false),
                BecomeMethod.SUDO,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                ConnectionSettings.HostKeyChecking.STRICT,
                ConnectionSettings.SshOptions.none());
        return new Connector(new Random(1), folder, Optional.empty())
                .connect(new Host("here", "192.0.2.1", settings, Map.of()), LONG);
    }
}
