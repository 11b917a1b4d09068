package org.aloft.agent.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.bfd.PeerStatus;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.vrrp.machine.TrackedPriority;
import org.aloft.agent.vrrp.router.RouterExplanation;
import org.aloft.agent.vrrp.router.RouterStatus;

/** An agent with something of everything. */
final class StatusFixture {
    private static final Instant START = Instant.parse("2026-01-01T10:00:00.123456789Z");

    private StatusFixture() {}

    static AgentStatus full() {
        RouterStatus active = new RouterStatus(
                "VI_1",
                "ACTIVE",
                START,
                "no advert of 10.0.0.2 for 3.61 s",
                new RouterStatus.Group(10, "eth0", 100, List.of("10.0.0.10/32")),
                new RouterStatus.ActiveRouter(
                        Optional.of("10.0.0.1"), Optional.of(Duration.ofMillis(412)), Duration.ofNanos(120_500)),
                new RouterStatus.Changes(2, 1, 0),
                new RouterStatus.Adverts(297, 1, Map.of("ttl", 3L)));
        RouterStatus fault = new RouterStatus(
                "VI_2",
                "FAULT",
                START,
                "there is no interface eth9",
                new RouterStatus.Group(11, "eth9", 90, List.of()),
                new RouterStatus.ActiveRouter(Optional.empty(), Optional.empty(), Duration.ZERO),
                new RouterStatus.Changes(1, 0, 0),
                new RouterStatus.Adverts(0, 0, Map.of()));
        ServiceStatus.RealServer server = new ServiceStatus.RealServer(
                "10.0.0.20", 80, 1, true, START, "a connection to 10.0.0.20:80 was accepted", 1, 2, 3);
        ServiceStatus service = new ServiceStatus("10.0.0.10", 80, "TCP", "rr", List.of(server));
        return new AgentStatus(
                "aloftd 0.1.0",
                4711,
                START,
                START.plusSeconds(1),
                "/etc/aloft/aloftd.conf",
                "00ff",
                List.of(active(active), fault(fault)),
                List.of(new PeerStatus("10.0.0.2", "10.0.0.1", true, Duration.ofMillis(60), true)),
                List.of(service),
                Optional.of("no IPVS; run `modprobe ip_vs`"));
    }

    /** Active with a lowered priority, beside another holder. */
    private static RouterExplanation active(RouterStatus status) {
        return new RouterExplanation(
                status,
                new RouterExplanation.Priority(
                        120, List.of(new TrackedPriority.Contribution("chk_proxy", "vrrp_script", "down", -20))),
                List.of(),
                Optional.empty(),
                RouterExplanation.Handover.NONE,
                new RouterExplanation.Manner(2, Duration.ofSeconds(1), true),
                new RouterExplanation.Timers(Optional.of(Duration.ofMillis(588)), Optional.empty(), Optional.empty()),
                new RouterExplanation.Clashes(
                        Optional.of(new RouterExplanation.ClashStatus(
                                "10.0.0.2", 90, AgentEvent.Heard.ADVERT, Duration.ofSeconds(65), 7)),
                        3),
                List.of(new RouterExplanation.HeardRouter(
                        "10.0.0.2", 90, Duration.ofSeconds(1), 7, Duration.ofMillis(600))));
    }

    private static RouterExplanation fault(RouterStatus status) {
        return new RouterExplanation(
                status,
                new RouterExplanation.Priority(90, List.of()),
                List.of("there is no interface eth9"),
                Optional.of(new RouterExplanation.SyncGroup("G1", false)),
                RouterExplanation.Handover.NONE,
                new RouterExplanation.Manner(3, Duration.ofMillis(100), false),
                new RouterExplanation.Timers(Optional.empty(), Optional.empty(), Optional.empty()),
                new RouterExplanation.Clashes(Optional.empty(), 0),
                List.of());
    }
}
