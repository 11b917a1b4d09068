package org.aloft.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.vrrp.router.RouterExplanation;
import org.aloft.agent.vrrp.router.RouterStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest(name = "{0} received, dropped {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "0 |      | no advert came in here since the start, so look first for a filter of this host's own that drops IP protocol 112, with: nft list ruleset; if there is none, find the host with this MAC",
                "0 | auth | find the host with this MAC, and take the VIP from it",
                "7 |      | find the host with this MAC, and take the VIP from it",
            })
    void shouldAdviseADeafHostToLookAtItsOwnFilterFirst(long received, String dropped, String advice) {
        AgentStatus status = StatusFixture.full();
        RouterExplanation full = status.instances().get(0);
        RouterStatus.Adverts adverts =
                new RouterStatus.Adverts(9, received, dropped == null ? Map.of() : Map.of(dropped, 1L));
        RouterStatus router = new RouterStatus(
                full.status().name(),
                full.status().state(),
                full.status().since(),
                full.status().reason(),
                full.status().group(),
                full.status().active(),
                full.status().changes(),
                adverts);
        RouterExplanation.Clashes clashes = new RouterExplanation.Clashes(
                Optional.of(new RouterExplanation.ClashStatus(
                        "02:00:00:00:00:02 (claims 10.0.0.10)", 0, AgentEvent.Heard.ARP, Duration.ofSeconds(65), 7)),
                1);
        RouterExplanation seen = new RouterExplanation(
                router,
                full.priority(),
                full.faults(),
                full.syncGroup(),
                full.handover(),
                full.manner(),
                full.timers(),
                clashes,
                full.heard());
        assertThat(ExplanationText.of(seen, status.asOf()).lines().filter(line -> line.contains("CLASH")))
                .containsExactly(
                        "  CLASH     02:00:00:00:00:02 (claims 10.0.0.10) holds the VIPs as well, for 1 min 5 s,"
                                + " heard 7 times; by ARP or neighbour advertisements: " + advice);
    }

    @Test
    void shouldNameTheTwoLargestUnitsOfALongTime() {
        assertThat(ExplanationText.longTime(Duration.ofSeconds(93_784))).isEqualTo("1 d 2 h");
        assertThat(ExplanationText.longTime(Duration.ofSeconds(243))).isEqualTo("4 min 3 s");
        assertThat(ExplanationText.longTime(Duration.ofMillis(300))).isEqualTo("0 s");
        assertThat(ExplanationText.longTime(Duration.ofSeconds(-1))).isEqualTo("0 s");
    }
}
