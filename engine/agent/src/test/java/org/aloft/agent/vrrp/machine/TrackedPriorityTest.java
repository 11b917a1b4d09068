package org.aloft.agent.vrrp.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrackedPriorityTest {
    private static TrackedPriority by(int adjustment) {
        return new TrackedPriority(adjustment, Optional.empty(), List.of());
    }

    @Test
    void shouldAddWhatIsTracked() {
        assertThat(by(-30).effective(100)).isEqualTo(70);
    }

    @Test
    void shouldStayWithinWhatARouterMaySayThatDoesNotOwnTheAddresses() {
        assertThat(by(200).effective(100)).isEqualTo(254);
        assertThat(by(-200).effective(100)).isEqualTo(1);
    }

    @Test
    void shouldNotTouchThePriorityOfTheOwner() {
        assertThat(by(-200).effective(255)).isEqualTo(255);
    }
}
