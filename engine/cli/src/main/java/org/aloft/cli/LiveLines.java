package org.aloft.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Progress of several hosts at once. On a terminal each host has one line that changes in place; elsewhere, and when
 * there are more hosts than the terminal has rows, each event is a line of its own, so that a log of it reads well.
 *
 * <p>Safe for use by several threads.
 */
final class LiveLines implements AutoCloseable {
    // ECMA-48, and DECAWM: a line that is too long for a terminal that has shrunk must not become two.
    private static final String WITHOUT_WRAPPING = "\u001b[?7l";
    private static final String WITH_WRAPPING = "\u001b[?7h";
    private static final String CLEAR_TO_END_OF_LINE = "\u001b[K";
    private static final String CLEAR_TO_END_OF_SCREEN = "\u001b[J";

    private final PrintWriter out;
    private final Optional<Terminal.Screen> screen;
    private final Map<String, String> lines = new LinkedHashMap<>();
    private boolean tooMany;
    private int drawn;

    LiveLines(Terminal terminal) {
        this.out = terminal.err();
        this.screen = terminal.screen();
    }

    /** What this host is doing now; replaces its line. */
    synchronized void show(String host, String text) {
        if (text.equals(lines.put(host, text))) {
            return;
        }
        // One row stays free for the cursor.
        if (inPlace() && lines.size() >= screen.orElseThrow().rows()) {
            tooMany = true;
            drawn = 0;
        }
        if (inPlace()) {
            redraw(screen.orElseThrow());
        } else {
            out.println(line(host, text, Integer.MAX_VALUE));
            out.flush();
        }
    }

    /** As {@link #show}, but on a terminal only: never a line in a log. */
    synchronized void flash(String host, String text) {
        if (inPlace()) {
            show(host, text);
        }
    }

    /** Text that stays, above the live lines. */
    synchronized void say(String text) {
        if (drawn > 0) {
            screen.orElseThrow().writer().control(up() + CLEAR_TO_END_OF_SCREEN);
            drawn = 0;
        }
        out.println(text);
        if (inPlace()) {
            redraw(screen.orElseThrow());
        }
        out.flush();
    }

    /** The present lines stay as they are; new ones begin below. */
    synchronized void settle() {
        lines.clear();
        drawn = 0;
        tooMany = false;
    }

    private boolean inPlace() {
        return screen.isPresent() && !tooMany;
    }

    private void redraw(Terminal.Screen on) {
        on.writer().control(up() + WITHOUT_WRAPPING);
        lines.forEach((host, text) -> {
            out.print(line(host, text, on.columns() - 1));
            on.writer().control(CLEAR_TO_END_OF_LINE + "\n");
        });
        on.writer().control(WITH_WRAPPING);
        drawn = lines.size();
        out.flush();
    }

    private String up() {
        return drawn > 0 ? "\r\u001b[" + drawn + "A" : "\r";
    }

    private static String line(String host, String text, int columns) {
        return "  " + TerminalText.line("%-12s %s".formatted(host, text.strip()), columns - 2);
    }

    @Override
    public void close() {
        settle();
    }
}
