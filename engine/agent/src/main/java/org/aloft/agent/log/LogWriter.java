package org.aloft.agent.log;

import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

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
    private static final int PAUSE_MILLIS = 5;

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
    private final Thread thread = new Thread(this::writeLines, "log");
    private volatile boolean closing;

    private LogWriter(PrintStream stream, boolean journal) {
        this.stream = stream;
        this.journal = journal;
        setFormatter(new Message());
        thread.setDaemon(true);
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
        writer.thread.start();
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
        if (!lines.offer(line(message))) {
            dropped.incrementAndGet();
        }
    }

    private String line(LogRecord message) {
        int priority = priority(message.getLevel());
        StringBuilder line = new StringBuilder();
        if (journal) {
            line.append('<').append(priority).append('>');
        } else {
            line.append(message.getInstant().truncatedTo(ChronoUnit.MILLIS))
                    .append(' ')
                    .append(word(priority));
        }
        int text = line.length();
        line.append(getFormatter().format(message));
        Throwable cause = message.getThrown();
        if (cause != null) {
            line.append(": ").append(cause);
        }
        showControls(line, text);
        return line.toString();
    }

    /**
     * What scripts print and files hold gets here as it is: a line break would make a second line, perhaps with a priority of its own,
     * and ESC could make a terminal say what is not so. A break becomes a blank; others are shown as {@code \x1b}.
     */
    private static void showControls(StringBuilder line, int from) {
        for (int at = from; at < line.length(); at++) {
            char character = line.charAt(at);
            if (character == '\n') {
                line.setCharAt(at, ' ');
            } else if (Character.isISOControl(character) && character != '\t') {
                line.replace(at, at + 1, String.format("\\x%02x", (int) character));
                at += 3;
            }
        }
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

    private void writeLines() {
        try {
            while (!closing || !lines.isEmpty()) {
                write(lines.poll(1, TimeUnit.SECONDS));
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException ended) {
            while (!lines.isEmpty()) {
                write(lines.poll());
            }
        }
        stream.flush();
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

    @Override
    public void flush() {
        stream.flush();
    }

    /** Writes what still waits, for at most a second. */
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join(1000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
