package org.aloft.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.aloft.agent.config.CheckConnection;
import org.aloft.agent.config.PingCheckBlock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Echo requests on loopback, where this host answers for all of 127.0.0.0/8. Needs root. */
@Timeout(60)
class PingProbeTest {
    private final CheckFixture checks = new CheckFixture();

    @AfterEach
    void close() {
        checks.close();
    }

    private static PingCheckBlock check(String address, Optional<String> from, Optional<String> through)
            throws Exception {
        InetSocketAddress target = new InetSocketAddress(InetAddress.getByName(address), 0);
        Optional<InetAddress> source =
                from.isPresent() ? Optional.of(InetAddress.getByName(from.get())) : Optional.empty();
        return new PingCheckBlock(
                new CheckConnection(target, CheckFixture.SHORT, source, 0, through, 0), CheckFixture.PACE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void shouldPassWhenTheHostAnswers(String address) throws Exception {
        CheckNews news = checks.verdict(check(address, Optional.empty(), Optional.empty()));
        assertThat(news.reason())
                .isEqualTo(InetAddress.getByName(address).getHostAddress() + " answered an echo request");
        assertThat(news.up()).isTrue();
    }

    @Test
    void shouldFailWhenNobodyAnswers() throws Exception {
        // The kernel answers no echo requests to a broadcast address.
        CheckNews news = checks.verdict(check("127.255.255.255", Optional.empty(), Optional.empty()));
        assertThat(news.up()).isFalse();
    }

    @Test
    void shouldSendFromWhereItIsTold() throws Exception {
        assertThat(checks.verdict(check("127.0.0.1", Optional.of("127.0.0.77"), Optional.of("lo")))
                        .up())
                .isTrue();
        CheckNews news = checks.verdict(check("127.0.0.1", Optional.of("192.0.2.77"), Optional.empty()));
        assertThat(news.up()).isFalse();
        assertThat(news.reason()).contains("EADDRNOTAVAIL");
        news = checks.verdict(check("127.0.0.1", Optional.empty(), Optional.of("nosuch0")));
        assertThat(news.reason()).contains("nosuch0").contains("ENODEV");
    }

    @Test
    void shouldTellTheRepliesOfManyRequestsApart() throws Exception {
        for (int host = 1; host <= 200; host++) {
            checks.start(check("127.0.1." + host, Optional.empty(), Optional.empty()));
        }
        for (int host = 1; host <= 200; host++) {
            assertThat(checks.news().up()).isTrue();
        }
    }
}
