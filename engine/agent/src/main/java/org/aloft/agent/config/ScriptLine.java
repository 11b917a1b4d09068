package org.aloft.agent.config;

import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.text.Position;

/**
 * {@code KEYWORD "/path/to/script first 'second with a space'" [username [groupname]]}.
 *
 * @param command the program and its arguments, at least one word
 * @param account whom it runs as; {@code script_user} when empty
 * @param position where the program's name stands
 */
public record ScriptLine(List<String> command, Optional<AccountName> account, Position position) {
    /** Takes a copy of the list. */
    public ScriptLine {
        command = List.copyOf(command);
    }

    /** The program, as it was written. */
    public String program() {
        return command.get(0);
    }

    /** Equal when they run the same thing as the same user, wherever they stand. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ScriptLine that && command.equals(that.command) && account.equals(that.account);
    }

    @Override
    public int hashCode() {
        return command.hashCode() * 31 + account.hashCode();
    }

    /** Without the arguments, which may hold a token: this is read by more people than the file is. */
    @Override
    public String toString() {
        String program = program().contains("=") ? "…" : program(); // TOKEN=… before it, as for a shell
        return program
                + (command.size() > 1 ? " …" : "")
                + account.map(user -> " as " + user).orElse("");
    }
}
