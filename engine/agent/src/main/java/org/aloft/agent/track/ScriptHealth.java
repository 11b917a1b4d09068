package org.aloft.agent.track;

import org.aloft.agent.config.VrrpScriptBlock;

/**
 * Counts a script's successes and failures. The first run decides, unless the script is to start as failed; after that
 * {@code rise} successes or {@code fall} failures in a row do. Pure; confined to one thread.
 */
final class ScriptHealth {
    private final int rise;
    private final int fall;
    private Reading reading;
    private int against;

    ScriptHealth(VrrpScriptBlock script) {
        rise = script.rise();
        fall = script.fall();
        reading = script.startsDown()
                ? new Reading.Down("init_fail, and it has not succeeded yet")
                : new Reading.Pending("its first run has not ended");
    }

    Reading reading() {
        return reading;
    }

    /** Takes the result of a run; {@link #reading()} tells what follows. */
    void ended(boolean good, String summary) {
        if (reading instanceof Reading.Pending) {
            become(good, summary);
            return;
        }
        boolean up = reading instanceof Reading.Up;
        if (good == up) {
            become(good, summary);
            return;
        }
        against++;
        if (against >= (up ? fall : rise)) {
            become(good, summary);
        }
    }

    private void become(boolean good, String summary) {
        against = 0;
        reading = good ? new Reading.Up(summary) : new Reading.Down(summary);
    }
}
