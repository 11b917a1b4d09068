package org.aloft.verify.probe;

import java.time.Duration;

/** Waits. Passed in, so that tests can step their clock instead. */
@FunctionalInterface
public interface Sleep {
    /** Waits at least that long. */
    void of(Duration time) throws InterruptedException;

    /** {@link Thread#sleep}. */
    static Sleep onThread() {
        return time -> Thread.sleep(time.toMillis());
    }
}
