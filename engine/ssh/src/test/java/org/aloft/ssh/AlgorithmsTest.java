package org.aloft.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.Session;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlgorithmsTest {
    @Test
    void shouldOfferCurve25519FirstAndEachExchangeOnce() {
        assertThat(Algorithms.curve25519First("mlkem768x25519-sha256,curve25519-sha256,ecdh-sha2-nistp256"))
                .containsExactly(
                        "curve25519-sha256",
                        "curve25519-sha256@libssh.org",
                        "mlkem768x25519-sha256",
                        "ecdh-sha2-nistp256");
    }

    @Test
    void shouldOfferOnlyWhatIsKnownToWorkOrIsTriedOut() throws Exception {
        Session session = new JSch().getSession("root", "192.0.2.1", 22);

        Algorithms.choose(session);

        List<String> offered = List.of(session.getConfig("kex").split(",", -1));
        List<String> tried = List.of(session.getConfig("CheckKexes").split(",", -1));
        assertThat(offered).startsWith("curve25519-sha256").contains("ecdh-sha2-nistp256");
        assertThat(offered.stream().filter(name -> name.startsWith("mlkem")))
                .allSatisfy(name -> assertThat(tried).contains(name));
        assertThat(tried).doesNotContain("curve25519-sha256", "curve448-sha512");
    }

    @Test
    void shouldOfferCounterModeFirstWithACodeOverWhatIsEncrypted() throws Exception {
        Session session = new JSch().getSession("root", "192.0.2.1", 22);

        Algorithms.choose(session);

        for (String direction : List.of("c2s", "s2c")) {
            assertThat(session.getConfig("cipher." + direction))
                    .startsWith("aes128-ctr,")
                    .contains("aes128-gcm@openssh.com");
            assertThat(session.getConfig("mac." + direction))
                    .startsWith("hmac-sha2-512-etm@openssh.com,hmac-sha2-256-etm@openssh.com,");
        }
    }
}
