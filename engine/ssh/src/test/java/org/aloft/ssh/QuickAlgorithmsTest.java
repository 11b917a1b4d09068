package org.aloft.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.Session;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuickAlgorithmsTest {
    @Test
    void shouldOfferEveryAlgorithmOnceAndTheQuickOnesFirst() throws Exception {
        Session usual = new JSch().getSession("root", "host", 22);
        Session quick = new JSch().getSession("root", "host", 22);

        QuickAlgorithms.first(quick);

        for (String kind : List.of("kex", "cipher.c2s", "cipher.s2c", "mac.c2s", "mac.s2c")) {
            assertThat(offered(quick, kind))
                    .as(kind)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(offered(usual, kind));
        }
        assertThat(quick.getConfig("kex")).startsWith("curve25519-sha256,");
        assertThat(quick.getConfig("cipher.c2s")).startsWith("aes128-ctr,aes128-gcm@openssh.com,");
        assertThat(quick.getConfig("mac.s2c")).startsWith("hmac-sha2-512-etm@openssh.com,hmac-sha2-256-etm@");
    }

    private static List<String> offered(Session session, String kind) {
        return List.of(session.getConfig(kind).split(",", -1));
    }
}
