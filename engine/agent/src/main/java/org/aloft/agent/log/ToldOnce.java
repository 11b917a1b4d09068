package org.aloft.agent.log;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Of what comes again and again, only the first is told, until it has been away for a minute. For one thread. */
public final class ToldOnce {
    private static final Duration OVER = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private boolean told;
    private long lastSeen;

    /** @param nanoTime as {@link System#nanoTime()} */
    public ToldOnce(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** It has come; whether that is to be told. */
    public boolean isNews() {
        long now = nanoTime.getAsLong();
        boolean news = !told || now - lastSeen > OVER.toNanos();
        told = true;
        lastSeen = now;
        return news;
    }
}
