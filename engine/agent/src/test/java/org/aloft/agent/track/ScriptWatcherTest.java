package org.aloft.agent.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.aloft.agent.config.TrackerKind;
import org.aloft.agent.config.TrackingPlan;
import org.aloft.agent.config.VrrpScriptBlock;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.script.Admission;
import org.aloft.agent.script.Script;
import org.aloft.agent.script.ScriptResult;
import org.junit.jupiter.api.Test;

class ScriptWatcherTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final TrackerKey KEY = new TrackerKey(TrackerKind.SCRIPT, "a");
    private static final ScriptResult GOOD = new ScriptResult.Exited(0, "");

    private final List<Consumer<ScriptResult>> started = new ArrayList<>();
    private final List<Duration> timeouts = new ArrayList<>();
    private final Map<TrackerKey, Reading> readings = new HashMap<>();
    private int stopped;
    private final ScriptWatcher watcher = new ScriptWatcher(
            (script, timeout, whenEnded) -> {
                started.add(whenEnded);
                timeouts.add(timeout);
                return () -> stopped++;
            },
            Runnable::run,
            readings::put);

    ScriptWatcherTest() {
        watcher.admitBy(line -> new Admission.Admitted(new Script(line.command(), Optional.empty()), List.of()));
    }

    private void configure(long now, VrrpScriptBlock... scripts) {
        TrackingPlan plan = new TrackingPlan(List.of(scripts), List.of(), List.of(), List.of(), Map.of(), Map.of());
        watcher.configure(plan, Set.of(KEY, new TrackerKey(TrackerKind.SCRIPT, "b")), now);
    }

    private void end(int run, ScriptResult result) {
        started.get(run).accept(result);
    }

    @Test
    void shouldRunAtOnceAndThenAtTheInterval() {
        configure(0, ScriptHealthTest.script("a", 1, 1, false));
        assertThat(readings.get(KEY)).isInstanceOf(Reading.Pending.class);
        assertThat(timeouts).containsExactly(Duration.ofSeconds(5));
        end(0, GOOD);
        assertThat(readings.get(KEY)).isEqualTo(new Reading.Up("exit status 0"));
        assertThat(watcher.deadline()).isEqualTo(2 * SECOND);
        watcher.turn(2 * SECOND - 1);
        assertThat(started).hasSize(1);
        watcher.turn(2 * SECOND);
        assertThat(started).hasSize(2);
    }

    @Test
    void shouldNeverRunOneTwiceAtATime() {
        configure(0, ScriptHealthTest.script("a", 1, 1, false));
        watcher.turn(3 * SECOND);
        assertThat(started).as("the first still runs").hasSize(1);
        assertThat(watcher.deadline()).isEqualTo(Deadline.NEVER);
        end(0, GOOD);
        watcher.turn(3 * SECOND);
        assertThat(started).as("late, so at once").hasSize(2);
    }

    @Test
    void shouldCountAScriptThatHangsAsFailed() {
        configure(0, ScriptHealthTest.script("a", 1, 1, false));
        end(0, new ScriptResult.TimedOut(""));
        assertThat(readings.get(KEY)).isEqualTo(new Reading.Down("took too long and was ended"));
    }

    @Test
    void shouldBeDownWhenItMayNotRunAndTryAgain() {
        watcher.admitBy(line -> new Admission.Refused("it is not there"));
        configure(0, ScriptHealthTest.script("a", 1, 1, false));
        assertThat(readings.get(KEY)).isEqualTo(new Reading.Down("it is not there"));
        watcher.admitBy(line -> new Admission.Admitted(new Script(line.command(), Optional.empty()), List.of()));
        watcher.turn(2 * SECOND);
        end(0, GOOD);
        assertThat(readings.get(KEY)).isInstanceOf(Reading.Up.class);
    }

    @Test
    void shouldKeepWhatIsKnownOfAnUnchangedScriptAtAReload() {
        configure(0, ScriptHealthTest.script("a", 1, 1, false));
        end(0, GOOD);
        configure(SECOND, ScriptHealthTest.script("a", 1, 1, false), ScriptHealthTest.script("b", 1, 1, false));
        assertThat(readings.get(KEY)).isInstanceOf(Reading.Up.class);
        assertThat(started).as("only the new one began").hasSize(2);
        assertThat(watcher.deadline()).isEqualTo(2 * SECOND);
    }

    @Test
    void shouldStopAScriptThatWasChangedAndNotHearItsResult() {
        configure(0, ScriptHealthTest.script("a", 1, 1, false));
        configure(SECOND, ScriptHealthTest.script("a", 2, 1, false));
        assertThat(stopped).isEqualTo(1);
        end(0, GOOD);
        assertThat(readings.get(KEY)).isInstanceOf(Reading.Pending.class);
        end(1, GOOD);
        assertThat(readings.get(KEY)).isInstanceOf(Reading.Up.class);
    }

    @Test
    void shouldNotRunAScriptThatNobodyTracks() {
        configure(0, ScriptHealthTest.script("c", 1, 1, false));
        assertThat(started).isEmpty();
    }
}
