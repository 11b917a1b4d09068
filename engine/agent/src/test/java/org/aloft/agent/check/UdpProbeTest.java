package org.aloft.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.HexBytes;
import org.aloft.agent.config.UdpCheckBlock;
import org.aloft.agent.config.UdpCheckBlock.ExpectedReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class UdpProbeTest {
    private static final HexBytes CAFE = new HexBytes(List.of(0xca, 0xfe), List.of(0xff, 0xff));
    private static final HexBytes C_ANY_FE = new HexBytes(List.of(0xc0, 0xfe), List.of(0xf0, 0xff));

    private final CheckFixture checks = new CheckFixture();

    @AfterEach
    void close() {
        checks.close();
    }

    private static UdpCheckBlock check(InetSocketAddress server, Duration timeout, Optional<ExpectedReply> reply) {
        return new UdpCheckBlock(CheckFixture.to(server, timeout), CheckFixture.PACE, Optional.of(CAFE), reply);
    }

    private static List<byte[]> hex(String text) {
        return List.of(HexFormat.of().parseHex(text));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldFailWhenTheKernelSaysThatNobodyListens(int family) throws Exception {
        InetSocketAddress gone;
        try (UdpServer server = UdpServer.start(family, question -> List.of())) {
            gone = server.address();
        }
        CheckNews news = checks.verdict(check(gone, CheckFixture.LONG, Optional.empty()));
        assertThat(news.up()).isFalse();
        assertThat(news.reason()).isEqualTo("nobody takes datagrams at " + Dialer.text(gone) + ": port unreachable");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldPassWhenNothingIsHeardAgainstIt(int family) throws Exception {
        try (UdpServer server = UdpServer.start(family, question -> List.of())) {
            CheckNews news = checks.verdict(check(server.address(), CheckFixture.SHORT, Optional.empty()));
            assertThat(news.up()).isTrue();
            assertThat(server.heard()).containsExactly(0xca, 0xfe);
        }
    }

    @Test
    void shouldFailWhenARequiredReplyDoesNotCome() throws Exception {
        try (UdpServer server = UdpServer.start(4, question -> List.of())) {
            ExpectedReply anything = new ExpectedReply(Optional.empty(), 0, 255);
            CheckNews news = checks.verdict(check(server.address(), CheckFixture.SHORT, Optional.of(anything)));
            assertThat(news.up()).isFalse();
            assertThat(news.reason()).startsWith("no answer from ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cafe,     0, 255, true",
        "cbfe00,   0, 255, true",
        "ca,       0, 255, true", // compared as far as both go
        "cbff,     0, 255, false",
        "dafe,     0, 255, false",
        "cafe,     3, 255, false",
        "cafe0000, 0, 3,   false",
    })
    void shouldCompareTheReply(String reply, int least, int most, boolean up) throws Exception {
        try (UdpServer server = UdpServer.start(4, question -> hex(reply))) {
            ExpectedReply expected = new ExpectedReply(Optional.of(C_ANY_FE), least, most);
            CheckNews news = checks.verdict(check(server.address(), CheckFixture.LONG, Optional.of(expected)));
            assertThat(news.up()).as(news.reason()).isEqualTo(up);
        }
    }

    @Test
    void shouldSendSomethingWhenNoPayloadIsSaid() throws Exception {
        try (UdpServer server = UdpServer.start(4, question -> List.of(question))) {
            UdpCheckBlock block = new UdpCheckBlock(
                    CheckFixture.to(server.address(), CheckFixture.LONG),
                    CheckFixture.PACE,
                    Optional.empty(),
                    Optional.empty());
            assertThat(checks.verdict(block).up()).isTrue();
            assertThat(server.heard()).hasSize(32);
        }
    }
}
