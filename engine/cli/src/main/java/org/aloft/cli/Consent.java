package org.aloft.cli;

import java.util.Locale;
import java.util.Optional;

/** Asks a person whether to go on. */
final class Consent {
    private final Terminal terminal;
    private final String command;

    /** @param command the one that asks */
    Consent(Terminal terminal, String command) {
        this.terminal = terminal;
        this.command = command;
    }

    /** Anything that begins with a y is a yes. */
    void require(String question) throws Failure {
        if (!ask(question + " [y/N] ").toLowerCase(Locale.ROOT).startsWith("y")) {
            throw nothingDone("");
        }
    }

    /** Only this very word will do. */
    void requireWord(String question, String word) throws Failure {
        if (!ask(question + " Type " + word + " to go on: ").equals(word)) {
            throw nothingDone("only the word " + word + " goes on");
        }
    }

    private String ask(String question) throws Failure {
        Optional<String> answer = terminal.ask("\n" + question);
        if (answer.isEmpty() && !terminal.interactive()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "cannot ask for confirmation: there is no terminal",
                    "aloft " + command + " --yes does not ask");
        }
        return answer.orElse("").strip();
    }

    private static Failure nothingDone(String fix) {
        return new Failure(ExitCode.FAILED, "nothing was done", fix);
    }
}
