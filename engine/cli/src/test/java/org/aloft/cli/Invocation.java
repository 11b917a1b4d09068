package org.aloft.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;

/**
 * One command line that was run in this process, and what a person or a script saw of it.
 *
 * @param status what the shell is told
 * @param out standard output
 * @param err standard error
 */
record Invocation(int status, String out, String err) {
    private static final int WIDTH = 100;

    /** Runs it where nobody sits at a terminal. */
    static Invocation of(String... arguments) {
        return in(Surroundings.ofProcess(), arguments);
    }

    /** As {@link #of}, on hosts of the test's own. */
    static Invocation in(Surroundings surroundings, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Aloft.run(notATerminal(out, err), surroundings, arguments);
        return new Invocation(status, out.toString(), err.toString());
    }

    /** A pipe, a log or a pager: no colour, nobody to ask. */
    static Terminal notATerminal(StringWriter out, StringWriter err) {
        return new Terminal(
                new PrintWriter(out, true), new PrintWriter(err, true), false, false, WIDTH, Optional.empty());
    }

    /** Both streams, for the message of a test that fails. */
    @Override
    public String toString() {
        return "exit status " + status + "\n--- standard output\n" + out + "--- standard error\n" + err;
    }
}
