package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
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
        try (LiveLines lines = new LiveLines(terminal(60))) {
            lines.flash("web1", "asking …");
            lines.show("web1", "a text that is a good deal longer than the terminal is wide, so it is cut");
            lines.say("Wave 2");
        }

        assertThat(err.toString()).contains("\u001b[1A", "asking …", "Wave 2");
        assertThat(err.toString().replaceAll("\u001b\\[[0-9]*[A-Z]", "").lines())
                .allMatch(line -> line.length() <= 60);
    }

    private Terminal terminal(int width) {
        return new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err, true), true, true, width);
    }
}
