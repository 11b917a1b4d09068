package org.aloft.agent.event;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Passes each event on to every listener, on the thread that tells it, and remembers the last ones. Thread-safe; events
 * told by one thread reach each listener in that order.
 */
public final class Events implements EventSink {
    private final int most;
    private final List<EventSink> listeners = new CopyOnWriteArrayList<>();
    private final Deque<AgentEvent> recent = new ArrayDeque<>();

    /** @param most how many events are remembered, 1 and up */
    public Events(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("events to remember must be 1 or more: " + most);
        }
        this.most = most;
    }

    /**
     * Tells this listener everything from now on.
     *
     * @return ends that when it is run
     */
    public Runnable listen(EventSink listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /**
     * Tells this listener the last events, oldest first, and then everything from now on, without one lost or told
     * twice.
     *
     * @return ends that when it is run
     */
    public Runnable listenFromRecent(EventSink listener) {
        synchronized (recent) {
            recent.forEach(listener::happened);
            return listen(listener);
        }
    }

    @Override
    public void happened(AgentEvent event) {
        synchronized (recent) {
            if (recent.size() == most) {
                recent.removeFirst();
            }
            recent.addLast(event);
            for (EventSink listener : listeners) {
                listener.happened(event);
            }
        }
    }
}
