package org.aloft.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatusPageTest {
    private final String page = StatusPage.of("lvs1 <b>", StatusFixture.full());

    @Test
    void shouldShowInstancesAndRealServers() {
        assertThat(page)
                .contains("<td class=ACTIVE>ACTIVE", "100 (120 configured)", "TWO HOLDERS: 10.0.0.2 as well")
                .contains("<td class=up>up", "<td>10.0.0.20:80", "there is no interface eth9");
    }

    @Test
    void shouldLoadNothingFromElsewhereAndEscapeWhatItIsGiven() {
        assertThat(page)
                .doesNotContain("<script", "src=", "http://", "https://", "<b>")
                .contains("lvs1 &lt;b&gt;");
    }
}
