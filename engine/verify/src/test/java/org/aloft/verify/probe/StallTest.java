package org.aloft.verify.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.aloft.ssh.SshException;
import org.junit.jupiter.api.Test;

/** On a stepped clock: each sleep and each answer takes as many milliseconds as the next number says. */
class StallTest {
    private final List<Stall> stalls = new ArrayList<>();
    private Duration now = Duration.ZERO;

    @Test
    void shouldNoticeThatThisMachineWokeUpLate() {
        Deque<Integer> sleeps = new ArrayDeque<>(List.of(20, 21, 120, 360, 20));
        new Beat(() -> now, time -> step(sleeps.remove()), stalls::add).run(() -> !sleeps.isEmpty());
        assertThat(stalls).containsExactly(stall(Stall.HERE, 181, 521));
    }

    @Test
    void shouldNoticeThatTheHostsRefusalCameLaterThanUsual() {
        echo(SshException.Kind.REFUSED, 30, 25, 60, 600, 25);
        assertThat(stalls).containsExactly(stall("client", 740, 1315));
    }

    @Test
    void shouldCountAnAnswerThatNeverCameOnceTheHostHasBeenHeard() {
        Deque<Integer> answers = new ArrayDeque<>(List.of(30, 5000));
        new Echo(
                        "client",
                        (address, port, timeout) -> {
                            step(answers.remove());
                            throw failure(answers.isEmpty() ? SshException.Kind.TIMEOUT : SshException.Kind.REFUSED);
                        },
                        () -> now,
                        time -> step(200),
                        stalls::add)
                .run(() -> !answers.isEmpty());
        assertThat(stalls).containsExactly(stall("client", 260, 5230));
    }

    @Test
    void shouldSayNothingOfAHostThatDoesNotAnswerInThisWay() {
        assertThat(echo(SshException.Kind.TIMEOUT, 5000, 5000, 5000)).isEqualTo(2);
        assertThat(echo(SshException.Kind.SETTINGS, 30, 30)).isEqualTo(1);
        assertThat(stalls).isEmpty();
    }

    @Test
    void shouldTakeStallsThatFollowEachOtherForOne() {
        assertThat(Stall.merged(
                        List.of(stall("client", 1000, 1200), stall("client", 400, 700), stall("client", 1250, 1500))))
                .containsExactly(stall("client", 400, 700), stall("client", 1000, 1500));
    }

    @Test
    void shouldNotBlameTheHostForWhatThisMachineDid() {
        assertThat(Stall.merged(
                        List.of(stall("client", 380, 720), stall(Stall.HERE, 400, 700), stall("client", 2000, 2600))))
                .containsExactly(stall(Stall.HERE, 400, 700), stall("client", 2000, 2600));
    }

    @Test
    void shouldKeepThePartThatLiesWithinAGap() {
        assertThat(stall("client", 100, 300).within(Duration.ofMillis(200), Duration.ofMillis(900)))
                .contains(stall("client", 200, 300));
        assertThat(stall("client", 100, 300).within(Duration.ofMillis(300), Duration.ofMillis(900)))
                .isEmpty();
    }

    /** @return how many answers were not waited for */
    private int echo(SshException.Kind kind, Integer... answers) {
        Deque<Integer> left = new ArrayDeque<>(Arrays.asList(answers));
        Vantage host = (address, port, timeout) -> {
            step(left.remove());
            throw failure(kind);
        };
        new Echo("client", host, () -> now, time -> step(200), stalls::add).run(() -> !left.isEmpty());
        return left.size();
    }

    private void step(int millis) {
        now = now.plusMillis(millis);
    }

    private static SshException failure(SshException.Kind kind) {
        return new SshException(kind, "client", "as told", "", null);
    }

    private static Stall stall(String where, int from, int until) {
        return new Stall(where, Duration.ofMillis(from), Duration.ofMillis(until));
    }
}
