package org.aloft.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TlsClientTest {
    @Test
    void shouldAskForANameAsItGoesOverTheWire() {
        assertThat(sent("www.example.com")).isEqualTo("www.example.com");
        assertThat(sent("www.example.com.")).isEqualTo("www.example.com");
        assertThat(sent("my_app.example.com")).isEqualTo("my_app.example.com");
    }

    private static String sent(String name) {
        return new String(new TlsClient.HostName(name).getEncoded(), StandardCharsets.UTF_8);
    }
}
