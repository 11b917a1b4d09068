package org.aloft.agent.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.aloft.agent.config.InterfaceDelay;
import org.aloft.agent.kernel.Deadline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkDelaysTest {
    /** A reading of the clock that is not far from where it starts over, as those of a host may be. */
    private static final long START = 1_000_000_000_000L;

    private final LinkDelays delays = new LinkDelays();

    private static long at(double seconds) {
        return START + Math.round(seconds * 1e9);
    }

    private static InterfaceDelay delay(double down, double up) {
        return new InterfaceDelay(Duration.ofNanos(Math.round(down * 1e9)), Duration.ofNanos(Math.round(up * 1e9)));
    }

    private LinkDelays.Verdict look(String name, boolean up, double seconds) {
        return delays.look(name, up, LinkDelays.UNLIMITED, at(seconds));
    }

    /**
     * Steps are {@code moment:sign}: {@code +} the link is up, {@code -} down, {@code !} the deadline has come and the
     * link is as it was at the last step. Told is for each step {@code U} or {@code D}, counts as such, or {@code .},
     * waits.
     */
    @ParameterizedTest
    @CsvSource({
        // down, up, steps, told
        "2, 3, 0:+ 1:- 2:+ 9:+,             U.UU", // back in time
        "2, 3, 0:+ 1:- 3:!,                 U.D",
        "2, 3, 0:+ 1:- 2.9:- 3:!,           U..D", // seen again, but not begun anew
        "2, 3, 0:+ 1:- 3:-,                 U.D", // looked at before the deadline was
        "2, 3, 0:- 1:+ 2:- 3:+ 5.9:+ 6:!,   D.D..U", // each change begins anew
        "2, 3, 0:+ 1:- 3:! 4:+ 5:- 8:-,     U.D.DD",
        "0, 3, 0:+ 1:- 2:+ 5:!,             UD.U",
        "2, 0, 0:+ 1:- 3:! 4:+,             U.DU",
    })
    void shouldCountAChangeOnceItHasLasted(double down, double up, String steps, String told) {
        delays.configure(Map.of("eth0", delay(down, up)));
        StringBuilder seen = new StringBuilder();
        boolean last = false;
        for (String step : steps.split(" ", -1)) {
            double moment = Double.parseDouble(step.substring(0, step.indexOf(':')));
            if (step.endsWith("!")) {
                assertThat(delays.deadline()).isEqualTo(at(moment));
                assertThat(delays.takeDue(at(moment) - 1)).isEmpty();
                assertThat(delays.takeDue(at(moment))).containsExactly("eth0");
            } else {
                last = step.endsWith("+");
            }
            boolean counts = look("eth0", last, moment).counts();
            seen.append(!counts ? '.' : last ? 'U' : 'D');
            assertThat(delays.deadline() == Deadline.NEVER).isEqualTo(counts);
        }
        assertThat(seen).hasToString(told);
    }

    @Test
    void shouldSayOnceThatAChangeWaits() {
        delays.configure(Map.of("eth0", delay(2, 2)));
        look("eth0", true, 0);
        assertThat(look("eth0", false, 1)).isEqualTo(LinkDelays.Verdict.WAITS);
        assertThat(look("eth0", false, 1.5)).isEqualTo(LinkDelays.Verdict.STILL_WAITS);
        assertThat(look("eth0", true, 2)).isEqualTo(LinkDelays.Verdict.RETURNED);
        assertThat(look("eth0", true, 2)).isEqualTo(LinkDelays.Verdict.COUNTS);
        assertThat(look("eth0", false, 2.5)).isEqualTo(LinkDelays.Verdict.WAITS);
    }

    @Test
    void shouldConcernOnlyTheInterfacesThatAreNamed() {
        delays.configure(Map.of("eth0", delay(2, 2)));
        assertThat(delays.concern("eth0")).isTrue();
        assertThat(delays.concern("eth1")).isFalse();
        assertThat(look("eth1", true, 0)).isEqualTo(LinkDelays.Verdict.COUNTS);
        assertThat(look("eth1", false, 0)).isEqualTo(LinkDelays.Verdict.COUNTS);
    }

    @Test
    void shouldLetALossOfTheLinkWaitNoLongerThanItMayButItsReturnAsLongAsItIsTo() {
        delays.configure(Map.of("eth0", delay(60, 60)));
        look("eth0", true, 0);
        delays.look("eth0", false, Duration.ofSeconds(2), at(1));
        assertThat(delays.deadline()).isEqualTo(at(3));
        delays.look("eth0", false, Duration.ofSeconds(30), at(1.5));
        assertThat(delays.deadline()).as("the shortest counts").isEqualTo(at(3));
        delays.look("eth0", false, Duration.ofMillis(800), at(1.6));
        assertThat(delays.deadline()).isEqualTo(at(1.8));
        assertThat(delays.takeDue(at(1.8))).containsExactly("eth0");
        look("eth0", false, 1.8);
        delays.look("eth0", true, Duration.ofSeconds(2), at(5));
        assertThat(delays.deadline()).isEqualTo(at(65));
    }

    @Test
    void shouldKeepInterfacesApart() {
        delays.configure(Map.of("eth0", delay(2, 2), "eth1", delay(1, 1)));
        look("eth0", true, 0);
        look("eth1", true, 0);
        look("eth0", false, 1);
        look("eth1", false, 1.5);
        assertThat(delays.deadline()).isEqualTo(at(2.5));
        assertThat(delays.takeDue(at(2.5))).containsExactly("eth1");
        assertThat(delays.deadline()).isEqualTo(at(3));
        assertThat(delays.takeDue(at(9))).containsExactly("eth0");
        assertThat(delays.deadline()).isEqualTo(Deadline.NEVER);
    }

    @Test
    void shouldCountAnInterfaceAsItIsWhenItComesBackAfterItsEnd() {
        delays.configure(Map.of("eth0", delay(9, 9), "eth1", delay(9, 9)));
        look("eth0", true, 0);
        look("eth0", false, 1);
        delays.forget("eth0");
        assertThat(delays.deadline()).isEqualTo(Deadline.NEVER);
        assertThat(look("eth0", false, 2)).isEqualTo(LinkDelays.Verdict.COUNTS);
        look("eth0", true, 3);
        delays.retain(Set.of("eth1"));
        assertThat(delays.deadline()).isEqualTo(Deadline.NEVER);
        assertThat(look("eth0", true, 4)).isEqualTo(LinkDelays.Verdict.COUNTS);
    }

    @Test
    void shouldNotRememberWhatALinkWasWhileItHadNoDelay() {
        delays.configure(Map.of("eth0", delay(9, 9)));
        look("eth0", true, 0);
        delays.configure(Map.of());
        delays.configure(Map.of("eth0", delay(9, 9)));
        assertThat(look("eth0", false, 1)).isEqualTo(LinkDelays.Verdict.COUNTS);
    }

    @Test
    void shouldGoByNewDelaysInTheMiddleOfAChange() {
        delays.configure(Map.of("eth0", delay(9, 1), "eth1", delay(9, 9), "eth2", delay(9, 9)));
        look("eth0", true, 0);
        look("eth1", true, 0);
        look("eth2", true, 0);
        look("eth0", false, 1);
        look("eth1", false, 1);
        delays.configure(Map.of("eth0", delay(5, 1)));
        assertThat(delays.takeDue(at(2))).as("no delay any more").containsExactly("eth1");
        assertThat(delays.deadline()).isEqualTo(at(6));
    }
}
