package org.aloft.agent.log;

import java.time.Duration;

/** Of what comes again and again, only the first is told, until it has been away for a minute. For one thread. */
public final class ToldOnce {
    private static final Duration OVER = Duration.ofMinutes(1);

    private boolean told;
    private long lastSeen;

    /**
     * It has come; whether that is to be told.
     *
     * @param now of {@link System#nanoTime()}
     */
    public boolean isNews(long now) {
        boolean news = !told || now - lastSeen > OVER.toNanos();
        told = true;
        lastSeen = now;
        return news;
    }
}
