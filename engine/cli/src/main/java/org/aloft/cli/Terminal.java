package org.aloft.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * Where output goes, and what it may look like there: data on standard output, progress and notes on standard error.
 *
 * <p>Colour follows {@code NO_COLOR}, {@code CLICOLOR}, {@code CLICOLOR_FORCE} and {@code TERM=dumb} (no-color.org,
 * bixense.com/clicolors). Control characters in text reach no terminal.
 *
 * @param out data
 * @param err progress, notes, errors
 * @param interactive whether a person can be asked: standard input and output are a terminal
 * @param colour whether at least one of the two shows colour; the other gets none
 * @param width columns for text that is filled
 * @param screen where lines may change in place; empty where they may not
 */
record Terminal(
        PrintWriter out, PrintWriter err, boolean interactive, boolean colour, int width, Optional<Screen> screen) {
    private static final int LEAST_WIDTH = 60;
    private static final int USUAL_WIDTH = 100;

    /**
     * A terminal on standard error whose cursor can be moved.
     *
     * @param columns how wide it is
     * @param rows how high it is
     * @param writer the one below {@link Terminal#err}
     */
    record Screen(int columns, int rows, TerminalWriter writer) {}

    /** This process's own terminal. */
    static Terminal ofProcess(Map<String, String> environment) {
        return of(environment, stream(System.out), stream(System.err));
    }

    /**
     * A terminal as the environment describes it.
     *
     * @param environment of the launcher, which knows what Java cannot ask on all its versions: {@code ALOFT_TERMINAL}
     *     holds those of 0, 1 and 2 that are terminals, {@code COLUMNS} and {@code LINES} their size
     */
    static Terminal of(Map<String, String> environment, Writer output, Writer errors) {
        boolean input = isTerminal(environment, "0");
        boolean outputShown = isTerminal(environment, "1");
        boolean errorsShown = isTerminal(environment, "2");
        boolean outputColour = colour(environment, outputShown);
        boolean errorsColour = colour(environment, errorsShown);
        TerminalWriter cleanErrors = new TerminalWriter(errors, text -> TerminalText.clean(text, errorsColour));
        OptionalInt columns = number(environment, "COLUMNS");
        OptionalInt rows = number(environment, "LINES");
        boolean movable = errorsShown && !isDumb(environment) && columns.isPresent() && rows.isPresent();
        return new Terminal(
                new PrintWriter(new TerminalWriter(output, cleaning(outputShown, outputColour)), true),
                new PrintWriter(cleanErrors, true),
                input && outputShown,
                outputColour || errorsColour,
                Math.max(LEAST_WIDTH, columns.orElse(USUAL_WIDTH)),
                movable ? Optional.of(new Screen(columns.getAsInt(), rows.getAsInt(), cleanErrors)) : Optional.empty());
    }

    /** Data for a file or a pipe is passed on unchanged, without colours unless they were forced. */
    private static UnaryOperator<String> cleaning(boolean terminal, boolean colour) {
        if (terminal) {
            return text -> TerminalText.clean(text, colour);
        }
        return colour ? UnaryOperator.identity() : TerminalText::withoutStyles;
    }

    static boolean colour(Map<String, String> environment, boolean terminal) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        String force = environment.getOrDefault("CLICOLOR_FORCE", "");
        if (!force.isEmpty() && !force.equals("0")) {
            return true;
        }
        return terminal
                && !isDumb(environment)
                && !environment.getOrDefault("CLICOLOR", "1").equals("0");
    }

    private static boolean isDumb(Map<String, String> environment) {
        String type = environment.getOrDefault("TERM", "");
        return type.isEmpty() || type.equals("dumb");
    }

    private static boolean isTerminal(Map<String, String> environment, String descriptor) {
        return environment.getOrDefault("ALOFT_TERMINAL", "").contains(descriptor);
    }

    private static OptionalInt number(Map<String, String> environment, String name) {
        try {
            int value = Integer.parseInt(environment.getOrDefault(name, ""));
            return value > 0 ? OptionalInt.of(value) : OptionalInt.empty();
        } catch (NumberFormatException notANumber) {
            return OptionalInt.empty();
        }
    }

    private static Writer stream(PrintStream stream) {
        return new OutputStreamWriter(stream, StandardCharsets.UTF_8);
    }

    /** The answer to a question; empty when there is no terminal, or the input has ended. */
    Optional<String> ask(String question) {
        return interactive
                ? Optional.ofNullable(System.console().readLine("%s", TerminalText.clean(question, false)))
                : Optional.empty();
    }

    /** As {@link #ask}, without echo. */
    Optional<String> askSecret(String question) {
        return interactive
                ? Optional.ofNullable(System.console().readPassword("%s", TerminalText.clean(question, false)))
                        .map(String::new)
                : Optional.empty();
    }

    /** A remark on standard error. */
    void note(String text) {
        err.println(text);
        err.flush();
    }

    /** A result on standard output. */
    void print(String text) {
        out.print(text);
        out.flush();
    }
}
