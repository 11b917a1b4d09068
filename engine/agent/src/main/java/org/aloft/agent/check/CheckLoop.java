package org.aloft.agent.check;

import java.time.Duration;

/** The checks' thread, for callers that only need a timer. A test steps it by hand. */
interface CheckLoop {
    /** Runs this on the checks' thread after a while, unless it is cancelled before. */
    Cancellable after(Duration delay, Runnable work);

    /** Runs this on the checks' thread soon. For any thread. Nothing happens once the thread is ending. */
    void run(Runnable work);
}
