package org.aloft.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.aloft.agent.bfd.BfdSessions;
import org.aloft.agent.check.WatchedFiles.Reading;
import org.aloft.agent.config.ScriptSecurity;
import org.aloft.agent.config.TrackFileBlock;
import org.aloft.agent.config.TrackWeight;
import org.aloft.agent.config.TrackingPlan;
import org.aloft.agent.script.ScriptRunner;
import org.aloft.agent.thread.Faults;
import org.aloft.agent.track.Tracking;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CheckTellersTest {
    private static final TrackWeight TWICE = new TrackWeight(2, true);

    @TempDir
    Path folder;

    @Test
    void shouldTellAFileCheckTheNumberNowAndWhenItChanges() throws Exception {
        Path file = Files.writeString(folder.resolve("load"), "3\n");
        TrackingPlan plan = new TrackingPlan(
                List.of(),
                List.of(),
                List.of(new TrackFileBlock("load", file, TWICE, Optional.empty())),
                List.of(),
                Map.of(),
                Map.of());
        BlockingQueue<Reading> told = new LinkedBlockingQueue<>();
        try (ScriptRunner scripts = ScriptRunner.open(Map.of(), Duration.ofSeconds(1), Faults.supervisor());
                BfdSessions sessions = BfdSessions.open(new Random(1), 1, Faults.supervisor());
                Tracking tracking = Tracking.open(
                        scripts,
                        sessions,
                        InstantSource.system(),
                        event -> {},
                        (instance, priority) -> {},
                        Faults.supervisor())) {
            CheckTellers.files(tracking.files(), () -> plan).watch("load", told::add);
            tracking.configure(plan, List.of(), new ScriptSecurity(Optional.empty(), false));
            assertThat(told.take()).isEqualTo(new Reading(3, TWICE));
            Path next = Files.writeString(folder.resolve("next"), "-4\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            assertThat(told.take()).isEqualTo(new Reading(-4, TWICE));
        }
    }
}
