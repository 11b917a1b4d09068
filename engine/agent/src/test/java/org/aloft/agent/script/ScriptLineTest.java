package org.aloft.agent.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScriptLineTest {
    @Test
    void shouldSplitAtSpacesOutsideOfQuotes() {
        assertThat(ScriptLine.split("/x.sh one  'two words'\t\"three 'of' them\" a'b c'd"))
                .containsExactly("/x.sh", "one", "two words", "three 'of' them", "ab cd");
        assertThat(ScriptLine.split(" /x ''")).containsExactly("/x", "");
        assertThat(ScriptLine.split("  ")).isEmpty();
    }

    @Test
    void shouldFindTheAccountOrTakeTheDefault() {
        Account other = new Account("other", 7, 7);
        assertThat(line(Optional.empty(), Optional.empty())
                        .resolve(Optional.of(other))
                        .orElseThrow()
                        .account())
                .contains(other);
        assertThat(line(Optional.of("root"), Optional.of("daemon"))
                        .resolve(Optional.of(other))
                        .orElseThrow()
                        .account())
                .hasValueSatisfying(account -> {
                    assertThat(account.isRoot()).isTrue();
                    assertThat(account.gid()).isNotZero();
                });
        assertThat(line(Optional.of("no-such-user"), Optional.empty()).resolve(Optional.empty()))
                .isEmpty();
        assertThat(line(Optional.of("root"), Optional.of("no-such-group")).resolve(Optional.empty()))
                .isEmpty();
    }

    private static ScriptLine line(Optional<String> user, Optional<String> group) {
        return new ScriptLine(List.of("/x"), user, group);
    }
}
