package org.aloft.agent.config;

import java.util.Optional;

/**
 * {@code FILE_CHECK { … }}: the number in a {@code track_file} changes the real server's weight, or takes it down.
 *
 * @param file the name of the {@code track_file} block
 * @param weight what the number counts for; what the {@code track_file} block says when empty
 */
public record FileCheckBlock(String file, Optional<TrackWeight> weight) implements CheckBlock {
    @Override
    public String keyword() {
        return "FILE_CHECK";
    }
}
