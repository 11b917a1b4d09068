package org.aloft.plan.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StyleTest {
    @Test
    void shouldColourOnlyWhereColourIsWelcome() {
        Style coloured = new Style(true);
        assertThat(coloured.tick() + coloured.cross()).isEqualTo("\u001b[32m✓\u001b[0m\u001b[31m✗\u001b[0m");
        assertThat(coloured.bold("a") + coloured.faint("b") + coloured.yellow("c"))
                .isEqualTo("\u001b[1ma\u001b[0m\u001b[2mb\u001b[0m\u001b[33mc\u001b[0m");
        assertThat(coloured.red("")).isEmpty();
        assertThat(Style.PLAIN.tick() + Style.PLAIN.cross() + Style.PLAIN.bold("a"))
                .isEqualTo("✓✗a");
    }
}
