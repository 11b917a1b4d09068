package org.aloft.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.aloft.plan.apply.RunIdentity;
import org.aloft.ssh.Fleet;
import org.aloft.ssh.SshException;
import org.aloft.topology.model.Topology;
import org.aloft.verify.drill.DrillKind;
import org.aloft.verify.observe.HostScript;
import org.aloft.verify.report.DrillResult;
import org.aloft.verify.report.Report;
import org.junit.jupiter.api.Test;

class VerifyRunTest {
    private static final RunIdentity BOB =
            new RunIdentity("bob", "laptop", "run2", Instant.parse("2026-01-02T03:04:05Z"));
    private static final String ACTIVE = """
            #aloft addresses
            10: ens33    inet 192.168.100.10/32 scope global ens33
            #aloft end
            """;

    private final List<String> scripts = new ArrayList<>();
    private String leaseOfWeb1 = "@aloft leased 0\n";

    @Test
    void shouldStartNoDrillWhileAnotherRunHoldsTheLeaseOfAHostAndSayWhose() throws SshException, InterruptedException {
        leaseOfWeb1 = "@aloft locked " + base64("ann@desk") + " " + base64("2026-01-02T03:00:00Z") + "\n";

        Report report = verify("#aloft end\n");

        assertThat(report.drills()).singleElement().satisfies(drill -> {
            assertThat(drill.state()).isEqualTo(DrillResult.State.REFUSED);
            assertThat(drill.reason()).isEqualTo("another run is changing web1: ann@desk, since 2026-01-02T03:00:00Z");
        });
        assertThat(scripts).as("no lease is left behind").anyMatch(script -> script.endsWith("\nend_lease\n"));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldStartNoDrillWhileAnotherRunsTimerIsArmedOnAHostAndSayWhose() throws SshException, InterruptedException {
        Report report = verify("aloft verify by ann@desk since 2026-01-02T03:00:00Z (run run1)\n#aloft end\n");

        assertThat(report.drills()).singleElement().satisfies(drill -> {
            assertThat(drill.state()).isEqualTo(DrillResult.State.REFUSED);
            assertThat(drill.reason()).contains("another run's drill", "web1", "ann@desk");
        });
        assertThat(report.passed()).isFalse();
        assertThat(scripts).noneMatch(script -> script.contains("\ntell_service stop "));
    }

    @Test
    void shouldStartNoDrillWhereAHostDoesNotSayWhetherAnotherRunIsAtWork() throws SshException, InterruptedException {
        assertThat(verify("").drills()).singleElement().satisfies(drill -> {
            assertThat(drill.state()).isEqualTo(DrillResult.State.REFUSED);
            assertThat(drill.reason()).contains("web1 did not say", "cut off");
        });
    }

    @Test
    void shouldStartNoDrillOnAClusterThatIsNotHealthy() throws SshException, InterruptedException {
        assertThat(verify("#aloft end\n").drills()).singleElement().satisfies(drill -> {
            assertThat(drill.state()).isEqualTo(DrillResult.State.REFUSED);
            assertThat(drill.reason()).startsWith("the cluster is not healthy: ");
        });
    }

    /** None of them has a session with the router, as far as they say. */
    @Test
    void shouldMakeNoDirectorLeaveThatAnnouncesWhereACheckFails() throws SshException, InterruptedException {
        assertThat(verify(ClassicCluster.announcing(), "#aloft end\n").drills())
                .hasSize(2)
                .allSatisfy(drill -> {
                    assertThat(drill.state()).isEqualTo(DrillResult.State.REFUSED);
                    assertThat(drill.reason())
                            .startsWith("the cluster is not healthy: ")
                            .contains("lvs2: 192.168.100.10 is not on lo; FRR does not answer");
                })
                .extracting(DrillResult::target)
                .containsExactly("lvs1", "lvs2");
        assertThat(scripts).noneMatch(script -> script.contains("\ntell_service stop "));
    }

    private Report verify(String timersOnWeb1) throws SshException, InterruptedException {
        return verify(ClassicCluster.TOPOLOGY, timersOnWeb1);
    }

    /** A handover, in a cluster where lvs1 holds the VIP and web1 says this of other runs' timers. */
    private Report verify(Topology topology, String timersOnWeb1) throws SshException, InterruptedException {
        Fleet.Dialer dialer = (host, deadline) -> FakeHost.of(host.name(), script -> {
            synchronized (scripts) {
                scripts.add(script);
            }
            if (script.contains("\ntake_lease && say leased 0\n")) {
                return host.name().equals("web1") ? leaseOfWeb1 : "@aloft leased 0\n";
            }
            if (script.equals(HostScript.text())) {
                return host.name().equals("lvs1") ? ACTIVE : "#aloft end\n";
            }
            return host.name().equals("web1") ? timersOnWeb1 : "#aloft end\n";
        });
        try (Fleet fleet = new Fleet(dialer, 2, Duration.ofSeconds(5))) {
            return new VerifyRun(
                            topology,
                            fleet,
                            new VerifyRun.Options("lvs-dr", List.of(DrillKind.HANDOVER), "0.1.0", BOB),
                            event -> {},
                            Clock.fixed(BOB.since(), ZoneOffset.UTC),
                            System::nanoTime)
                    .run();
        }
    }
}
