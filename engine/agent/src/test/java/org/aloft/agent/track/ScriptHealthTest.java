package org.aloft.agent.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.config.TrackWeight;
import org.aloft.agent.config.VrrpScriptBlock;
import org.aloft.agent.config.text.Position;
import org.junit.jupiter.api.Test;

class ScriptHealthTest {
    static VrrpScriptBlock script(String name, int rise, int fall, boolean startsDown) {
        return new VrrpScriptBlock(
                name,
                new ScriptLine(List.of("/bin/" + name), Optional.empty(), new Position("test", 1, 1)),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                rise,
                fall,
                TrackWeight.FAULT,
                startsDown);
    }

    private static Reading after(ScriptHealth health, String results) {
        results.chars().forEach(result -> health.ended(result == '+', result == '+' ? "good" : "bad"));
        return health.reading();
    }

    @Test
    void shouldLetTheFirstRunDecide() {
        assertThat(new ScriptHealth(script("a", 3, 3, false)).reading()).isInstanceOf(Reading.Pending.class);
        assertThat(after(new ScriptHealth(script("a", 3, 3, false)), "+")).isEqualTo(new Reading.Up("good"));
        assertThat(after(new ScriptHealth(script("a", 3, 3, false)), "-")).isEqualTo(new Reading.Down("bad"));
    }

    @Test
    void shouldStartAsFailedWithInitFailUntilItHasRisen() {
        ScriptHealth health = new ScriptHealth(script("a", 2, 1, true));
        assertThat(health.reading()).isInstanceOf(Reading.Down.class);
        assertThat(after(health, "+")).isInstanceOf(Reading.Down.class);
        assertThat(after(health, "+")).isInstanceOf(Reading.Up.class);
    }

    @Test
    void shouldFallOnlyAfterSoManyFailuresInARow() {
        ScriptHealth health = new ScriptHealth(script("a", 1, 3, false));
        assertThat(after(health, "+--")).isInstanceOf(Reading.Up.class);
        assertThat(after(health, "+--")).as("the success began it anew").isInstanceOf(Reading.Up.class);
        assertThat(after(health, "-")).isInstanceOf(Reading.Down.class);
    }

    @Test
    void shouldRiseOnlyAfterSoManySuccessesInARow() {
        ScriptHealth health = new ScriptHealth(script("a", 3, 1, false));
        assertThat(after(health, "-++-++")).isInstanceOf(Reading.Down.class);
        assertThat(after(health, "+")).isInstanceOf(Reading.Up.class);
    }
}
