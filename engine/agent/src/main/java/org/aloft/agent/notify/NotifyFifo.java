package org.aloft.agent.notify;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.aloft.agent.config.AccountName;
import org.aloft.agent.config.FifoBlock;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.file.Fifo;
import org.aloft.agent.kernel.process.UserDatabase;
import org.aloft.agent.log.Log;
import org.aloft.agent.script.Account;
import org.aloft.agent.script.Accounts;
import org.aloft.agent.script.RunningScript;
import org.aloft.agent.script.Script;
import org.aloft.agent.script.ScriptResult;
import org.aloft.agent.script.ScriptRunner;

/**
 * One FIFO and the script that reads it, which is restarted when it ends. Confined to one thread, on which the executor
 * runs what it is given.
 */
final class NotifyFifo {
    private static final Logger LOG = Log.of(NotifyFifo.class);

    /** Before a reader that ended is started again. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** How long a reader may take for its last lines. */
    private static final Duration LAST_LINES = Duration.ofSeconds(2);

    /** Nothing tells a writer that all was read, so that has to be looked at now and then. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final FifoBlock block;
    private final Optional<Script> reader;
    private final ScriptRunner runner;
    private final LongSupplier clock;
    private final Executor ownThread;
    private Optional<Fifo> fifo = Optional.empty();
    private Optional<RunningScript> running = Optional.empty();
    private long startAt = Deadline.NEVER;
    private long closeAt = Deadline.NEVER;
    private long stopAt = Deadline.NEVER;
    private boolean lossSaid;
    private boolean closed;

    /** @param reader with its own arguments; the path is added */
    NotifyFifo(FifoBlock block, Optional<Script> reader, ScriptRunner runner, LongSupplier clock, Executor ownThread) {
        this.block = block;
        this.reader = reader.map(script -> script.with(List.of(block.path())));
        this.runner = runner;
        this.clock = clock;
        this.ownThread = ownThread;
    }

    FifoBlock block() {
        return block;
    }

    /** Makes the FIFO and starts the reader; what does not work stands in the log. */
    void open() {
        Optional<Account> owner = block.owner().flatMap(Accounts::find);
        if (block.owner().isPresent() && owner.isEmpty()) {
            LOG.log(
                    Level.ERROR,
                    "FIFO {0}: this host has no user or group {1}; the FIFO is aloftd''s own",
                    block.path(),
                    block.owner().map(AccountName::toString).orElse(""));
        }
        try {
            fifo = Optional.of(Fifo.open(
                    Path.of(block.path()),
                    owner.map(Account::uid).orElseGet(UserDatabase::ownUser),
                    owner.map(Account::gid).orElseGet(UserDatabase::ownGroup)));
            startReader();
        } catch (KernelException refused) {
            LOG.log(Level.ERROR, refused.getMessage());
        }
    }

    private void startReader() {
        startAt = Deadline.NEVER;
        running = reader.map(script ->
                runner.start(script, ScriptRunner.UNLIMITED, result -> ownThread.execute(() -> readerEnded(result))));
    }

    private void readerEnded(ScriptResult result) {
        running = Optional.empty();
        stopAt = Deadline.NEVER;
        if (closed) {
            closeNow();
        } else {
            startAt = clock.getAsLong() + PAUSE.toNanos();
            LOG.log(
                    Level.WARNING,
                    "the script that reads FIFO {0} has ended ({1}{2}); it is started again in {3} s",
                    block.path(),
                    result.summary(),
                    result.output().isEmpty() ? "" : ": " + result.output(),
                    Long.toString(PAUSE.toSeconds()));
        }
    }

    /** When {@link #timePassed} is due, or {@link Deadline#NEVER}. */
    long deadline() {
        return Math.min(startAt, Math.min(closeAt, stopAt));
    }

    void timePassed() {
        long now = clock.getAsLong();
        if (Deadline.isDue(startAt, now)) {
            startReader();
        }
        if (Deadline.isDue(closeAt, now)) {
            closeWhenRead(now);
        }
        if (Deadline.isDue(stopAt, now)) {
            stopAt = Deadline.NEVER;
            closeNow();
            running.ifPresent(RunningScript::stop);
        }
    }

    /** Writes a line. Lines that nobody reads are lost once the FIFO is full, which is logged once. */
    void write(String line) {
        if (fifo.isEmpty()) {
            return;
        }
        try {
            boolean written = fifo.get().write(line);
            if (!written && !lossSaid) {
                LOG.log(
                        Level.WARNING,
                        "nobody reads FIFO {0}: it is full, and lines are lost until it is read",
                        block.path());
            }
            lossSaid = !written;
        } catch (KernelException failure) {
            LOG.log(Level.WARNING, failure.getMessage());
        }
    }

    /**
     * Closes the FIFO once its reader, if there is one, has read the last line: what is in a FIFO that nobody holds
     * open is lost. The reader then sees end of file; one that does not exit is terminated two seconds later.
     */
    void close() {
        closed = true;
        startAt = Deadline.NEVER;
        if (running.isEmpty()) {
            closeNow();
            return;
        }
        long now = clock.getAsLong();
        stopAt = now + LAST_LINES.toNanos();
        closeWhenRead(now);
    }

    private void closeWhenRead(long now) {
        if (fifo.map(Fifo::hasUnread).orElse(false)) {
            closeAt = now + LOOK_AGAIN.toNanos();
        } else {
            closeNow();
        }
    }

    private void closeNow() {
        closeAt = Deadline.NEVER;
        fifo.ifPresent(Fifo::close);
        fifo = Optional.empty();
    }

    /** Whether a reader still runs. */
    boolean hasReader() {
        return running.isPresent();
    }
}
