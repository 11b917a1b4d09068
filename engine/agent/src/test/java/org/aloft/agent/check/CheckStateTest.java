package org.aloft.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** keepalived's rules for TCP_CHECK as a table: results in, what is told and how long to wait out. */
class CheckStateTest {
    private static final Duration RETRY = Duration.ofSeconds(3);
    private static final Duration LOOP = Duration.ofSeconds(6);

    /**
     * {@code +} a success, {@code -} a failure, {@code o} a probe that was left out, {@code n} one that could not be
     * made; {@code U} and {@code D} tell up and down, {@code .} nothing; {@code r} waits for delay_before_retry, {@code
     * l} for delay_loop.
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
        "1, true,  ooo,    U..,    lll",
        "1, false, oo++,   U.U.,   llll",
        "1, true,  +o--,   UU.D,   llrl",
        "0, true,  -ooo-,  DU..D,  lllll",
        "1, true,  +-n-n-, U..D.., lrrlrl",
        "1, true,  nn+,    ..U,    rrl",
        "0, true,  nonn-,  .U..D,  rlrrl",
    })
    void shouldTurnResultsIntoNewsAndPauses(int retries, boolean startsUp, String results, String told, String pauses) {
        CheckRules rules = new CheckRules(retries, RETRY, LOOP, startsUp, 1, false);
        CheckState state = CheckState.initial(rules);
        StringBuilder news = new StringBuilder();
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < results.length(); i++) {
            CheckState.Decision decision = state.after(outcome(results.charAt(i)), rules);
            news.append(!decision.tell() ? "." : decision.next().up() ? "U" : "D");
            waits.add(decision.pause());
            state = decision.next();
        }
        assertThat(news).hasToString(told);
        assertThat(waits)
                .isEqualTo(pauses.chars().mapToObj(c -> c == 'r' ? RETRY : LOOP).toList());
    }

    /**
     * Three urls: digits are the step that the result is for. {@code 0} waits for nothing: fast_recovery.
     */
    @ParameterizedTest
    @CsvSource({
        // fast, starts up, results, steps,    told,     waits
        "false, true,  ++++,     0120,     ..U.,     llll",
        "true,  true,  ++++,     0120,     ..U.,     00ll",
        "true,  false, +++++++,  0120120,  ..U....,  00lllll",
        "false, true,  +++-+,    01200,    ..U..,    lllrl",
        "false, true,  +++--+++, 01200012, ..U.D..U, lllrllll",
        "true,  true,  ++++--+++, 012011012, ..U..D..U, 00llrl00l",
        "false, true,  +-+-,     0112,     ....,     lrlr",
    })
    void shouldTakeAServerThroughAllStepsBeforeItIsUp(
            boolean fast, boolean startsUp, String results, String steps, String told, String pauses) {
        CheckRules rules = new CheckRules(1, RETRY, LOOP, startsUp, 3, fast);
        CheckState state = CheckState.initial(rules);
        StringBuilder at = new StringBuilder();
        StringBuilder news = new StringBuilder();
        StringBuilder waits = new StringBuilder();
        for (int i = 0; i < results.length(); i++) {
            at.append(state.step());
            CheckState.Decision decision = state.after(outcome(results.charAt(i)), rules);
            news.append(!decision.tell() ? "." : decision.next().up() ? "U" : "D");
            waits.append(decision.pause().isZero() ? "0" : decision.pause().equals(RETRY) ? "r" : "l");
            state = decision.next();
        }
        assertThat(at).hasToString(steps);
        assertThat(news).hasToString(told);
        assertThat(waits).hasToString(pauses);
    }

    @Test
    void shouldTellOfAnotherWeightAndOfTheSameOneOnlyOnce() {
        CheckRules rules = new CheckRules(0, RETRY, LOOP, true, 1, false);
        CheckState state = CheckState.initial(rules);
        List<String> told = new ArrayList<>();
        for (WeightEffect effect : List.of(
                WeightEffect.NONE, new WeightEffect.Becomes(8), new WeightEffect.Becomes(8), WeightEffect.NONE)) {
            CheckState.Decision decision = state.after(ProbeOutcome.passed(effect, ""), rules);
            state = decision.next();
            told.add(decision.tell() ? "5" + " " + state.weight().change(5) : ".");
        }
        assertThat(told).containsExactly("5 0", "5 3", ".", "5 0");
    }

    private static ProbeOutcome outcome(char sign) {
        return switch (sign) {
            case '+' -> ProbeOutcome.passed("");
            case '-' -> ProbeOutcome.failed("");
            case 'n' -> ProbeOutcome.notMade("");
            default -> ProbeOutcome.leftOut("");
        };
    }
}
