package org.aloft.agent.check;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * One {@code TCP_CHECK}: the real server is well when it accepts a connection.
 *
 * @param target what to connect to: {@code connect_ip} and {@code connect_port}, or the real server itself
 * @param bindTo what to connect from; empty: the kernel picks
 * @param connectTimeout more than zero; keepalived's default is 5 s
 * @param retries how many more failures in a row, 0 or more, turn a real server that is up into one that is down; default 1
 * @param delayBeforeRetry from a failure to the retry; default 1 s
 * @param delayLoop from the end of a check to the next; more than zero; default 60 s
 * @param warmup the first check is made after a random part of this, so that not all are made at once; default {@code delayLoop}
 * @param initiallyUp whether the real server counts as up before the first check ({@code alpha} turns that off)
 */
public record CheckSettings(
        InetSocketAddress target,
        Optional<InetSocketAddress> bindTo,
        Duration connectTimeout,
        int retries,
        Duration delayBeforeRetry,
        Duration delayLoop,
        Duration warmup,
        boolean initiallyUp) {
    /** Checks the ranges. */
    public CheckSettings {
        boolean instant = connectTimeout.isNegative() || connectTimeout.isZero();
        if (instant || delayLoop.isNegative() || delayLoop.isZero()) {
            throw new IllegalArgumentException(
                    "connect_timeout and delay_loop must be more than 0: " + connectTimeout + ", " + delayLoop);
        }
        if (retries < 0 || delayBeforeRetry.isNegative() || warmup.isNegative()) {
            throw new IllegalArgumentException("retry, delay_before_retry and warmup must be 0 or more: " + retries
                    + ", " + delayBeforeRetry + ", " + warmup);
        }
    }

    /** All as keepalived has it by default. */
    public static CheckSettings of(InetSocketAddress target) {
        Duration delayLoop = Duration.ofMinutes(1);
        return new CheckSettings(
                target, Optional.empty(), Duration.ofSeconds(5), 1, Duration.ofSeconds(1), delayLoop, delayLoop, true);
    }

    /** The same check of a real server that counts as down until the first result. */
    public CheckSettings initiallyDown() {
        return new CheckSettings(
                target, bindTo, connectTimeout, retries, delayBeforeRetry, delayLoop, warmup, /* initiallyUp */ false);
    }
}
