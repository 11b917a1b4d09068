package org.aloft.agent.config.text;

import java.util.Optional;

/**
 * A place in a configuration file.
 *
 * @param file the path as the user gave it
 * @param line from 1
 * @param column from 1, counted in characters
 * @param usedAt where the definition of several lines is used that this is a part of; empty outside such definitions
 */
public record Position(String file, int line, int column, Optional<Position> usedAt) {
    /** Outside any definition. */
    public Position(String file, int line, int column) {
        this(file, line, column, Optional.empty());
    }

    /** As many characters further to the right. */
    Position plus(int characters) {
        return new Position(file, line, column + characters, usedAt);
    }

    /** The same place in a definition that is used there. */
    Position usedAt(Position use) {
        return new Position(file, line, column, Optional.of(use));
    }

    /** Where the outermost use stands: a place outside any definition. */
    Position outermost() {
        return usedAt.map(Position::outermost).orElse(this);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(place());
        for (Optional<Position> use = usedAt; use.isPresent(); use = use.get().usedAt) {
            text.append(text.indexOf("(") < 0 ? " (used at " : ", used at ")
                    .append(use.get().place());
        }
        return usedAt.isPresent() ? text.append(')').toString() : text.toString();
    }

    private String place() {
        return file + ":" + line + ":" + column;
    }
}
