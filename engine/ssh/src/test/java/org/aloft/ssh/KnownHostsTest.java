package org.aloft.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.aloft.ssh.KnownHosts.Verdict;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownHostsTest {
    private static final byte[] KEY = key("ssh-ed25519", 1);
    private static final byte[] OTHER = key("ssh-ed25519", 2);
    private static final byte[] ECDSA = key("ecdsa-sha2-nistp256", 3);

    @TempDir
    Path folder;

    private Path file;
    private KnownHosts knownHosts;

    @BeforeEach
    void name() {
        file = folder.resolve(".ssh/known_hosts");
        knownHosts = new KnownHosts(List.of(file, folder.resolve("second")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "lvs1; 22; true",
                "LVS1,other; 22; true",
                "other,lvs1; 22; true",
                "lvs*; 22; true",
                "lvs?; 22; true",
                "*,!lvs1; 22; false",
                "!lvs1,*; 22; false",
                "lvs; 22; false",
                "lvs10; 22; false",
                "lv.1; 22; false",
                "[lvs1]:2222; 2222; true",
                "[lvs1]:2222; 22; false",
                "lvs1; 2222; true",
                "[lvs*]:2222; 2222; true",
            })
    void shouldMatchNamesAsOpenSshDoes(String names, int port, boolean known) throws Exception {
        write(names.strip() + " ssh-ed25519 " + base64(KEY) + " a comment");

        assertThat(knownHosts.judge("Lvs1", port, KEY))
                .isInstanceOf(known ? Verdict.Known.class : Verdict.Unknown.class);
    }

    @Test
    void shouldSayWhichLineDisagrees() throws Exception {
        write("# mine", "", "web1 ssh-ed25519 " + base64(KEY), "lvs1 ssh-ed25519 " + base64(OTHER));

        Verdict verdict = knownHosts.judge("lvs1", 22, KEY);

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Changed.class, changed -> assertThat(
                        changed.entry().where())
                .isEqualTo(file + ":4"));
    }

    @Test
    void shouldTakeAnyOfSeveralKeysOfAType() throws Exception {
        write("lvs1 ssh-ed25519 " + base64(OTHER), "lvs1 ssh-ed25519 " + base64(KEY));

        assertThat(knownHosts.judge("lvs1", 22, KEY)).isEqualTo(new Verdict.Known());
    }

    @Test
    void shouldNotKnowAKeyWhoseTypeIsNew() throws Exception {
        write("lvs1 ssh-ed25519 " + base64(KEY));

        assertThat(knownHosts.judge("lvs1", 22, ECDSA)).isEqualTo(new Verdict.Unknown());
        assertThat(knownHosts.keyTypes("lvs1", 22)).containsExactly("ssh-ed25519");
    }

    @Test
    void shouldRefuseARevokedKeyEvenWhenAnotherLineKnowsIt() throws Exception {
        write("lvs1 ssh-ed25519 " + base64(KEY), "@revoked * ssh-ed25519 " + base64(KEY));

        assertThat(knownHosts.judge("lvs1", 22, KEY)).isInstanceOf(Verdict.Revoked.class);
    }

    @Test
    void shouldNotTakeACertificateAuthorityForAHost() throws Exception {
        write("@cert-authority lvs1 ssh-ed25519 " + base64(KEY));

        assertThat(knownHosts.judge("lvs1", 22, KEY)).isEqualTo(new Verdict.Unknown());
        assertThat(knownHosts.hasCertificateAuthority("lvs1", 22)).isTrue();
    }

    @Test
    void shouldPassOverLinesThatCannotBeRead() throws Exception {
        write("lvs1", "lvs1 ssh-ed25519 !!!", "@unheard lvs1 ssh-ed25519 " + base64(OTHER), "|1|x|y ssh-ed25519 AAAA");

        assertThat(knownHosts.judge("lvs1", 22, KEY)).isEqualTo(new Verdict.Unknown());
    }

    @Test
    void shouldLearnAKeyOnceIntoAFolderThatIsMissing() throws Exception {
        knownHosts.learn("lvs1", 2222, KEY);
        knownHosts.learn("lvs1", 2222, KEY);

        assertThat(file).hasContent("[lvs1]:2222 ssh-ed25519 " + base64(KEY));
        assertThat(knownHosts.judge("lvs1", 2222, KEY)).isEqualTo(new Verdict.Known());
    }

    @Test
    void shouldNotJoinWhatItLearnsToALineWithoutEnd() throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "web1 ssh-ed25519 " + base64(OTHER));

        knownHosts.learn("lvs1", 22, KEY);

        assertThat(file).hasContent("web1 ssh-ed25519 " + base64(OTHER) + "\nlvs1 ssh-ed25519 " + base64(KEY));
    }

    private void write(String... lines) throws Exception {
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(lines));
    }

    private static String base64(byte[] key) {
        return Base64.getEncoder().encodeToString(key);
    }

    private static byte[] key(String type, int fill) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(4 + name.length + 4 + 32)
                .putInt(name.length)
                .put(name)
                .putInt(32)
                .put(new byte[31])
                .put((byte) fill)
                .array();
    }
}
