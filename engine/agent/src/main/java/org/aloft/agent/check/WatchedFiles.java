package org.aloft.agent.check;

import java.util.function.Consumer;
import org.aloft.agent.config.TrackWeight;

/** The numbers in the files that {@code track_file} blocks name. */
@FunctionalInterface
public interface WatchedFiles {
    /**
     * What a file says.
     *
     * @param value the number in the file; 0 if there is no file, or no number in it
     * @param weight what the {@code track_file} block says that it counts for
     */
    record Reading(int value, TrackWeight weight) {}

    /**
     * Tells what the file says now, and then whenever it says something else, until the result is closed. Returns at
     * once.
     *
     * @param name of the {@code track_file} block
     * @param listener for any thread
     */
    RunningCheck watch(String name, Consumer<Reading> listener);
}
