package org.aloft.agent.vrrp;

import static org.aloft.agent.vrrp.SettingsFixture.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What one advert costs the garbage collector: the two or three small records that say what the state is now. At 10 ms adverts a young
 * generation of 16 MB lasts for twenty minutes of them.
 */
class AllocationTest {
    private static final int MOST_BYTES_AN_ADVERT = 128;
    private static final int WARM_UP = 20_000;
    private static final int ADVERTS = 20_000;
    private static final RouterSettings SETTINGS = SettingsFixture.preempting(Simulation.address(5), 100);

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private State state;
    private long now;

    private long bytesAnAdvert(Event event, long step) {
        deliver(event, step, WARM_UP);
        long before = threads.getCurrentThreadAllocatedBytes();
        deliver(event, step, ADVERTS);
        return (threads.getCurrentThreadAllocatedBytes() - before) / ADVERTS;
    }

    private void deliver(Event event, long step, int times) {
        for (int time = 0; time < times; time++) {
            now += step;
            state = VrrpStateMachine.next(SETTINGS, state, event, now).state();
        }
    }

    @Test
    void shouldAllocateLittleForAnAdvertThatItSends() {
        state = new State.Active("test", 0, SECOND, State.NEVER, 0, Optional.empty());
        assertThat(bytesAnAdvert(new Event.TimerExpired(), SECOND)).isLessThanOrEqualTo(MOST_BYTES_AN_ADVERT);
        assertThat(state).isInstanceOf(State.Active.class);
    }

    @Test
    void shouldAllocateLittleForAnAdvertThatItHears() {
        state = new State.Backup("test", 3 * SECOND, State.Followed.nobody(SECOND), 0, State.NEVER, false);
        Advert advert = new Advert(Simulation.address(6), 200, SECOND, List.of());
        assertThat(bytesAnAdvert(new Event.AdvertReceived(advert), SECOND)).isLessThanOrEqualTo(MOST_BYTES_AN_ADVERT);
        assertThat(state).isInstanceOf(State.Backup.class);
    }
}
