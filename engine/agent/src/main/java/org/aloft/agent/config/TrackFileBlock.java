package org.aloft.agent.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One {@code track_file}.
 *
 * <pre>
 * track_file load {
 *     file /run/load
 *     weight -1
 *     init_file 0
 * }
 * </pre>
 *
 * @param name the word after the keyword
 * @param file what is read, absolute
 * @param weight the default for those who track it; 1 when not said
 * @param initial what is written to it at the start
 */
public record TrackFileBlock(String name, Path file, TrackWeight weight, Optional<Initial> initial) {
    /**
     * {@code init_file [VALUE] [overwrite]}.
     *
     * @param value the number
     * @param overwrite whether a file that is there gets it as well
     */
    public record Initial(int value, boolean overwrite) {}
}
