package org.aloft.agent.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.aloft.agent.config.TrackWeight;
import org.aloft.agent.config.Tracked;
import org.aloft.agent.config.TrackerKind;
import org.aloft.agent.vrrp.machine.TrackedPriority;
import org.aloft.agent.vrrp.machine.TrackedPriority.Contribution;
import org.junit.jupiter.api.Test;

class TrackingTableTest {
    private static final TrackerKey SCRIPT = new TrackerKey(TrackerKind.SCRIPT, "check");
    private static final TrackerKey FILE = new TrackerKey(TrackerKind.FILE, "load");

    private final TrackingTable table = new TrackingTable();

    TrackingTableTest() {
        table.configure(Map.of(
                "VI_1",
                        List.of(
                                new Tracked(TrackerKind.SCRIPT, "check", new TrackWeight(-20, false)),
                                new Tracked(TrackerKind.FILE, "load", new TrackWeight(2, false))),
                "VI_2", List.of(new Tracked(TrackerKind.SCRIPT, "check", TrackWeight.FAULT))));
        table.put(SCRIPT, new Reading.Down("exit status 1"));
        table.put(FILE, new Reading.Value(3));
    }

    @Test
    void shouldAddUpWhatEachTrackerContributes() {
        TrackedPriority priority = table.of("VI_1");
        assertThat(priority.adjustment()).isEqualTo(-14);
        assertThat(priority.fault()).isEmpty();
        assertThat(priority.contributions())
                .containsExactly(
                        new Contribution("check", "vrrp_script", "down: exit status 1", -20),
                        new Contribution("load", "track_file", "value 3", 6));
    }

    @Test
    void shouldSayWhichTrackerMeansFault() {
        assertThat(table.of("VI_2").fault()).hasValue("vrrp_script check is down: exit status 1");
        assertThat(table.meansFault(SCRIPT)).isTrue();
        table.put(SCRIPT, new Reading.Up("exit status 0"));
        assertThat(table.of("VI_2"))
                .isEqualTo(new TrackedPriority(
                        0,
                        java.util.Optional.empty(),
                        List.of(new Contribution("check", "vrrp_script", "up: exit status 0", 0))));
        assertThat(table.meansFault(SCRIPT)).isFalse();
    }

    @Test
    void shouldKnowWhoTracksWhat() {
        assertThat(table.trackedBy(SCRIPT)).containsExactlyInAnyOrder("VI_1", "VI_2");
        assertThat(table.trackedBy(FILE)).containsExactly("VI_1");
        assertThat(table.of("VI_3")).isEqualTo(TrackedPriority.NONE);
    }

    @Test
    void shouldForgetWhatIsNoLongerLookedAt() {
        table.forget(SCRIPT);
        assertThat(table.of("VI_2").fault())
                .hasValueSatisfying(fault -> assertThat(fault).contains("not known yet"));
    }
}
