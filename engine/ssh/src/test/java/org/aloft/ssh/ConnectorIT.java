package org.aloft.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.aloft.lab.Packages;
import org.aloft.ssh.SshException.Kind;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.model.ConnectionSettings.HostKeyChecking;
import org.aloft.topology.model.ConnectionSettings.SshOptions;
import org.aloft.topology.model.Host;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ConnectorIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    private static Sshd sshd;

    @TempDir
    Path home;

    @BeforeAll
    static void start() throws Exception {
        sshd = Sshd.start();
    }

    @AfterAll
    static void stop() throws Exception {
        sshd.close();
    }

    @BeforeEach
    void knowTheHost() throws Exception {
        sshd.learnHostKeys("ed25519", "ecdsa", "rsa");
    }

    // who may log in

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void shouldLogInWithAKeyOfAnyType(String type) throws Exception {
        Path key = newKey(type, "");
        sshd.authorize(key);

        assertWorks(sshd.host(settings -> withKey(settings, key)));
    }

    @Test
    void shouldLogInWithTheDefaultKeyOfTheUser() throws Exception {
        Files.createDirectories(home.resolve(".ssh"));
        Files.copy(sshd.userKey(), home.resolve(".ssh/id_ed25519"));

        assertWorks(sshd.host(settings -> withKey(settings, null)));
    }

    @Test
    void shouldLogInWithAKeyThatOnlyTheAgentHas() throws Exception {
        try (SshAgent agent = SshAgent.start(home)) {
            agent.add(sshd.userKey());
            Host host = sshd.host(settings -> withKey(settings, null));

            try (Connection connection =
                    new Connector(new Random(1), home, Optional.of(agent.socket())).connect(host, LONG)) {
                assertThat(connection.run("echo in", LONG).output()).isEqualTo("in\n");
            }
        }
    }

    @Test
    void shouldSayWhichKeysWereOfferedWhenNoneIsAccepted() throws Exception {
        Path stranger = newKey("ed25519", "");

        SshException refused = refused(sshd.host(settings -> withKey(settings, stranger)));

        assertThat(refused.kind()).isEqualTo(Kind.AUTHENTICATION);
        assertThat(refused)
                .hasMessageContaining("does not let " + System.getProperty("user.name") + " in")
                .hasMessageContaining(stranger.toString());
        assertThat(refused.fix()).contains("ssh-copy-id -p " + sshd.port());
    }

    @Test
    void shouldSendTheOwnerOfAnEncryptedKeyToTheAgent() throws Exception {
        Path key = newKey("ed25519", "a passphrase");
        sshd.authorize(key);

        SshException refused = refused(sshd.host(settings -> withKey(settings, key)));

        assertThat(refused.kind()).isEqualTo(Kind.AUTHENTICATION);
        assertThat(refused.fix()).isEqualTo(key + " is encrypted: run ssh-agent, then ssh-add " + key);
    }

    @Test
    void shouldAskOnceForAPassphraseThatSeveralHostsNeed() throws Exception {
        Path key = newKey("ed25519", "a passphrase");
        sshd.authorize(key);
        Host host = sshd.host(settings -> withKey(settings, key));
        Host other = sshd.host(settings -> withKey(settings, null, named(key)));
        List<String> questions = new ArrayList<>();
        Iterator<String> typed = List.of("mistyped", "a passphrase").iterator();
        KeyRing ring = new KeyRing(home, Optional.empty());

        ring.unlock(List.of(host, other), question -> {
            questions.add(question);
            return Optional.of(typed.next());
        });

        assertThat(questions)
                .containsExactly(
                        "Passphrase for " + key + ": ", "That is not the passphrase for " + key + ". Once more: ");
        for (Host each : List.of(host, other)) {
            try (Connection connection =
                    new Connector(new Random(1), home, Optional.empty(), ring).connect(each, LONG)) {
                assertThat(connection.run("echo in", LONG).output()).isEqualTo("in\n");
            }
        }
    }

    @Test
    void shouldAskForADefaultKeyOnlyWhereNothingElseCanBeOffered() throws Exception {
        Files.createDirectories(home.resolve(".ssh"));
        Path locked = newKey("ed25519", "a passphrase");
        Files.move(locked, home.resolve(".ssh/id_ed25519"));
        Host host = sshd.host(settings -> withKey(settings, null));
        List<String> questions = new ArrayList<>();
        KeyRing.Asker nobody = question -> {
            questions.add(question);
            return Optional.empty();
        };

        new KeyRing(home, Optional.empty()).unlock(List.of(host), nobody);
        assertThat(questions).containsExactly("Passphrase for " + home.resolve(".ssh/id_ed25519") + ": ");

        questions.clear();
        Files.copy(sshd.userKey(), home.resolve(".ssh/id_rsa"));
        new KeyRing(home, Optional.empty()).unlock(List.of(host), nobody);
        assertThat(questions).isEmpty();
    }

    @Test
    void shouldNotAskForAPassphraseOfAKeyThatTheAgentHolds() throws Exception {
        Path key = Files.copy(sshd.userKey(), home.resolve("locked"));
        try (SshAgent agent = SshAgent.start(home)) {
            agent.add(key);
            Sshd.command("ssh-keygen", "-q", "-p", "-P", "", "-N", "a passphrase", "-f", key.toString());
            Host host = sshd.host(settings -> withKey(settings, key));
            KeyRing ring = new KeyRing(home, Optional.of(agent.socket()));

            ring.unlock(List.of(host), question -> {
                throw new AssertionError(question);
            });
            try (Connection connection =
                    new Connector(new Random(1), home, Optional.of(agent.socket()), ring).connect(host, LONG)) {
                assertThat(connection.run("echo in", LONG).output()).isEqualTo("in\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void shouldLogInByTheCertificateBesideAKey(String type) throws Exception {
        Path authority = Files.move(newKey("ed25519", ""), home.resolve("authority"));
        Path authorityKey = Files.move(home.resolve("key-ed25519.pub"), home.resolve("authority.pub"));
        Path key = newKey(type, "");
        Sshd.command(
                "ssh-keygen",
                "-q",
                "-s",
                authority + "",
                "-I",
                "test",
                "-n",
                System.getProperty("user.name"),
                key + ".pub");
        Host host = sshd.host(settings -> withKey(settings, key));
        assertThat(refused(host)).hasMessageContaining("tried: " + key + "-cert.pub, " + key);

        Files.writeString(
                sshd.folder().resolve("authorized_keys"),
                "cert-authority " + Files.readString(authorityKey),
                StandardOpenOption.APPEND);

        assertWorks(host);
    }

    // what ssh_config says

    @Test
    void shouldOfferOfTheAgentsKeysOnlyThoseThatAreNamed() throws Exception {
        Path stranger = newKey("ed25519", "");
        try (SshAgent agent = SshAgent.start(home)) {
            agent.add(sshd.userKey());
            agent.add(stranger);
            SshOptions only = new SshOptions(Optional.empty(), Optional.empty(), List.of(stranger), true);
            Connector connector = new Connector(new Random(1), home, Optional.of(agent.socket()));

            SshException refused = catchThrowableOfType(
                    SshException.class,
                    () -> connector.connect(sshd.host(settings -> withKey(settings, null, only)), LONG));
            assertThat(refused).hasMessageContaining("tried: " + stranger + ", the agent's 1 key");
            try (Connection connection =
                    connector.connect(sshd.host(settings -> withKey(settings, null, named(stranger))), LONG)) {
                assertThat(connection.run("echo in", LONG).output()).isEqualTo("in\n");
            }
        }
    }

    @Test
    void shouldPassOverKeysOfSshConfigThatAreNotThere() throws Exception {
        SshOptions options = new SshOptions(
                Optional.empty(), Optional.empty(), List.of(home.resolve("gone"), sshd.userKey()), false);

        assertWorks(sshd.host(settings -> withKey(settings, null, options)));
    }

    @Test
    void shouldConnectToTheHostNameAndKnowTheHostByItsAlias() throws Exception {
        Files.writeString(sshd.knownHosts(), "web-one " + sshd.hostKey("ed25519") + "\n");
        SshOptions options =
                new SshOptions(Optional.of("127.0.0.1"), Optional.of("Web-One"), List.of(sshd.userKey()), false);
        Host host = sshd.host(settings -> withKey(settings, null, options));
        Host named = new Host(host.name(), "no-such-host.invalid", host.connection(), Map.of());

        assertWorks(named);

        Files.writeString(sshd.knownHosts(), "other " + sshd.hostKey("ed25519") + "\n");
        SshException refused = refused(named);
        assertThat(refused).hasMessageContaining("127.0.0.1 port " + sshd.port() + " (HostKeyAlias Web-One)");
        assertThat(refused.fix()).contains("127.0.0.1 | sed 's/^[^ ]*/Web-One/' >> ");
    }

    @Test
    void shouldSayThatAKeyFileIsMissing() {
        SshException refused = refused(sshd.host(settings -> withKey(settings, home.resolve("gone"))));

        assertThat(refused.kind()).isEqualTo(Kind.SETTINGS);
        assertThat(refused).hasMessage("the private key " + home.resolve("gone") + " does not exist");
    }

    // whether it is the right host

    @Test
    void shouldRefuseAHostThatIsNotKnown() throws Exception {
        Files.writeString(sshd.knownHosts(), "");

        SshException refused = refused(sshd.host());

        assertThat(refused.kind()).isEqualTo(Kind.HOST_KEY_UNKNOWN);
        assertThat(refused).hasMessageContaining(sshd.fingerprint("ed25519"));
        assertThat(refused.fix())
                .contains("ssh-keyscan -t ed25519 -p " + sshd.port() + " 127.0.0.1 >> " + sshd.knownHosts());
    }

    @Test
    void shouldRefuseAHostWhoseKeyChanged() throws Exception {
        Path other = newKey("ed25519", "");
        String[] fields = Files.readString(Path.of(other + ".pub")).split(" ", -1);
        Files.writeString(
                sshd.knownHosts(), "# the old one\n[127.0.0.1]:" + sshd.port() + " ssh-ed25519 " + fields[1] + "\n");

        for (HostKeyChecking checking : List.of(HostKeyChecking.STRICT, HostKeyChecking.ACCEPT_NEW)) {
            SshException refused = refused(sshd.host(settings -> withChecking(settings, checking)));

            assertThat(refused.kind()).isEqualTo(Kind.HOST_KEY_CHANGED);
            assertThat(refused).hasMessageContaining(sshd.knownHosts() + ":2");
            assertThat(refused.fix())
                    .contains("ssh-keygen -R '[127.0.0.1]:" + sshd.port() + "' -f " + sshd.knownHosts());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void shouldAskForTheKeyThatIsKnown(String type) throws Exception {
        sshd.learnHostKeys(type);

        assertWorks(sshd.host());
    }

    @Test
    void shouldReadHashedNames() throws Exception {
        Sshd.command("ssh-keygen", "-q", "-H", "-f", sshd.knownHosts().toString());
        assertThat(sshd.knownHosts()).content().startsWith("|1|");

        assertWorks(sshd.host());
    }

    @Test
    void shouldRememberANewHostWhenToldTo() throws Exception {
        Files.delete(sshd.knownHosts());

        assertWorks(sshd.host(settings -> withChecking(settings, HostKeyChecking.ACCEPT_NEW)));

        assertThat(sshd.knownHosts()).hasContent("[127.0.0.1]:" + sshd.port() + " " + sshd.hostKey("ed25519"));
        assertWorks(sshd.host());
    }

    @Test
    void shouldNotTakeAnotherKeyOfAKnownHostForNew() throws Exception {
        Path dsa = newKey("ecdsa", "");
        String[] fields = Files.readString(Path.of(dsa + ".pub")).split(" ", -1);
        try (Sshd edOnly = Sshd.start("HostKeyAlgorithms ssh-ed25519")) {
            Files.writeString(edOnly.knownHosts(), "127.0.0.1 " + fields[0] + " " + fields[1] + "\n");

            SshException refused = refused(edOnly.host(settings -> withChecking(settings, HostKeyChecking.ACCEPT_NEW)));

            assertThat(refused.kind()).isEqualTo(Kind.HOST_KEY_UNKNOWN);
        }
    }

    @Test
    void shouldTakeAnyHostWhenToldTo() throws Exception {
        Files.writeString(sshd.knownHosts(), "");

        assertWorks(sshd.host(settings -> withChecking(settings, HostKeyChecking.OFF)));

        assertThat(sshd.knownHosts()).isEmptyFile();
    }

    // whether it can be reached

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

    private Connector connector() {
        return new Connector(new Random(1), home, Optional.empty());
    }

    private void assertWorks(Host host) throws SshException {
        try (Connection connection = connector().connect(host, LONG)) {
            assertThat(connection.run("echo in", LONG).output()).isEqualTo("in\n");
        }
    }

    private SshException refused(Host host) {
        return catchThrowableOfType(
                SshException.class, () -> connector().connect(host, LONG).close());
    }

    private Path newKey(String type, String passphrase) throws Exception {
        Path key = home.resolve("key-" + type);
        Sshd.command("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-f", key.toString());
        return key;
    }

    private static ConnectionSettings withKey(ConnectionSettings settings, Path key) {
        return change(
                settings,
                settings.port(),
                Optional.ofNullable(key),
                settings.proxyCommand(),
                settings.hostKeyChecking());
    }

    private static ConnectionSettings withChecking(ConnectionSettings settings, HostKeyChecking checking) {
        return change(settings, settings.port(), settings.privateKeyFile(), settings.proxyCommand(), checking);
    }

    private static ConnectionSettings withPort(ConnectionSettings settings, int port) {
        return change(settings, port, settings.privateKeyFile(), settings.proxyCommand(), settings.hostKeyChecking());
    }

    private static ConnectionSettings withProxy(ConnectionSettings settings, String command) {
        return change(
                settings, settings.port(), settings.privateKeyFile(), Optional.of(command), settings.hostKeyChecking());
    }

    private static SshOptions named(Path key) {
        return new SshOptions(Optional.empty(), Optional.empty(), List.of(key), false);
    }

    private static ConnectionSettings withKey(ConnectionSettings settings, Path key, SshOptions options) {
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

    private static ConnectionSettings change(
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
