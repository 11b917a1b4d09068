package org.aloft.agent.thread;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A thread of this process that goes round until it is told to end: it sleeps, carries out calls of other threads, and
 * takes its turn. Whatever is thrown there is told with its stack, and then the loop goes on or the process ends; none
 * dies in silence. The public methods are safe for any thread.
 */
public final class Loop implements Pulse {
    /** A loop turns at least this often, to show that it is alive. */
    private static final long LONGEST_SLEEP = Duration.ofSeconds(1).toNanos();

    /** So that what fails at each turn does not take a processor. */
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 1_000;

    /** A failure that comes again and again is told once in so long. */
    private static final long TELL_AGAIN = Duration.ofMinutes(1).toNanos();

    /** For a loop that may stand still for as long as it likes. */
    public static final long FOR_EVER = Long.MAX_VALUE;

    private static final long PATIENCE = Duration.ofMinutes(1).toNanos();

    private final FaultListener faults;
    private final AfterFailure after;
    private final Sleep sleep;
    private final Rounds rounds;
    private final Thread thread;
    private final Calls calls;
    private final Runnable oneTurn = this::turn; // made once: each advert takes a turn, and is to leave no garbage
    private volatile long patience = PATIENCE;
    private volatile long lastTurn = System.nanoTime();
    private volatile boolean started;

    // ---- confined to the thread
    private boolean toEnd;
    private long lastTold;
    private boolean told;

    /**
     * A loop that has not begun; {@link Supervisor#loop} makes those of the daemon.
     *
     * @param name of its thread
     */
    public Loop(String name, AfterFailure after, Sleep sleep, Rounds rounds, FaultListener faults) {
        this.faults = faults;
        this.after = after;
        this.sleep = sleep;
        this.rounds = rounds;
        this.thread = new Thread(this::run, name);
        this.calls = new Calls(name);
        thread.setDaemon(true);
    }

    /** Begins, unless it has begun. */
    public synchronized Loop start() {
        if (!started) {
            started = true;
            lastTurn = System.nanoTime();
            thread.start();
        }
        return this;
    }

    /** Has this done on the loop's thread some time soon. What it throws is a failure of the loop. */
    public void post(Runnable work) {
        calls.add(work);
        sleep.wakeUp();
    }

    /**
     * Has this done on the loop's thread some time soon; the future is completed on that thread, with an
     * {@link IllegalStateException} when the loop has ended. What the work throws is in the future, and a failure of
     * the loop as well.
     */
    public CompletableFuture<Void> submit(Runnable work) {
        CompletableFuture<Void> done = calls.submit(work);
        sleep.wakeUp();
        return done;
    }

    /**
     * Has this done, and waits for that. A RuntimeException is the caller's, and thrown here.
     *
     * @throws IllegalStateException the loop has ended
     */
    public void call(Runnable work) {
        AtomicReference<RuntimeException> refusal = new AtomicReference<>();
        CompletableFuture<Void> done = submit(() -> {
            try {
                work.run();
            } catch (RuntimeException refused) {
                refusal.set(refused);
            }
        });
        try {
            done.join();
        } catch (CompletionException failure) {
            throw new IllegalStateException(failure.getCause().getMessage(), failure.getCause());
        }
        if (refusal.get() != null) {
            throw refusal.get();
        }
    }

    /** Ends its sleep: there is something for its turn to do. */
    public void wakeUp() {
        sleep.wakeUp();
    }

    /** Tells it to end once it has done what was asked of it before, and does not wait for that. */
    public void end() {
        post(() -> toEnd = true);
    }

    /** Tells it to end, and waits until it has. */
    public void close() {
        end();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until it has ended, but no longer than this. */
    public void awaitEnd(Duration limit) throws InterruptedException {
        thread.join(limit.toMillis());
    }

    /** Whether no more calls are carried out. */
    public boolean hasEnded() {
        return calls.haveEnded();
    }

    /** From its thread, during long work: it is alive, and does not hang. */
    public void beat() {
        lastTurn = System.nanoTime();
    }

    /**
     * How long a turn may take before the process ends: a minute unless this says otherwise.
     *
     * @param longest in nanoseconds, or {@link #FOR_EVER}
     */
    public Loop patience(long longest) {
        patience = longest;
        return this;
    }

    @Override
    public String name() {
        return thread.getName();
    }

    @Override
    public Optional<Thread> thread() {
        return Optional.of(thread);
    }

    @Override
    public long lastTurn() {
        return lastTurn;
    }

    @Override
    public long patience() {
        return patience;
    }

    @Override
    public boolean isBeating() {
        return started && !calls.haveEnded();
    }

    // ---- on the thread

    private void run() {
        boolean goesOn = attempt(rounds::begin);
        while (goesOn && !toEnd) {
            goesOn = attempt(oneTurn);
        }
        if (goesOn) {
            orTell(this::finish);
        } else {
            orTell(rounds::failed);
        }
        calls.end();
        orTell(rounds::end);
    }

    private void turn() {
        sleep.until(Math.min(rounds.deadline(), System.nanoTime() + LONGEST_SLEEP));
        lastTurn = System.nanoTime();
        calls.run();
        rounds.turn(lastTurn);
    }

    private void finish() {
        rounds.ending();
        while (!rounds.isDone()) {
            turn();
        }
    }

    /** Whether the loop goes on afterwards. */
    private boolean attempt(Runnable work) {
        try {
            work.run();
            return true;
        } catch (Throwable failure) { // there is nobody above
            long now = System.nanoTime();
            if (after == AfterFailure.END_PROCESS) {
                faults.failed(name(), failure, after);
                return false;
            }
            if (!told || now - lastTold > TELL_AGAIN) {
                faults.failed(name(), failure, after);
                lastTold = now;
                told = true;
            }
            pause();
            return true;
        }
    }

    /** What is done at the end is done whatever failed before. */
    private void orTell(Runnable work) {
        try {
            work.run();
        } catch (Throwable failure) {
            faults.failed(name(), failure, after);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_AFTER_FAILURE_MILLIS);
        } catch (InterruptedException stray) {
            return; // nobody interrupts this thread
        }
    }
}
