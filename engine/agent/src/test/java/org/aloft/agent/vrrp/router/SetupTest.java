package org.aloft.agent.vrrp.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.aloft.agent.vrrp.machine.TrackedPriority;
import org.aloft.agent.vrrp.wire.Instances;
import org.junit.jupiter.api.Test;

class SetupTest {
    private static final Setup OWNER =
            Setup.of(Instances.ipv4().priority(255).build(), Optional.empty(), TrackedPriority.NONE, Optional.empty());

    @Test
    void shouldCountAsLessThanAnOwnerOnceItHasYieldedAndSayWhy() {
        Setup yielded = OWNER.yieldingTo(Instances.ip("10.0.0.1"));
        assertThat(OWNER.settings().priority()).isEqualTo(255);
        assertThat(yielded.settings().priority()).isEqualTo(254);
        assertThat(yielded.contributions()).singleElement().satisfies(why -> {
            assertThat(why.name()).isEqualTo("10.0.0.1");
            assertThat(why.weight()).isEqualTo(-1);
        });
    }

    @Test
    void shouldStayYieldedWhateverItTracksAndWhereverItSpeaks() {
        Setup yielded = OWNER.yieldingTo(Instances.ip("10.0.0.1"));
        assertThat(yielded.withOwn(Instances.ip("10.0.0.2")).settings().priority())
                .isEqualTo(254);
        TrackedPriority less = new TrackedPriority(-20, Optional.empty(), List.of());
        assertThat(yielded.withTracked(less).settings().priority())
                .as("no owner, which would keep its priority")
                .isEqualTo(234);
    }
}
