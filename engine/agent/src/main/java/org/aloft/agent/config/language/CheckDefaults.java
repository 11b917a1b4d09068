package org.aloft.agent.config.language;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.aloft.agent.config.CheckPace;

/**
 * What {@code virtual_server}, {@code real_server} and a check itself may each say about how checks are made. What the
 * inner one does not say, the outer one does; what none says, each kind of check has a default of its own for.
 */
final class CheckDefaults {
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration DELAY_LOOP = Duration.ofSeconds(60);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** What all three levels may say. */
    static final Vocabulary<CheckDefaults> VOCABULARY = new Vocabulary<CheckDefaults>("checks")
            .word("alpha", (arguments, draft) -> draft.alpha = Optional.of(arguments.flag()))
            .word("connect_timeout", (arguments, draft) -> draft.connectTimeout = moreThanNothing(arguments))
            .word("delay_loop", (arguments, draft) -> draft.delayLoop = moreThanNothing(arguments))
            .word("retry", (arguments, draft) -> draft.retries = arguments.integer(0, 99_999))
            .word(
                    "delay_before_retry",
                    (arguments, draft) -> draft.delayBeforeRetry = arguments.seconds(Duration.ZERO, LONGEST))
            .word("warmup", (arguments, draft) -> draft.warmup = arguments.seconds(Duration.ZERO, LONGEST));

    /** What the servers, and the checks that ask for pages, may say beside that; each url may say it anew. */
    static final Vocabulary<CheckDefaults> SERVER_VOCABULARY = new Vocabulary<CheckDefaults>("checks")
            .with(() -> VOCABULARY, draft -> draft)
            .word("virtualhost", (arguments, draft) -> draft.virtualHost = arguments.word("a host name"));

    private final Optional<CheckDefaults> outer;
    private Optional<Boolean> alpha = Optional.empty();
    private Optional<Duration> connectTimeout = Optional.empty();
    private Optional<Duration> delayLoop = Optional.empty();
    private Optional<Integer> retries = Optional.empty();
    private Optional<Duration> delayBeforeRetry = Optional.empty();
    private Optional<Duration> warmup = Optional.empty();
    private Optional<String> virtualHost = Optional.empty();

    private CheckDefaults(Optional<CheckDefaults> outer) {
        this.outer = outer;
    }

    /** Those of a virtual server. */
    static CheckDefaults outermost() {
        return new CheckDefaults(Optional.empty());
    }

    /** Those of a real server, or of a check. */
    CheckDefaults inner() {
        return new CheckDefaults(Optional.of(this));
    }

    private static Optional<Duration> moreThanNothing(Arguments arguments) {
        return arguments.seconds(Duration.ofMillis(1), LONGEST);
    }

    private <T> Optional<T> said(Function<CheckDefaults, Optional<T>> what) {
        return what.apply(this).or(() -> outer.flatMap(around -> around.said(what)));
    }

    Duration delayLoop() {
        return said(level -> level.delayLoop).orElse(DELAY_LOOP);
    }

    Duration connectTimeout() {
        return said(level -> level.connectTimeout).orElse(CONNECT_TIMEOUT);
    }

    Optional<String> virtualHost() {
        return said(level -> level.virtualHost);
    }

    /**
     * Everything about the pace.
     *
     * @param unsaidRetries this kind of check's default
     * @param unsaidDelayBeforeRetry this kind of check's default
     */
    CheckPace pace(int unsaidRetries, Duration unsaidDelayBeforeRetry, boolean logsAllFailures) {
        return new CheckPace(
                said(level -> level.alpha).orElse(false),
                said(level -> level.retries).orElse(unsaidRetries),
                said(level -> level.delayBeforeRetry).orElse(unsaidDelayBeforeRetry),
                delayLoop(),
                said(level -> level.warmup).orElse(delayLoop()),
                logsAllFailures);
    }
}
