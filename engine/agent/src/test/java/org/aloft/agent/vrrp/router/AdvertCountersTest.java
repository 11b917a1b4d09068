package org.aloft.agent.vrrp.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.aloft.agent.vrrp.wire.DropReason;
import org.junit.jupiter.api.Test;

class AdvertCountersTest {
    @Test
    void shouldReportTheFirstOfAKindOnlyAndCountAll() {
        AdvertCounters counters = new AdvertCounters();
        assertThat(counters.countDropped(DropReason.TTL)).isTrue();
        assertThat(counters.countDropped(DropReason.TTL)).isFalse();
        assertThat(counters.countDropped(DropReason.CHECKSUM)).isTrue();
        assertThat(counters.droppedByReason()).isEqualTo(Map.of("ttl", 2L, "checksum", 1L));
    }
}
