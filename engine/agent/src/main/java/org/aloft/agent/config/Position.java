package org.aloft.agent.config;

/**
 * Where something stands in a configuration file.
 *
 * @param file the path as the user gave it
 * @param line from 1
 * @param column from 1, counted in characters
 */
public record Position(String file, int line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
