package org.aloft.agent.config;

import java.util.Optional;

/**
 * {@code username [groupname]}: whom a script runs as, or who owns a FIFO.
 *
 * @param user a name or a number
 * @param group a name or a number; the user's own when empty
 */
public record AccountName(String user, Optional<String> group) {
    @Override
    public String toString() {
        return group.map(name -> user + " " + name).orElse(user);
    }
}
