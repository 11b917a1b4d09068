package org.aloft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two rounds of the soak. What takes ten minutes to show, such as memory, is left to {@code run --only soak}. */
class SoakIT {
    @TempDir
    Path folder;

    @Test
    void shouldHaveNoMoreThreadsDescriptorsAndProcessesAfterTheSameEventsOnceMore() {
        Bench.install();

        List<Usage> looks =
                Soak.live(Bench.stage(folder, folder, 0, Duration.ZERO), 2).looks();

        Usage before = looks.get(0);
        Usage after = looks.get(1);
        assertThat(after.descriptors()).allSatisfy((kind, count) -> assertThat(count)
                .as(kind)
                .isLessThanOrEqualTo(before.descriptors().getOrDefault(kind, 0L)));
        // One that answered a visitor may be about to end.
        assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 1);
        assertThat(after.children()).isLessThanOrEqualTo(before.children());
    }
}
