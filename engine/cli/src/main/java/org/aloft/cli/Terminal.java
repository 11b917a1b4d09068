package org.aloft.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Where output goes, and what it may look like there: data on standard output, progress and notes on standard error.
 *
 * <p>Colour follows {@code NO_COLOR}, {@code CLICOLOR_FORCE} and {@code TERM=dumb} (no-color.org, bixense.com/clicolors).
 *
 * @param out data
 * @param err progress, notes, errors
 * @param interactive whether a person sits there: standard input and output are a terminal
 * @param colour whether colour and cursor movements are welcome on both
 * @param width columns
 */
record Terminal(PrintWriter out, PrintWriter err, boolean interactive, boolean colour, int width) {

    /** This process's own terminal. */
    static Terminal ofProcess(Map<String, String> environment) {
        boolean interactive = isTerminal(environment);
        return new Terminal(
                writer(System.out),
                writer(System.err),
                interactive,
                colour(environment, interactive),
                width(environment));
    }

    static boolean colour(Map<String, String> environment, boolean interactive) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        String force = environment.getOrDefault("CLICOLOR_FORCE", "");
        if (!force.isEmpty() && !force.equals("0")) {
            return true;
        }
        return interactive && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    }

    /** The launcher looks (test(1), -t): Java cannot say it the same way on every version. */
    private static boolean isTerminal(Map<String, String> environment) {
        return environment.getOrDefault("ALOFT_TERMINAL", "no").equals("yes");
    }

    private static int width(Map<String, String> environment) {
        try {
            return Math.max(60, Integer.parseInt(environment.getOrDefault("COLUMNS", "100")));
        } catch (NumberFormatException e) {
            return 100;
        }
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new java.io.OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** The answer to a question; empty when nobody is there to give one, or they ended the input. */
    Optional<String> ask(String question) {
        return interactive ? Optional.ofNullable(System.console().readLine("%s", question)) : Optional.empty();
    }

    /** As {@link #ask}, for what shall not be seen while it is typed. */
    Optional<String> askSecret(String question) {
        return interactive
                ? Optional.ofNullable(System.console().readPassword("%s", question))
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
