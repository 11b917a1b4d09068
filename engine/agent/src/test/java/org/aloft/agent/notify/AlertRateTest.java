package org.aloft.agent.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.aloft.agent.kernel.Deadline;
import org.junit.jupiter.api.Test;

class AlertRateTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private long now = -7; // a clock may be anywhere
    private final AlertRate rate =
            new AlertRate(Told.configuration("smtp_alerts_per_minute 3", "").global(), now);

    @Test
    void shouldLetSoManyThroughAtOnceAndHoldTheRestBack() {
        assertThat(sent("1")).isTrue();
        assertThat(sent("2")).isTrue();
        assertThat(sent("3")).isTrue();
        assertThat(rate.deadline()).isEqualTo(Deadline.NEVER);
        assertThat(sent("4")).isFalse();
        assertThat(sent("5")).isFalse();
    }

    @Test
    void shouldTellInOneMailWhatWasHeldBack() {
        for (int index = 1; index <= 6; index++) {
            boolean unused = sent(Integer.toString(index));
        }
        assertThat(rate.deadline()).isEqualTo(now + 20 * SECOND);
        now = rate.deadline() - 1;
        assertThat(rate.timePassed(now)).isEmpty();
        assertThat(sent("7")).as("held back, too, so that none overtakes").isFalse();
        now = rate.deadline();
        assertThat(rate.timePassed(now)).hasValueSatisfying(summary -> {
            assertThat(summary.mail().subject()).isEqualTo("[R1] 4 alerts were held back");
            assertThat(summary.mail().body()).contains("the first: 4", "the last: 7");
        });
        assertThat(rate.timePassed(now)).isEmpty();
        assertThat(sent("8")).as("that mail was the one allowed").isFalse();
    }

    @Test
    void shouldRecoverWithTime() {
        for (int index = 0; index < 3; index++) {
            assertThat(sent("x")).isTrue();
        }
        now += 40 * SECOND;
        assertThat(sent("x")).isTrue();
        assertThat(sent("x")).isTrue();
        assertThat(sent("x")).isFalse();
    }

    @Test
    void shouldTellAtTheEndWhatIsStillHeldBack() {
        for (int index = 0; index < 4; index++) {
            boolean unused = sent("x");
        }
        assertThat(rate.tellAtOnce()).isPresent();
        assertThat(rate.tellAtOnce()).isEmpty();
    }

    @Test
    void shouldGiveNothingBackWhenTheConfigurationIsReadAgain() {
        for (int index = 0; index < 3; index++) {
            assertThat(sent("x")).isTrue();
        }
        rate.configure(Told.configuration("smtp_alerts_per_minute 3", "").global(), now);
        assertThat(sent("x")).isFalse();
    }

    private boolean sent(String subject) {
        return !rate.admit(new Delivery.SendMail(new Mail(Told.AT, subject, "")), now)
                .isEmpty();
    }
}
