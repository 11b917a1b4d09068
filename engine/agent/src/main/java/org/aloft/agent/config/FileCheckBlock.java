package org.aloft.agent.config;

import java.util.Optional;

/**
 * {@code FILE_CHECK { … }}: the number in a {@code track_file} changes the real server's weight, or takes it down.
 *
 * @param file the name of the {@code track_file} block
 * @param weight what the number counts for; what the {@code track_file} block says when empty
 */
public record FileCheckBlock(String file, Optional<FileWeight> weight) implements CheckBlock {
    @Override
    public String keyword() {
        return "FILE_CHECK";
    }

    /**
     * What a number in a file counts for.
     *
     * @param factor what the number is multiplied with; 0: any number but 0 is a failure
     * @param reverse whether the sign is turned; with factor 0, whether 0 is the failure
     */
    public record FileWeight(int factor, boolean reverse) {}
}
