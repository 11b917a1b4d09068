package org.aloft.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandOutputTest {
    private static final String STREAM = "noise\0" + RootShell.BEGIN + "one\n\0ü" + RootShell.END;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void shouldFindTheScriptsOutputHoweverTheStreamIsCut(int piece) {
        CommandOutput output = new CommandOutput(100);
        List<String> lines = new ArrayList<>();
        byte[] bytes = STREAM.getBytes(UTF_8);

        for (int from = 0; from < bytes.length; from += piece) {
            assertThat(output.whole()).isFalse();
            output.add(bytes, from, Math.min(piece, bytes.length - from));
            lines.addAll(output.takeLines());
        }

        assertThat(output.whole()).isTrue();
        assertThat(output.text()).isEqualTo("one\n\0ü");
        assertThat(lines).containsExactly("one");
    }

    @Test
    void shouldTakeExactlyAsMuchAsItMay() {
        CommandOutput output = new CommandOutput(4);
        add(output, RootShell.BEGIN + "1234" + RootShell.END);
        assertThat(output.tooMuch()).isFalse();

        CommandOutput less = new CommandOutput(3);
        add(less, RootShell.BEGIN + "1234" + RootShell.END);
        assertThat(less.tooMuch()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void shouldCountTheQuestionsOfSudoHoweverTheStreamIsCut(int piece) {
        CommandErrors errors = new CommandErrors(RootShell.PROMPT);
        byte[] bytes = ("lecture " + RootShell.PROMPT + "Sorry\n" + RootShell.PROMPT + RootShell.BEGIN + "script "
                        + RootShell.PROMPT)
                .getBytes(UTF_8);

        for (int from = 0; from < bytes.length; from += piece) {
            errors.add(bytes, from, Math.min(piece, bytes.length - from));
        }

        assertThat(errors.prompts()).isEqualTo(2);
        assertThat(errors.begun()).isTrue();
        assertThat(errors.beforeScript()).isEqualTo("lecture Sorry");
        assertThat(errors.ofScript()).isEqualTo("script " + RootShell.PROMPT);
    }

    @Test
    void shouldKeepTheEndOfAStream() {
        Tail tail = new Tail(4);
        tail.add("abc".getBytes(UTF_8), 0, 3);
        assertThat(tail.text()).isEqualTo("abc");
        tail.add("defghij".getBytes(UTF_8), 1, 5);
        assertThat(tail.text()).isEqualTo("[4 bytes left out] … fghi");
    }

    private static void add(CommandOutput output, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        output.add(bytes, 0, bytes.length);
    }
}
