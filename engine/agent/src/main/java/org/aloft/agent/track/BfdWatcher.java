package org.aloft.agent.track;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.aloft.agent.bfd.BfdSessions;
import org.aloft.agent.config.TrackerKind;
import org.aloft.agent.config.TrackingPlan;
import org.aloft.agent.kernel.Deadline;

/** Passes on the state of BFD sessions. */
final class BfdWatcher implements Watcher {
    private final BfdSessions sessions;
    private final Executor trackerThread;
    private final Readings readings;
    private final Map<TrackerKey, Runnable> watched = new HashMap<>();

    BfdWatcher(BfdSessions sessions, Executor trackerThread, Readings readings) {
        this.sessions = sessions;
        this.trackerThread = trackerThread;
        this.readings = readings;
    }

    @Override
    public void prepare(TrackingPlan plan, Set<TrackerKey> wanted) {
        sessions.prepare(plan.bfdInstances());
    }

    @Override
    public void release() {
        sessions.release();
    }

    @Override
    public void configure(TrackingPlan plan, Set<TrackerKey> wanted, long now) {
        watched.entrySet().removeIf(entry -> {
            boolean gone = !wanted.contains(entry.getKey());
            if (gone) {
                entry.getValue().run();
            }
            return gone;
        });
        wanted.stream()
                .filter(key -> key.kind() == TrackerKind.BFD && !watched.containsKey(key))
                .forEach(this::watch);
        sessions.configure(plan.bfdInstances());
    }

    /** Down until the session says otherwise: it has not begun, or has just begun. */
    private void watch(TrackerKey key) {
        readings.read(key, new Reading.Down("the session has not come up yet"));
        watched.put(
                key,
                sessions.listen(
                        key.name(),
                        (up, reason) -> trackerThread.execute(() -> {
                            if (watched.containsKey(key)) {
                                readings.read(key, up ? new Reading.Up(reason) : new Reading.Down(reason));
                            }
                        })));
    }

    @Override
    public void turn(long now) {}

    @Override
    public long deadline() {
        return Deadline.NEVER;
    }

    @Override
    public void close() {
        watched.values().forEach(Runnable::run);
        watched.clear();
    }
}
