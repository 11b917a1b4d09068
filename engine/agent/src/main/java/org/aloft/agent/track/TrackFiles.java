package org.aloft.agent.track;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * The numbers in all files of {@code track_file}, for a real server's FILE_CHECK. {@link #listen} is safe for any
 * thread; listeners are called on the tracker thread and must not block.
 */
public final class TrackFiles {
    private final Executor trackerThread;
    private final Map<String, Integer> values = new HashMap<>();
    private final Map<String, List<Listener>> listeners = new HashMap<>();

    /** Is told the number in a file. */
    @FunctionalInterface
    public interface Listener {
        /** The number is this now: once at the beginning, as soon as it is known, and then whenever it is another. */
        void value(int value);
    }

    TrackFiles(Executor trackerThread) {
        this.trackerThread = trackerThread;
    }

    /**
     * Tells the number in a file from now on.
     *
     * @param name the word after {@code track_file}
     * @return ends that when it is run
     */
    public Runnable listen(String name, Listener listener) {
        trackerThread.execute(() -> {
            listeners.computeIfAbsent(name, unused -> new ArrayList<>()).add(listener);
            Integer known = values.get(name);
            if (known != null) {
                listener.value(known);
            }
        });
        return () -> trackerThread.execute(
                () -> listeners.getOrDefault(name, new ArrayList<>()).remove(listener));
    }

    // ---- on the tracker thread

    void put(String name, int value) {
        Integer before = values.put(name, value);
        if (before == null || before != value) {
            List.copyOf(listeners.getOrDefault(name, List.of())).forEach(listener -> listener.value(value));
        }
    }

    void forget(String name) {
        values.remove(name);
    }
}
