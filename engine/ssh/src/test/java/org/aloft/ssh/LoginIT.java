package org.aloft.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.aloft.ssh.SshException.Kind;
import org.aloft.topology.model.ConnectionSettings.SshOptions;
import org.aloft.topology.model.Host;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may log in: keys, certificates, the agent, passphrases, and what ssh_config says of them. */
class LoginIT extends OnSshd {
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
        Path key = newKey(type, "");
        Path authorityKey = certify(key);
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
            SshOptions only = SshOptions.ofKeys(List.of(stranger), true);
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

    /** As with a password manager's agent: the private key is nowhere else, and the public one says which is meant. */
    @Test
    void shouldAskTheAgentThatIsNamedForTheKeyOfAPublicFile() throws Exception {
        Path publicKey = Files.copy(Path.of(sshd.userKey() + ".pub"), home.resolve("work.pub"));
        try (SshAgent agent = SshAgent.start(home)) {
            agent.add(sshd.userKey());
            agent.add(newKey("ecdsa", ""));

            assertWorks(sshd.host(settings ->
                    withKey(settings, null, asking(agent.socket().toString(), List.of(publicKey), List.of()))));
            SshException refused = refused(
                    sshd.host(settings -> withKey(settings, null, asking("none", List.of(publicKey), List.of()))));
            assertThat(refused).hasMessageContaining("tried: no key");
        }
    }

    @Test
    void shouldShowTheCertificateThatIsNamedForAKeyOfTheAgent() throws Exception {
        Path key = newKey("ecdsa", "");
        Path authorityKey = certify(key);
        Path certificate = Files.move(home.resolve("key-ecdsa-cert.pub"), home.resolve("from-the-authority.pub"));
        Files.writeString(
                sshd.folder().resolve("authorized_keys"),
                "cert-authority " + Files.readString(authorityKey),
                StandardOpenOption.APPEND);
        try (SshAgent agent = SshAgent.start(home)) {
            agent.add(newKey("rsa", ""));
            agent.add(key);

            assertWorks(sshd.host(settings ->
                    withKey(settings, null, asking(agent.socket().toString(), List.of(), List.of(certificate)))));
        }
    }

    /** Makes a certificate for a key, which stands beside it; returns the public key of the authority that signed it. */
    private Path certify(Path key) throws Exception {
        Path made = newKey("ed25519", "", "authority");
        Sshd.command(
                "ssh-keygen",
                "-q",
                "-s",
                made.toString(),
                "-I",
                "test",
                "-n",
                System.getProperty("user.name"),
                key + ".pub");
        return Path.of(made + ".pub");
    }

    private static SshOptions asking(String agent, List<Path> keys, List<Path> certificates) {
        return new SshOptions(
                Optional.empty(), Optional.empty(), keys, !keys.isEmpty(), Optional.of(agent), certificates);
    }

    @Test
    void shouldPassOverKeysOfSshConfigThatAreNotThere() throws Exception {
        SshOptions options = SshOptions.ofKeys(List.of(home.resolve("gone"), sshd.userKey()), false);

        assertWorks(sshd.host(settings -> withKey(settings, null, options)));
    }

    @Test
    void shouldConnectToTheHostNameAndKnowTheHostByItsAlias() throws Exception {
        Files.writeString(sshd.knownHosts(), "web-one " + sshd.hostKey("ed25519") + "\n");
        SshOptions options = new SshOptions(
                Optional.of("127.0.0.1"),
                Optional.of("Web-One"),
                List.of(sshd.userKey()),
                false,
                Optional.empty(),
                List.of());
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
}
