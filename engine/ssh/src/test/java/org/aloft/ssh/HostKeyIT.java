package org.aloft.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aloft.ssh.SshException.Kind;
import org.aloft.topology.model.ConnectionSettings.HostKeyChecking;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether it is the right host that answers. */
class HostKeyIT extends OnSshd {
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
}
