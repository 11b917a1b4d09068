package org.aloft.agent.thread;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Calls by other threads that a loop carries out. {@link #run} and {@link #end} are for the loop's thread, the rest for
 * any. Running an empty queue allocates nothing.
 */
final class Calls {
    /** A call, and what becomes of one that is not carried out any more. */
    private record Call(Runnable work, Runnable dropped) {}

    private final Queue<Call> waiting = new ConcurrentLinkedQueue<>();
    private final String name;
    private volatile boolean ended;

    /** @param name of the loop's thread */
    Calls(String name) {
        this.name = name;
    }

    /** What it throws is thrown by {@link #run}. */
    void add(Runnable work) {
        add(new Call(work, () -> {}));
    }

    /** What it throws goes to the future, and is thrown by {@link #run} as well: nobody may look at the future. */
    CompletableFuture<Void> submit(Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        add(new Call(() -> carryOut(work, done), () -> done.completeExceptionally(ended())));
        return done;
    }

    private static void carryOut(Runnable work, CompletableFuture<Void> done) {
        try {
            work.run();
            done.complete(null);
        } catch (RuntimeException | Error failure) {
            done.completeExceptionally(failure);
            throw failure;
        }
    }

    private IllegalStateException ended() {
        return new IllegalStateException("the thread " + name + " has ended; see the log for why, and restart aloftd");
    }

    private void add(Call call) {
        waiting.add(call);
        if (ended) { // after the thread's last look, or before: whoever takes it out of the queue drops it
            drop();
        }
    }

    /** Carries out all that wait. */
    void run() {
        for (Call call = waiting.poll(); call != null; call = waiting.poll()) {
            call.work().run();
        }
    }

    /** Whether no more will be done. */
    boolean haveEnded() {
        return ended;
    }

    /** Takes no more; those that wait are dropped. */
    void end() {
        ended = true;
        drop();
    }

    private void drop() {
        for (Call call = waiting.poll(); call != null; call = waiting.poll()) {
            call.dropped().run();
        }
    }
}
