package org.aloft.agent.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code username [groupname]}: whom a script runs as, or who owns a FIFO.
 *
 * @param user a name or a number
 * @param group a name or a number; the user's own when empty
 */
public record AccountName(String user, Optional<String> group) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_.@\\\\-]{0,63}\\$?");

    /** What is no name is most likely an argument of a command without quotes, and may be a secret. */
    @Override
    public String toString() {
        return shown(user) + group.map(name -> " " + shown(name)).orElse("");
    }

    private static String shown(String name) {
        return NAME.matcher(name).matches() ? name : "…";
    }
}
