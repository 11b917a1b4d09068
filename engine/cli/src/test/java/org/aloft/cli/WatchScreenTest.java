package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WatchScreenTest {
    private static final List<String> TABLE = List.of("WHAT", "one", "two", "three");

    @Test
    void shouldShowTheLatestNewsBelowTheTable() {
        assertThat(WatchScreen.lines("title", TABLE, List.of("latest", "before"), 20))
                .containsExactly("title", "", "WHAT", "one", "two", "three", "", "latest", "before");
    }

    @Test
    void shouldFitTheTerminalWhateverThereIsToShow() {
        List<String> news = List.of("6", "5", "4", "3", "2", "1", "0");
        for (int rows = 4; rows < 16; rows++) {
            assertThat(WatchScreen.lines("title", TABLE, news, rows)).hasSizeLessThanOrEqualTo(Math.max(4, rows));
        }
        assertThat(WatchScreen.lines("title", TABLE, news, 10))
                .containsExactly(
                        "title",
                        "",
                        "WHAT",
                        "… and 3 lines more: a higher terminal shows them",
                        "",
                        "6",
                        "5",
                        "4",
                        "3",
                        "2");
    }

    @Test
    void shouldLeaveTheTerminalAsItWas() {
        StringWriter err = new StringWriter();
        Terminal terminal = Terminal.of(
                Map.of("TERM", "xterm", "ALOFT_TERMINAL", "012", "COLUMNS", "40", "LINES", "12"),
                new StringWriter(),
                err);
        try (WatchScreen screen = new WatchScreen(terminal, terminal.screen().orElseThrow())) {
            screen.show("title", "a \u001b[2J host\n" + "long ".repeat(20) + "\n", List.of());
        }
        assertThat(err.toString())
                .startsWith("\u001b[?1049h")
                .endsWith("\u001b[?1049l")
                .contains("a \\x1b[2J host")
                .contains("long lon…");
        assertThat(err.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(70));
    }
}
