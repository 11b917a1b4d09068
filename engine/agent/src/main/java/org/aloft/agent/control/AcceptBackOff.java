package org.aloft.agent.control;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.aloft.agent.log.Log;
import org.aloft.agent.log.ToldOnce;

/**
 * What a server does when it cannot accept, mostly since this process or the system is short of descriptors: it says
 * so once, and waits a little. The client stays in the queue meanwhile, so that without a wait this would spin. For
 * one thread.
 */
public final class AcceptBackOff {
    private static final Logger LOG = Log.of(AcceptBackOff.class);

    /** Between two attempts. */
    private static final long PAUSE = Duration.ofMillis(200).toNanos();

    private final String server;
    private final ToldOnce shortage = new ToldOnce();
    private boolean waits;
    private long until;

    /** @param server its name, for the log */
    public AcceptBackOff(String server) {
        this.server = server;
    }

    /**
     * It could not accept.
     *
     * @param reason why
     * @param now of {@link System#nanoTime()}
     * @return when to try again, by the same clock
     */
    public long failed(String reason, long now) {
        if (shortage.isNews(now)) {
            LOG.log(
                    Level.WARNING,
                    "{0}: cannot accept: {1}; tried again; look at LimitNOFILE of the unit",
                    server,
                    reason);
        }
        waits = true;
        until = now + PAUSE;
        return until;
    }

    /** It accepted. */
    public void accepted() {
        waits = false;
    }

    /** When to try again, unless that is no sooner than this moment. */
    public long orSooner(long moment) {
        return waits && until - moment < 0 ? until : moment;
    }

    /** Whether it has waited for long enough; once a failure. */
    public boolean takeIsOver(long now) {
        boolean over = waits && now - until >= 0;
        waits = waits && !over;
        return over;
    }
}
