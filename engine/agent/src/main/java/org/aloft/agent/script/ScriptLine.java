package org.aloft.agent.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A program as a configuration names it: {@code notify "/etc/aloft/notify.sh 'two words' more" [user [group]]}.
 *
 * @param words the program and its arguments; at least one
 * @param user under whom it runs; the default of {@code script_user} when empty
 * @param group in place of the user's own
 */
public record ScriptLine(List<String> words, Optional<String> user, Optional<String> group) {
    /** Takes a copy of the list. */
    public ScriptLine {
        words = List.copyOf(words);
    }

    /**
     * Splits a command as keepalived does: at white space, except within single or double quotes, which go.
     *
     * @return the words; empty if there are none
     */
    public static List<String> split(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int index = 0; index < command.length(); index++) {
            char letter = command.charAt(index);
            if (quote != 0 ? letter == quote : letter == '\'' || letter == '"') {
                quote = quote == 0 ? letter : 0;
                inWord = true;
            } else if (quote == 0 && Character.isWhitespace(letter)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(letter);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }

    /**
     * Finds the account.
     *
     * @param byDefault for a line that names none
     * @return empty if this host has no such user, or no such group
     */
    public Optional<Script> resolve(Optional<Account> byDefault) {
        if (user.isEmpty()) {
            return Optional.of(new Script(words, byDefault));
        }
        return Accounts.find(user.get(), group).map(account -> new Script(words, Optional.of(account)));
    }

    /** As for a message: the words with spaces between. */
    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
