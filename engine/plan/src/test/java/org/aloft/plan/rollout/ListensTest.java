package org.aloft.plan.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ListensTest {
    private static final String EVERYWHERE = "00000000";
    private static final String ITS_OWN = "0101000A";

    @Test
    void shouldSayPortsThatFollowOneAnotherInShort() throws UnknownHostException {
        assertThat(on("10.0.1.1", 8003, 80, 8001, 8002, 443).text())
                .isEqualTo("web1 listens on 10.0.1.1:80, 443, 8001-8003");
        assertThat(on("fd00::1", 80).text()).isEqualTo("web1 listens on [fd00::1]:80");
    }

    @Test
    void shouldHoldWhenSomethingListensOnEachPort() throws UnknownHostException {
        assertThat(on("10.0.1.1", 8001, 8002).missing(seen(EVERYWHERE + ":1F41", ITS_OWN + ":1F42")))
                .isEmpty();
    }

    @Test
    void shouldSayOnWhichPortsNothingListens() throws UnknownHostException {
        assertThat(on("10.0.1.1", 8001, 8002, 8003).missing(seen(ITS_OWN + ":1F42")))
                .hasValue("nothing listens on 10.0.1.1:8001, 8003 of web1");
        assertThat(on("10.0.1.1", 8001, 8002).missing(seen()))
                .hasValue("nothing listens on 10.0.1.1:8001-8002 of web1");
    }

    private static Proof.Listens on(String address, Integer... ports) throws UnknownHostException {
        return new Proof.Listens("web1", InetAddress.getByName(address), new TreeSet<>(List.of(ports)), true);
    }

    /** What the script prints of these sockets. */
    private static Map<String, String> seen(String... sockets) {
        StringBuilder lines = new StringBuilder();
        for (String socket : sockets) {
            lines.append(" 0: ").append(socket).append(" 00000000:0000 0A\n");
        }
        return Map.of("web1", lines.toString().strip());
    }
}
