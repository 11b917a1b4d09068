package org.aloft.agent.track;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.config.TrackerKind;
import org.aloft.agent.config.TrackingPlan;
import org.aloft.agent.config.VrrpScriptBlock;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.log.Log;
import org.aloft.agent.script.Admission;
import org.aloft.agent.script.RunningScript;
import org.aloft.agent.script.ScriptResult;

/**
 * Runs each {@code vrrp_script} that is tracked, at its interval, and never two runs of one at a time: one that takes
 * longer than its interval is followed by the next as soon as it has ended. A script that cannot be run is down.
 */
final class ScriptWatcher implements Watcher {
    private static final Logger LOG = Log.of(ScriptWatcher.class);

    private final ScriptStarter starter;
    private final Executor trackerThread;
    private final Readings readings;
    private Function<ScriptLine, Admission> admission = line -> new Admission.Refused("not configured");
    private List<Scheduled> scheduled = List.of();

    /** One script and when it runs next. */
    private static final class Scheduled {
        final VrrpScriptBlock block;
        final ScriptHealth health;
        Optional<Admission.Admitted> admitted = Optional.empty();
        Optional<RunningScript> running = Optional.empty();
        long startAt;
        boolean dropped;

        Scheduled(VrrpScriptBlock block, long now) {
            this.block = block;
            health = new ScriptHealth(block);
            startAt = now;
        }

        TrackerKey key() {
            return new TrackerKey(TrackerKind.SCRIPT, block.name());
        }
    }

    ScriptWatcher(ScriptStarter starter, Executor trackerThread, Readings readings) {
        this.starter = starter;
        this.trackerThread = trackerThread;
        this.readings = readings;
    }

    /** Who may run what, from the next start of a script on. */
    void admitBy(Function<ScriptLine, Admission> rule) {
        admission = rule;
        scheduled.forEach(script -> script.admitted = Optional.empty());
    }

    @Override
    public void configure(TrackingPlan plan, Set<TrackerKey> wanted, long now) {
        List<Scheduled> next = new ArrayList<>();
        for (VrrpScriptBlock block : plan.scripts()) {
            if (wanted.contains(new TrackerKey(TrackerKind.SCRIPT, block.name()))) {
                next.add(scheduled.stream()
                        .filter(script -> script.block.equals(block))
                        .findFirst()
                        .orElseGet(() -> new Scheduled(block, now)));
            }
        }
        scheduled.stream().filter(script -> !next.contains(script)).forEach(ScriptWatcher::drop);
        scheduled = List.copyOf(next);
        scheduled.forEach(script -> readings.read(script.key(), script.health.reading()));
        turn(now);
    }

    private static void drop(Scheduled script) {
        script.dropped = true;
        script.running.ifPresent(RunningScript::stop);
    }

    @Override
    public void turn(long now) {
        for (Scheduled script : scheduled) {
            if (script.running.isEmpty() && now - script.startAt >= 0) {
                script.startAt = now + script.block.interval().toNanos();
                start(script);
            }
        }
    }

    private void start(Scheduled script) {
        if (script.admitted.isEmpty()) {
            Admission found = admission.apply(script.block.script());
            if (found instanceof Admission.Refused refused) {
                take(script, false, refused.reason());
                return;
            }
            if (found instanceof Admission.Admitted admitted) {
                admitted.concerns().forEach(concern -> LOG.log(Level.WARNING, "{0}: {1}", script.key(), concern));
                script.admitted = Optional.of(admitted);
            }
        }
        script.running = Optional.of(starter.start(
                script.admitted.orElseThrow().script(),
                script.block.timeout(),
                result -> trackerThread.execute(() -> ended(script, result))));
    }

    private void ended(Scheduled script, ScriptResult result) {
        script.running = Optional.empty();
        if (!script.dropped) {
            take(script, result.good(), result.summary());
        }
    }

    private void take(Scheduled script, boolean good, String summary) {
        script.health.ended(good, summary);
        readings.read(script.key(), script.health.reading());
    }

    @Override
    public long deadline() {
        return scheduled.stream()
                .filter(script -> script.running.isEmpty())
                .mapToLong(script -> script.startAt)
                .min()
                .orElse(Deadline.NEVER);
    }

    @Override
    public void close() {
        scheduled.forEach(ScriptWatcher::drop);
        scheduled = List.of();
    }
}
