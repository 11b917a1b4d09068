package org.aloft.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.aloft.plan.show.Style;

/**
 * What {@code aloft status --watch} shows on a terminal: the table, and below it what has changed, the latest first. It
 * is drawn over and over in the same place, on the terminal's other screen, so that the first one is as before when it
 * ends. Used by one thread.
 */
final class WatchScreen implements AutoCloseable {
    // ECMA-48, and the private modes of xterm: 7 wraps lines, 25 shows the cursor, 1049 is the other screen.
    private static final String BEGIN = "\u001b[?1049h\u001b[?25l\u001b[?7l";
    private static final String END = "\u001b[?7h\u001b[?25h\u001b[?1049l";
    private static final String TO_THE_TOP = "\u001b[H";
    private static final String CLEAR_TO_END_OF_LINE = "\u001b[K";
    private static final String CLEAR_TO_END_OF_SCREEN = "\u001b[J";

    private static final int MOST_NEWS = 200;
    private static final int LEAST_NEWS = 5;

    private final Terminal terminal;
    private final Terminal.Screen screen;
    private final Deque<String> news = new ArrayDeque<>();

    WatchScreen(Terminal terminal, Terminal.Screen screen) {
        this.terminal = terminal;
        this.screen = screen;
        screen.writer().control(BEGIN);
    }

    /**
     * Draws it anew.
     *
     * @param title the first line
     * @param table lines that end with newlines
     * @param more what has changed since the last call
     */
    void show(String title, String table, List<String> more) {
        more.forEach(news::addFirst);
        while (news.size() > MOST_NEWS) {
            news.removeLast();
        }
        screen.writer().control(TO_THE_TOP);
        for (String line : lines(title, table.lines().toList(), List.copyOf(news), screen.rows() - 1)) {
            terminal.err().print(TerminalText.line(line, screen.columns() - 1));
            screen.writer().control(CLEAR_TO_END_OF_LINE + "\r\n");
        }
        screen.writer().control(CLEAR_TO_END_OF_SCREEN);
        terminal.err().flush();
    }

    /** What fits: of the table all but what leaves no room for the latest news, and then as much of those as fits. */
    static List<String> lines(String title, List<String> table, List<String> news, int rows) {
        int forTable = Math.max(1, rows - 2 - Math.min(news.size() + 1, LEAST_NEWS + 1));
        List<String> lines = new ArrayList<>(List.of(title, ""));
        if (table.size() <= forTable) {
            lines.addAll(table);
        } else {
            lines.addAll(table.subList(0, forTable - 1));
            lines.add("… and " + (table.size() - forTable + 1) + " lines more: a higher terminal shows them");
        }
        if (!news.isEmpty()) {
            lines.add("");
            lines.addAll(news.subList(0, Math.min(news.size(), Math.max(0, rows - lines.size()))));
        }
        return lines;
    }

    /** The first line of the screen. */
    static String title(String what, boolean healthy, Style style) {
        return style.bold("aloft status") + "  " + what + "  "
                + (healthy ? style.green("healthy") : style.red("NOT HEALTHY")) + "  " + style.faint("Ctrl-C ends");
    }

    @Override
    public void close() {
        screen.writer().control(END);
        terminal.err().flush();
    }
}
