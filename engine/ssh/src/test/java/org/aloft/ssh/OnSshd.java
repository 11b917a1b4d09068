package org.aloft.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.model.ConnectionSettings.HostKeyChecking;
import org.aloft.topology.model.ConnectionSettings.SshOptions;
import org.aloft.topology.model.Host;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server of this machine's OpenSSH, a home of a user's own, and connections from there to here. */
@Timeout(120)
abstract class OnSshd {
    static final Duration LONG = Duration.ofSeconds(30);

    static Sshd sshd;

    @TempDir
    Path home;

    @BeforeAll
    static void start() throws Exception {
        sshd = Sshd.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (sshd != null) {
            sshd.close();
        }
    }

    @BeforeEach
    void knowTheHost() throws Exception {
        sshd.learnHostKeys("ed25519", "ecdsa", "rsa");
    }

    Connector connector() {
        return new Connector(new Random(1), home, Optional.empty());
    }

    void assertWorks(Host host) throws SshException {
        try (Connection connection = connector().connect(host, LONG)) {
            assertThat(connection.run("echo in", LONG).output()).isEqualTo("in\n");
        }
    }

    SshException refused(Host host) {
        return catchThrowableOfType(
                SshException.class, () -> connector().connect(host, LONG).close());
    }

    Path newKey(String type, String passphrase) throws Exception {
        return newKey(type, passphrase, "key-" + type);
    }

    Path newKey(String type, String passphrase, String name) throws Exception {
        Path key = home.resolve(name);
        Sshd.command("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-f", key.toString());
        return key;
    }

    static ConnectionSettings withKey(ConnectionSettings settings, Path key) {
        return change(
                settings,
                settings.port(),
                Optional.ofNullable(key),
                settings.proxyCommand(),
                settings.hostKeyChecking());
    }

    static ConnectionSettings withChecking(ConnectionSettings settings, HostKeyChecking checking) {
        return change(settings, settings.port(), settings.privateKeyFile(), settings.proxyCommand(), checking);
    }

    static ConnectionSettings withPort(ConnectionSettings settings, int port) {
        return change(settings, port, settings.privateKeyFile(), settings.proxyCommand(), settings.hostKeyChecking());
    }

    static ConnectionSettings withProxy(ConnectionSettings settings, String command) {
        return change(
                settings, settings.port(), settings.privateKeyFile(), Optional.of(command), settings.hostKeyChecking());
    }

    static SshOptions named(Path key) {
        return SshOptions.ofKeys(List.of(key), false);
    }

    static ConnectionSettings withKey(ConnectionSettings settings, Path key, SshOptions options) {
        return new ConnectionSettings(
                settings.way(),
                settings.port(),
                settings.user(),
                Optional.ofNullable(key),
                settings.password(),
                settings.become(),
                settings.becomeMethod(),
                settings.becomePassword(),
                settings.proxyCommand(),
                settings.knownHostsFiles(),
                settings.hostKeyChecking(),
                options);
    }

    static ConnectionSettings change(
            ConnectionSettings settings,
            int port,
            Optional<Path> key,
            Optional<String> proxy,
            HostKeyChecking checking) {
        return new ConnectionSettings(
                port,
                settings.user(),
                key,
                settings.password(),
                settings.become(),
                settings.becomePassword(),
                proxy,
                settings.knownHostsFiles(),
                checking);
    }
}
