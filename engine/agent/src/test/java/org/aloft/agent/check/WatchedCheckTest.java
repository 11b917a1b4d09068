package org.aloft.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchedCheckTest {
    private final SteppedLoop loop = new SteppedLoop();
    private final List<CheckNews> told = new ArrayList<>();
    private final List<WatchedCheck> source = new ArrayList<>();
    private boolean sourceClosed;

    private RunningCheck start() {
        RealServerKey server = CheckFixture.key(new InetSocketAddress("192.0.2.21", 80));
        RunningCheck check = WatchedCheck.start(server, told::add, loop, heard -> {
            source.add(heard);
            return () -> sourceClosed = true;
        });
        loop.runAll();
        return check;
    }

    private void say(ProbeOutcome outcome) {
        source.get(0).hear(outcome);
        loop.runAll();
    }

    @Test
    void shouldTellTheFirstWordAndEveryChange() {
        start();
        say(ProbeOutcome.passed("up"));
        say(ProbeOutcome.passed("still up"));
        say(ProbeOutcome.passed(new WeightEffect.Adds(3), "heavier"));
        say(ProbeOutcome.failed("down"));
        say(ProbeOutcome.failed("still down"));
        assertThat(told).extracting(CheckNews::reason).containsExactly("up", "heavier", "down");
        assertThat(told).extracting(CheckNews::up).containsExactly(true, true, false);
    }

    @Test
    void shouldSayNothingOnceItIsClosed() {
        RunningCheck check = start();
        check.close();
        loop.runAll();
        say(ProbeOutcome.failed("down"));
        assertThat(told).isEmpty();
        assertThat(sourceClosed).isTrue();
    }
}
