package org.aloft.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExplanationTextTest {
    @Test
    void shouldSayWhatLedToTheState() {
        AgentStatus status = StatusFixture.full();

        assertThat(ExplanationText.of(status.instances().get(0), status.asOf())).isEqualTo("""
                        VI_1 is ACTIVE since 2026-01-01T10:00:00Z (1 s), on eth0, virtual_router_id 10, VRRP version 2
                          because   no advert of 10.0.0.2 for 3.61 s
                          priority  100 = 120 configured - 20 of vrrp_script chk_proxy (down)
                          VIPs      10.0.0.10/32
                          heard     10.0.0.2: priority 90, adverts each 1 s, 7 of them, the last one 0.60 s ago
                          adverts   each 1 s while active; 297 sent, 1 received
                          timers    next advert in 0.59 s
                          preempts  yes, a router of lower priority
                          CLASH     10.0.0.2 holds the VIPs as well, for 1 min 5 s, heard 7 times; it is active with priority 90: can the two hear each other? Look for a filter of IP protocol 112 or of multicast
                          dropped   3: its TTL is not 255, or not within the peer's min_ttl and max_ttl, so it came through routers
                        """);
    }

    @Test
    void shouldSayWhatKeepsAnInstanceFromTakingPart() {
        AgentStatus status = StatusFixture.full();

        assertThat(ExplanationText.of(status.instances().get(1), status.asOf()))
                .contains(
                        "VI_2 is FAULT",
                        "fault     there is no interface eth9",
                        "group     G1",
                        "preempts  no (nopreempt)");
    }

    @Test
    void shouldNameTheTwoLargestUnitsOfALongTime() {
        assertThat(ExplanationText.longTime(Duration.ofSeconds(93_784))).isEqualTo("1 d 2 h");
        assertThat(ExplanationText.longTime(Duration.ofSeconds(243))).isEqualTo("4 min 3 s");
        assertThat(ExplanationText.longTime(Duration.ofMillis(300))).isEqualTo("0 s");
        assertThat(ExplanationText.longTime(Duration.ofSeconds(-1))).isEqualTo("0 s");
    }
}
