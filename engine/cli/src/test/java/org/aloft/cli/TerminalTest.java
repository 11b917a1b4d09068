package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.aloft.plan.show.Style;
import org.junit.jupiter.api.Test;

/** When there is colour, and what progress looks like on a terminal and in a log. */
class TerminalTest {
    private final StringWriter err = new StringWriter();

    @Test
    void shouldColourOnlyATerminalThatKnowsColours() {
        assertThat(Terminal.colour(Map.of("TERM", "xterm-256color"), true)).isTrue();
        assertThat(Terminal.colour(Map.of("TERM", "xterm-256color"), false)).isFalse();
        assertThat(Terminal.colour(Map.of("TERM", "dumb"), true)).isFalse();
        assertThat(Terminal.colour(Map.of(), true)).isFalse();
        assertThat(Terminal.colour(Map.of("TERM", "xterm", "CLICOLOR", "0"), true))
                .isFalse();
    }

    @Test
    void shouldColourAPipeWhenForcedTo() {
        assertThat(Terminal.colour(Map.of("CLICOLOR_FORCE", "1"), false)).isTrue();
        assertThat(Terminal.colour(Map.of("CLICOLOR_FORCE", "1", "TERM", "dumb"), false))
                .isTrue();
        assertThat(Terminal.colour(Map.of("CLICOLOR_FORCE", "0"), false)).isFalse();
        assertThat(Terminal.colour(Map.of("CLICOLOR_FORCE", ""), false)).isFalse();
    }

    @Test
    void shouldRespectWhoWantsNoColourAboveAll() {
        assertThat(Terminal.colour(Map.of("NO_COLOR", "1", "CLICOLOR_FORCE", "1", "TERM", "xterm"), true))
                .isFalse();
        assertThat(Terminal.colour(Map.of("NO_COLOR", "", "TERM", "xterm"), true))
                .isTrue();
    }

    @Test
    void shouldAskNobodyWhereNobodySits() {
        assertThat(Invocation.notATerminal(new StringWriter(), err).ask("Go on? "))
                .isEmpty();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldWriteALogOfEventsWhereThereIsNoTerminal() {
        try (LiveLines lines = new LiveLines(Invocation.notATerminal(new StringWriter(), err))) {
            lines.flash("web1", "asking …");
            lines.show("web1", "[1/2] package nginx");
            lines.show("web1", "[1/2] package nginx");
            lines.show("web2", "[1/2] package nginx");
            lines.say("Wave 2");
            lines.show("web1", "[2/2] nginx.service");
        }

        assertThat(err.toString()).isEqualTo("""
                          web1         [1/2] package nginx
                          web2         [1/2] package nginx
                        Wave 2
                          web1         [2/2] nginx.service
                        """);
    }

    @Test
    void shouldKeepOneLineAHostOnATerminal() {
        try (LiveLines lines = new LiveLines(terminal(40, 24))) {
            lines.flash("web1", "asking …");
            lines.show("web1", "a text that is a good deal longer than the terminal is wide, so it is cut");
            lines.show("web2", "✓ 漢字漢字漢字漢字漢字漢字漢字漢字漢字");
            lines.say("Wave 2");
        }

        assertThat(err.toString()).contains("\u001b[1A", "asking …", "Wave 2");
        assertThat(shown())
                .allMatch(line -> TerminalText.width(line) < 40)
                .contains("  web1         a text that is a good d…");
    }

    @Test
    void shouldWriteEventsWhenThereAreMoreHostsThanRows() {
        try (LiveLines lines = new LiveLines(terminal(80, 4))) {
            for (String host : List.of("web1", "web2", "web3", "web4", "web5")) {
                lines.show(host, "done");
            }
            lines.show("web1", "again");
        }

        assertThat(err.toString()).contains("\u001b[2A").doesNotContain("\u001b[3A", "\u001b[4A");
        assertThat(err.toString()).endsWith("  web4         done\n  web5         done\n  web1         again\n");
    }

    @Test
    void shouldMoveTheCursorOnlyOfATerminal() {
        for (String terminals : List.of("", "0", "01")) {
            assertThat(Terminal.of(environment(terminals), new StringWriter(), err)
                            .screen())
                    .as(terminals)
                    .isEmpty();
        }
        assertThat(Terminal.of(environment("2"), new StringWriter(), err).screen())
                .isPresent();
        Map<String, String> dumb = new HashMap<>(environment("012"));
        dumb.put("TERM", "dumb");
        assertThat(Terminal.of(dumb, new StringWriter(), err).screen()).isEmpty();
    }

    @Test
    void shouldColourOnlyTheStreamThatIsATerminal() {
        StringWriter out = new StringWriter();
        Terminal terminal = Terminal.of(environment("2"), out, err);

        terminal.note(new Style(terminal.colour()).red("wrong"));

        assertThat(err.toString()).isEqualTo("\u001b[31mwrong\u001b[0m\n");
        terminal.print(new Style(terminal.colour()).red("data"));
        assertThat(out.toString()).isEqualTo("data");
        Terminal redirected = Terminal.of(environment("01"), out, err);
        redirected.note(new Style(redirected.colour()).red("log"));
        assertThat(err.toString()).endsWith("m\nlog\n");
    }

    @Test
    void shouldShowControlCharactersThatAHostSentRatherThanObeyThem() {
        Terminal terminal = Terminal.of(environment("012"), new StringWriter(), err);

        terminal.note("a\u001b]0;title\u0007b\u001b[2Jc\u009b31md\u007fe\u202ef\u2066g\rh\ti\u001b[8mj");

        assertThat(err.toString())
                .isEqualTo("a\\x1b]0;title\\x07b\\x1b[2Jc\\x9b31md\\x7fe\\u202ef\\u2066g\\x0dh\ti\\x1b[8mj\n");
    }

    @Test
    void shouldCleanWhatALiveLineShows() {
        try (LiveLines lines = new LiveLines(terminal(80, 24))) {
            lines.show("web1", "said \u001b[5A\nand\u0007 more");
        }

        assertThat(err.toString()).contains("said \\x1b[5A and\\x07 more");
    }

    @Test
    void shouldNotChangeDataThatGoesElsewhere() {
        StringWriter out = new StringWriter();

        Terminal.of(environment(""), out, err).print("\u001b[5A\u009b");

        assertThat(out.toString()).isEqualTo("\u001b[5A\u009b");
    }

    private List<String> shown() {
        return err.toString().replaceAll("\u001b\\[[?0-9]*[A-Za-z]", "").lines().toList();
    }

    private Terminal terminal(int columns, int rows) {
        Map<String, String> environment = new HashMap<>(environment("012"));
        environment.put("COLUMNS", Integer.toString(columns));
        environment.put("LINES", Integer.toString(rows));
        return Terminal.of(environment, new StringWriter(), err);
    }

    private static Map<String, String> environment(String terminals) {
        return Map.of("ALOFT_TERMINAL", terminals, "TERM", "xterm", "COLUMNS", "80", "LINES", "24");
    }
}
