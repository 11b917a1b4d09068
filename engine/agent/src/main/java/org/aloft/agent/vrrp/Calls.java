package org.aloft.agent.vrrp;

import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.aloft.agent.kernel.Poller;

/**
 * Calls by other threads that run on the VRRP thread. {@link #call} and {@link #post} are safe for any thread; the rest
 * is for the VRRP thread. Polling an empty queue allocates nothing.
 */
final class Calls {
    private final Queue<FutureTask<?>> waiting = new ConcurrentLinkedQueue<>();
    private final Poller poller;
    private volatile boolean ended;

    /** @param poller in which the VRRP thread sleeps */
    Calls(Poller poller) {
        this.poller = poller;
    }

    /** Has it done some time soon. */
    void post(Runnable work) {
        waiting.add(new FutureTask<>(work, null));
        poller.wakeUp();
    }

    /**
     * Has it done, and waits for that; what it throws is thrown here.
     *
     * @throws IllegalStateException the VRRP thread has ended, or this one was interrupted
     */
    void call(Runnable work) {
        FutureTask<Void> call = new FutureTask<>(work, null);
        waiting.add(call);
        poller.wakeUp();
        if (ended) {
            call.cancel(false); // does nothing to a call that was the thread's last
        }
        try {
            call.get();
        } catch (CancellationException ended) {
            throw new IllegalStateException(
                    "the VRRP thread has ended; see the log for why, and restart aloftd", ended);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the VRRP thread", interrupted);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failure.getCause());
        }
    }

    /** Does all that is wanted. */
    void run() {
        for (FutureTask<?> call = waiting.poll(); call != null; call = waiting.poll()) {
            call.run();
        }
    }

    /** Whether no more will be done. */
    boolean haveEnded() {
        return ended;
    }

    /** Takes no more calls; those that wait fail. */
    void end() {
        ended = true; // before the last look at the queue: whoever adds a call later sees it
        for (FutureTask<?> call = waiting.poll(); call != null; call = waiting.poll()) {
            call.cancel(false);
        }
    }
}
