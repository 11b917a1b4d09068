package org.aloft.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Progress of several hosts at once. On a terminal each host has one line that changes in place; elsewhere each event is
 * a line of its own, so that a log of it reads well.
 *
 * <p>Safe for use by several threads.
 */
final class LiveLines implements AutoCloseable {
    private static final String CLEAR_TO_END_OF_LINE = "\u001b[K";

    private final PrintWriter out;
    private final boolean inPlace;
    private final int width;
    private final Map<String, String> lines = new LinkedHashMap<>();
    private int drawn;

    LiveLines(Terminal terminal) {
        this.out = terminal.err();
        this.inPlace = terminal.interactive() && terminal.colour();
        this.width = terminal.width();
    }

    /** What this host is at now; replaces its line. */
    synchronized void show(String host, String text) {
        if (text.equals(lines.put(host, text))) {
            return;
        }
        if (inPlace) {
            redraw();
        } else {
            out.println("  %-12s %s".formatted(host, text));
            out.flush();
        }
    }

    /** As {@link #show}, when it is worth only a moment on a terminal and no line in a log. */
    synchronized void flash(String host, String text) {
        if (inPlace) {
            show(host, text);
        }
    }

    /** A line that stays, above the live ones. */
    synchronized void say(String text) {
        if (inPlace && drawn > 0) {
            out.print("\u001b[" + drawn + "A\r\u001b[J");
            drawn = 0;
        }
        out.println(text);
        if (inPlace) {
            redraw();
        }
        out.flush();
    }

    /** The present lines stay as they are; new ones begin below. */
    synchronized void settle() {
        lines.clear();
        drawn = 0;
    }

    private void redraw() {
        if (drawn > 0) {
            out.print("\u001b[" + drawn + "A\r");
        }
        lines.forEach((host, text) -> {
            String line = "  %-12s %s".formatted(host, text);
            out.println((line.length() < width ? line : line.substring(0, width - 2) + "…") + CLEAR_TO_END_OF_LINE);
        });
        drawn = lines.size();
        out.flush();
    }

    @Override
    public void close() {
        settle();
    }
}
