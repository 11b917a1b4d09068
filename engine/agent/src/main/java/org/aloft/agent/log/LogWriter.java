package org.aloft.agent.log;

import java.io.PrintStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.aloft.agent.thread.AfterFailure;
import org.aloft.agent.thread.Loop;
import org.aloft.agent.thread.Parking;
import org.aloft.agent.thread.Rounds;

/**
 * Writes the log to stderr, one line a message, from a thread of its own: whoever logs never waits for the journal, and
 * least of all the thread that sends adverts. When more waits than the queue holds, messages are dropped and counted.
 * Under systemd each line begins with its syslog priority, {@code man 3 sd-daemon}.
 */
public final class LogWriter extends Handler {
    /** A reload of thousands of virtual servers is told line by line. */
    private static final int LONGEST_QUEUE = 10_000;

    /** Characters after which a write is not made longer. */
    private static final int LONG_WRITE = 8192;

    /**
     * After a write, so that a burst wakes this thread once, not once a line: the first line is written at once, the
     * others soon.
     */
    private static final long PAUSE = Duration.ofMillis(5).toNanos();

    private static final Duration LONGEST_FLUSH = Duration.ofMillis(200);
    private static final Duration LAST_LINES = Duration.ofSeconds(1);

    private static final int SYSLOG_ERROR = 3;
    private static final int SYSLOG_WARNING = 4;
    private static final int SYSLOG_INFO = 6;
    private static final int SYSLOG_DEBUG = 7;

    /**
     * The message with its parameters; the line around it is made here. Java's own formatters look up a format first.
     */
    private static final class Message extends Formatter {
        @Override
        public String format(LogRecord message) {
            return formatMessage(message);
        }
    }

    private final PrintStream stream;
    private final boolean journal;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>(LONGEST_QUEUE);
    private final AtomicLong dropped = new AtomicLong();
    private final Loop loop = new Loop("log", AfterFailure.GO_ON, new Parking(), new Turns(), this::tellFailure)
            .patience(Loop.FOR_EVER); // a journal that takes no more is no reason to end

    private LogWriter(PrintStream stream, boolean journal) {
        this.stream = stream;
        this.journal = journal;
        setFormatter(new Message());
    }

    /**
     * Makes a line and throws it away: the first one takes Java some milliseconds, which may well be spent elsewhere.
     */
    public static void prepare() {
        LogRecord message = new LogRecord(Level.INFO, "{0}");
        message.setParameters(new Object[] {""});
        String unused = new LogWriter(System.err, false).line(message);
    }

    /** Writes what is published to it, until closed. */
    static LogWriter start(PrintStream stream, boolean journal) {
        LogWriter writer = new LogWriter(stream, journal);
        writer.loop.start();
        return writer;
    }

    /** Takes over all logging of this process until closed. */
    public static LogWriter install(PrintStream stream, boolean journal) {
        LogWriter writer = start(stream, journal);
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(Level.INFO);
        root.addHandler(writer);
        return writer;
    }

    @Override
    public void publish(LogRecord message) {
        String line = line(message);
        if (!lines.offer(line)) {
            dropped.incrementAndGet();
        }
        if (message.getThrown() != null && message.getLevel().intValue() >= Level.SEVERE.intValue()) {
            // A fault, so that there is something to report.
            StackText.of(message.getThrown()).forEach(frame -> lines.offer(shown(start(message), frame)));
        }
        loop.wakeUp();
    }

    private String line(LogRecord message) {
        Throwable cause = message.getThrown();
        return shown(start(message), getFormatter().format(message) + (cause == null ? "" : ": " + cause));
    }

    /** What a line begins with. */
    private String start(LogRecord message) {
        int priority = priority(message.getLevel());
        return journal
                ? "<" + priority + ">"
                : message.getInstant().truncatedTo(ChronoUnit.MILLIS) + " " + word(priority);
    }

    /** Of this thread itself, which cannot be told by it. */
    private void tellFailure(String thread, Throwable failure, AfterFailure after) {
        stream.println("the thread " + thread + " failed; this is a fault of aloftd, please report it: " + failure);
        StackText.of(failure).forEach(stream::println);
    }

    /**
     * What scripts print and files hold gets here as it is: a line break would make a second line, perhaps with a
     * priority of its own, and ESC could make a terminal say what is not so. A break becomes a blank; others are shown
     * as {@code \x1b}.
     */
    private static String shown(String start, String text) {
        StringBuilder line = new StringBuilder(start).append(text);
        for (int at = start.length(); at < line.length(); at++) {
            char character = line.charAt(at);
            if (character == '\n') {
                line.setCharAt(at, ' ');
            } else if (Character.isISOControl(character) && character != '\t') {
                line.replace(at, at + 1, String.format("\\x%02x", (int) character));
                at += 3;
            }
        }
        return line.toString();
    }

    private static int priority(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return SYSLOG_ERROR;
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return SYSLOG_WARNING;
        }
        return level.intValue() >= Level.INFO.intValue() ? SYSLOG_INFO : SYSLOG_DEBUG;
    }

    private static String word(int priority) {
        return switch (priority) {
            case SYSLOG_ERROR -> "error: ";
            case SYSLOG_WARNING -> "warning: ";
            default -> "";
        };
    }

    private final class Turns implements Rounds {
        @Override
        public void turn(long now) {
            String first = lines.poll();
            if (first != null) {
                write(first);
                LockSupport.parkNanos(PAUSE);
            }
            if (!lines.isEmpty()) {
                loop.wakeUp();
            }
        }

        @Override
        public boolean isDone() {
            return lines.isEmpty();
        }

        @Override
        public void end() {
            stream.flush();
        }
    }

    /** Writes a line, and what waits behind it in the same system call. */
    private void write(String first) {
        StringBuilder text = new StringBuilder();
        for (String line = first; line != null; line = text.length() < LONG_WRITE ? lines.poll() : null) {
            text.append(line).append('\n');
        }
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            text.append(lost).append(" messages were lost here: the log was written too slowly\n");
        }
        if (!text.isEmpty()) {
            stream.print(text);
        }
    }

    /** Waits until all is written that was published before, but not for long: the journal may take no more. */
    @Override
    public void flush() {
        try {
            loop.submit(this::writeAll).get(LONGEST_FLUSH.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException unwritten) {
            return; // there is nowhere to say so
        }
    }

    private void writeAll() {
        for (String line = lines.poll(); line != null; line = lines.poll()) {
            write(line);
        }
        stream.flush();
    }

    /** Writes what still waits, for at most a second. */
    @Override
    public void close() {
        loop.end();
        try {
            loop.awaitEnd(LAST_LINES);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
