package org.aloft.agent.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.aloft.agent.config.TrackProcessBlock;
import org.aloft.agent.config.TrackProcessBlock.Match;
import org.aloft.agent.config.TrackWeight;
import org.junit.jupiter.api.Test;

class ProcessMatchTest {
    private static TrackProcessBlock block(Match match, boolean full, String process, String... parameters) {
        return new TrackProcessBlock(
                "p",
                process,
                List.of(parameters),
                match,
                full,
                TrackWeight.FAULT,
                1,
                Integer.MAX_VALUE,
                Duration.ZERO,
                Duration.ZERO);
    }

    private static boolean named(String process, String name) {
        return ProcessMatch.matches(block(Match.AS_GIVEN, false, process), name, () -> {
            throw new AssertionError("the command line does not matter here");
        });
    }

    private static boolean started(TrackProcessBlock block, String... commandLine) {
        return ProcessMatch.matches(block, "any", () -> List.of(commandLine));
    }

    @Test
    void shouldCompareTheWholeName() {
        assertThat(named("ssh", "ssh")).isTrue();
        assertThat(named("ssh", "sshd")).isFalse();
    }

    @Test
    void shouldKnowThatTheKernelCutsNames() {
        assertThat(named("a-very-long-program", "a-very-long-pro")).isTrue();
        assertThat(named("/usr/sbin/haproxy", "haproxy")).isTrue();
    }

    @Test
    void shouldCompareParametersExactly() {
        assertThat(started(block(Match.AS_GIVEN, false, "sleep", "100"), "sleep", "100"))
                .isTrue();
        assertThat(started(block(Match.AS_GIVEN, false, "sleep", "100"), "sleep", "100", "2"))
                .isFalse();
        assertThat(started(block(Match.AS_GIVEN, false, "sleep", "100"), "sleep", "1000"))
                .isFalse();
    }

    @Test
    void shouldTakeAnyParametersOfAFullCommand() {
        assertThat(started(block(Match.AS_GIVEN, true, "/bin/sleep"), "/bin/sleep", "7"))
                .isTrue();
        assertThat(started(block(Match.AS_GIVEN, true, "/bin/sleep"), "sleep", "7"))
                .isFalse();
    }

    @Test
    void shouldWantNoParametersWhenNoneAreGivenButMatched() {
        assertThat(started(block(Match.ALL, false, "sleep"), "sleep")).isTrue();
        assertThat(started(block(Match.ALL, false, "sleep"), "sleep", "1")).isFalse();
    }

    @Test
    void shouldMatchTheFirstParametersOrTheBeginningOfTheLast() {
        assertThat(started(block(Match.FIRST, false, "x", "-f", "a"), "x", "-f", "a", "b"))
                .isTrue();
        assertThat(started(block(Match.FIRST, false, "x", "-f", "a"), "x", "-f", "ab"))
                .isFalse();
        assertThat(started(block(Match.PREFIX, false, "x", "-f", "a"), "x", "-f", "ab"))
                .isTrue();
        assertThat(started(block(Match.PREFIX, false, "x", "-f", "a"), "x", "-F", "ab"))
                .isFalse();
    }

    @Test
    void shouldNotCountProcessesThatHaveEnded() {
        assertThat(ProcessTable.name("12 (a) b) S 1 2")).hasValue("a) b");
        assertThat(ProcessTable.name("12 (sleep) Z 1 2")).isEmpty();
        assertThat(ProcessTable.name("")).isEmpty();
        assertThat(ProcessTable.name("12 (cut off)")).isEmpty();
    }

    @Test
    void shouldFindItself() {
        ProcessTable table = ProcessTable.OF_HOST;
        int own = (int) ProcessHandle.current().pid();
        assertThat(table.numbers()).contains(own);
        assertThat(table.name(own)).isPresent();
        assertThat(table.commandLine(own).get(0)).endsWith("java");
        assertThat(table.name(Integer.MAX_VALUE)).isEmpty();
        assertThat(table.commandLine(Integer.MAX_VALUE)).isEmpty();
    }
}
