package org.aloft.agent.vrrp.machine;

import static org.aloft.agent.vrrp.machine.SettingsFixture.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.kernel.Deadline;
import org.junit.jupiter.api.Test;

/**
 * The steady state: deciding on one more advert costs the garbage collector nothing. {@code AdvertLoopIT} has the rest
 * of the loop.
 */
class AllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int ADVERTS = 20_000;
    private static final RouterSettings SETTINGS = SettingsFixture.preempting(SettingsFixture.address(5), 100);

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long beat;
    private long now;

    private long bytesFor(State state, Event event) {
        beat = state.beat();
        deliver(state, event, WARM_UP);
        long before = threads.getCurrentThreadAllocatedBytes();
        int done = deliver(state, event, ADVERTS);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(beat).isGreaterThan(ADVERTS * SECOND);
        assertThat(done).isEqualTo(state instanceof State.Active ? ADVERTS : 0);
        return allocated;
    }

    /** Returns how many actions there were. */
    private int deliver(State state, Event event, int times) {
        int actions = 0;
        for (int time = 0; time < times; time++) {
            now += SECOND;
            beat = VrrpStateMachine.steady(SETTINGS, state, beat, event, now);
            actions += VrrpStateMachine.steadyActions(SETTINGS, state).size();
        }
        return actions;
    }

    @Test
    void shouldAllocateNothingForAnAdvertThatItSends() {
        State active = new State.Active("test", 0, SECOND, Deadline.NEVER, 0, Optional.empty(), LowerRouters.NONE);
        assertThat(bytesFor(active, new Event.TimerExpired())).isLessThan(ADVERTS);
    }

    @Test
    void shouldAllocateNothingForAnAdvertThatItHearsAgain() {
        Advert advert = new Advert(SettingsFixture.address(6), 200, SECOND, List.of());
        State.Followed followed = new State.Followed(advert.source(), 200, SECOND);
        State backup = new State.Backup("test", 3 * SECOND, followed, 0, Deadline.NEVER, false);
        assertThat(bytesFor(backup, new Event.AdvertReceived(advert))).isLessThan(ADVERTS);
    }

    /** Any of them changes more than the beat. */
    @Test
    void shouldLeaveAllElseToTheWholeMachine() {
        Advert advert = new Advert(SettingsFixture.address(6), 200, SECOND, List.of());
        State.Followed followed = new State.Followed(advert.source(), 200, SECOND);
        State backup = new State.Backup("test", 3 * SECOND, followed, 0, Deadline.NEVER, false);
        assertThat(steady(backup, new Advert(advert.source(), 0, SECOND, List.of())))
                .isFalse();
        assertThat(steady(backup, new Advert(advert.source(), 201, SECOND, List.of())))
                .isFalse();
        assertThat(steady(backup, new Advert(SettingsFixture.address(7), 200, SECOND, List.of())))
                .isFalse();
        assertThat(steady(backup.withBeat(Deadline.NEVER), advert)).isFalse();
        assertThat(steady(backup.withBeat(-3 * SECOND), advert))
                .as("after a sleep")
                .isFalse();
        assertThat(steady(backup, advert)).isTrue();
        State active = new State.Active("test", 0, 0, 0, 5, Optional.empty(), LowerRouters.NONE);
        assertThat(steady(active, new Event.TimerExpired()))
                .as("ARP is due, too")
                .isFalse();
    }

    private static boolean steady(State state, Advert advert) {
        return steady(state, new Event.AdvertReceived(advert));
    }

    private static boolean steady(State state, Event event) {
        return VrrpStateMachine.steady(SETTINGS, state, state.beat(), event, 0) != VrrpStateMachine.MORE;
    }
}
