package org.aloft.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.AccountName;
import org.aloft.agent.config.MiscCheckBlock;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.config.text.Position;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ScriptProbeTest {
    private final CheckFixture checks = new CheckFixture();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        checks.close();
    }

    private static MiscCheckBlock check(boolean dynamic, Duration timeout, String... command) {
        ScriptLine line = new ScriptLine(
                List.of(command),
                Optional.of(new AccountName("root", Optional.empty())),
                new Position("test.conf", 1, 1));
        return new MiscCheckBlock(line, timeout, dynamic, CheckFixture.PACE);
    }

    private static MiscCheckBlock shell(boolean dynamic, String script) {
        return check(dynamic, CheckFixture.LONG, "/bin/sh", "-c", script);
    }

    @ParameterizedTest
    @CsvSource({
        // exit status, misc_dynamic, up, weight of a server with weight 5
        "0,   false, true,  5",
        "1,   false, false, 5",
        "2,   false, false, 5",
        "255, false, false, 5",
        "0,   true,  true,  5",
        "1,   true,  false, 5",
        "2,   true,  true,  0",
        "10,  true,  true,  8",
        "255, true,  true,  253",
    })
    void shouldJudgeByTheExitStatus(int status, boolean dynamic, boolean up, int weight) throws Exception {
        CheckNews news = checks.verdict(shell(dynamic, "exit " + status));
        assertThat(news.up()).isEqualTo(up);
        assertThat(5 + news.weight().change(5)).isEqualTo(weight);
        assertThat(news.reason()).isEqualTo("/bin/sh: exit status " + status);
    }

    @Test
    void shouldTellWhatAFailingScriptSaid() throws Exception {
        assertThat(checks.verdict(shell(false, "echo the disk is full; exit 1")).reason())
                .isEqualTo("/bin/sh: exit status 1, \"the disk is full\"");
    }

    @Test
    void shouldFailWhenAScriptTakesTooLong() throws Exception {
        CheckNews news = checks.verdict(check(false, CheckFixture.SHORT, "/bin/sleep", "30"));
        assertThat(news.up()).isFalse();
        assertThat(news.reason()).isEqualTo("/bin/sleep: took too long and was ended");
    }

    @Test
    void shouldFollowAScriptThatChangesItsMind() throws Exception {
        Path code = Files.writeString(folder.resolve("code"), "3");
        checks.start(shell(true, "exit $(cat '" + code + "')"));
        assertThat(checks.news().weight()).isEqualTo(new WeightEffect.Becomes(1));
        Path next = Files.writeString(folder.resolve("next"), "7");
        Files.move(next, code, StandardCopyOption.ATOMIC_MOVE);
        assertThat(checks.news().weight()).isEqualTo(new WeightEffect.Becomes(5));
    }

    @Test
    void shouldLeaveOutAScriptThatIsNotThere() throws Exception {
        CheckNews news = checks.verdict(check(false, CheckFixture.LONG, "/nowhere/at/all"));
        assertThat(news.up()).isTrue();
        assertThat(news.reason()).contains("it is not checked: /nowhere/at/all is not there");
    }
}
