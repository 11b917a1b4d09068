package org.aloft.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** keepalived's rules for TCP_CHECK as a table: results in, what is told and how long to wait out. */
class CheckStateTest {
    private static final Duration RETRY = Duration.ofSeconds(3);
    private static final Duration LOOP = Duration.ofSeconds(6);

    /**
     * {@code +} a success, {@code -} a failure; {@code U} and {@code D} tell up and down, {@code .} nothing; {@code r} waits for
     * delay_before_retry, {@code l} for delay_loop.
     */
    @ParameterizedTest
    @CsvSource({
        // retries, starts up, results, told, waits
        "1, true,  +++,    U..,    lll",
        "1, true,  --,     .D,     rl",
        "3, true,  ----,   ...D,   rrrl",
        "0, true,  -,      D,      l",
        "1, true,  -+-+,   .U..,   rlrl",
        "3, true,  ---+--, ...U.., rrrlrr",
        "1, true,  +---+-, U.D.U., lrlllr",
        "1, true,  ----,   .D..,   rlll",
        "1, false, -,      D,      l",
        "1, false, +-+,    U..,    lrl",
    })
    void shouldTurnResultsIntoNewsAndPauses(int retries, boolean startsUp, String results, String told, String pauses) {
        CheckSettings settings = settings(retries, startsUp);
        CheckState state = CheckState.initial(settings);
        StringBuilder news = new StringBuilder();
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < results.length(); i++) {
            CheckState.Decision decision =
                    results.charAt(i) == '+' ? state.succeeded(settings) : state.failed(settings);
            news.append(decision.tell().map(up -> up ? "U" : "D").orElse("."));
            waits.add(decision.pause());
            state = decision.next();
        }
        assertThat(news).hasToString(told);
        assertThat(waits)
                .isEqualTo(pauses.chars().mapToObj(c -> c == 'r' ? RETRY : LOOP).toList());
    }

    @Test
    void shouldHaveKeepalivedsDefaults() {
        CheckSettings settings = CheckSettings.of(new InetSocketAddress("192.0.2.21", 80));
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.retries()).isEqualTo(1);
        assertThat(settings.delayBeforeRetry()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.delayLoop()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.warmup()).isEqualTo(settings.delayLoop());
        assertThat(settings.initiallyUp()).isTrue();
    }

    private static CheckSettings settings(int retries, boolean startsUp) {
        return new CheckSettings(
                new InetSocketAddress("192.0.2.21", 80),
                Optional.empty(),
                Duration.ofSeconds(1),
                retries,
                RETRY,
                LOOP,
                LOOP,
                startsUp);
    }
}
