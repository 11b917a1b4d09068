package org.aloft.agent.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventsTest {
    private final Events events = new Events(2);

    @Test
    void shouldTellEveryListenerInOrderUntilItEnds() {
        List<AgentEvent> one = new ArrayList<>();
        List<AgentEvent> other = new ArrayList<>();
        Runnable end = events.listen(one::add);
        events.listen(other::add);
        events.happened(event(1));
        end.run();
        events.happened(event(2));
        assertThat(one).containsExactly(event(1));
        assertThat(other).containsExactly(event(1), event(2));
    }

    @Test
    void shouldRememberTheLastOnes() {
        events.happened(event(1));
        events.happened(event(2));
        events.happened(event(3));
        List<AgentEvent> recent = new ArrayList<>();
        events.listenFromRecent(recent::add);
        assertThat(recent).containsExactly(event(2), event(3));
    }

    @Test
    void shouldRememberOfAReloadWhatAReaderReads() {
        int many = AgentEvent.ConfigurationReloaded.MOST_CHANGES + 3;
        List<String> changes =
                IntStream.range(0, many).mapToObj(index -> "change " + index).toList();
        assertThat(new AgentEvent.ConfigurationReloaded(Instant.EPOCH, changes).changes())
                .startsWith("change 0", "change 1")
                .endsWith("change 99", "and 3 more")
                .hasSize(101);
        assertThat(new AgentEvent.ConfigurationReloaded(Instant.EPOCH, changes.subList(0, 100)).changes())
                .hasSize(100)
                .endsWith("change 99");
    }

    @Test
    void shouldNameServicesAsKeepalivedDoes() throws Exception {
        assertThat(ServiceName.of("TCP", InetAddress.getByName("192.0.2.10"), 80))
                .hasToString("[192.0.2.10]:tcp:80");
        assertThat(ServiceName.ofFirewallMark(-1)).hasToString("FWM 4294967295");
    }

    private static AgentEvent event(int second) {
        return new AgentEvent.AgentStopping(Instant.ofEpochSecond(second));
    }
}
