package org.aloft.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.aloft.agent.config.DnsCheckBlock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DnsProbeTest {
    private final CheckFixture checks = new CheckFixture();

    @AfterEach
    void close() {
        checks.close();
    }

    private static DnsCheckBlock check(InetSocketAddress server, Duration timeout) {
        return new DnsCheckBlock(
                CheckFixture.to(server, timeout), CheckFixture.PACE, DnsCheckBlock.Type.A, "www.example.org");
    }

    /** The question with the bit "this is an answer" and a code. */
    private static byte[] answer(byte[] question, int code) {
        byte[] answer = question.clone();
        answer[2] |= (byte) 0x80;
        answer[3] |= (byte) code;
        return answer;
    }

    private static byte[] otherId(byte[] message) {
        byte[] other = message.clone();
        other[0] ^= 1;
        return other;
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldPassWhenTheServerAnswers(int family) throws Exception {
        try (UdpServer server = UdpServer.start(family, question -> List.of(answer(question, 0)))) {
            CheckNews news = checks.verdict(check(server.address(), CheckFixture.LONG));
            assertThat(news.reason())
                    .isEqualTo("the name server " + Dialer.text(server.address()) + " answered for A www.example.org");
            assertThat(news.up()).isTrue();
            // flags, counts, labels, type and class; the first two bytes are a random number
            assertThat(HexFormat.of().formatHex(server.heard()).substring(4))
                    .isEqualTo("01000001000000000000" + "03777777" + "076578616d706c65" + "036f7267" + "00" + "0001"
                            + "0001");
        }
    }

    @ParameterizedTest
    @CsvSource({"2, SERVFAIL", "3, NXDOMAIN", "5, REFUSED", "9, RCODE 9"})
    void shouldFailWhenTheServerAnswersWithAnError(int code, String name) throws Exception {
        try (UdpServer server = UdpServer.start(4, question -> List.of(answer(question, code)))) {
            CheckNews news = checks.verdict(check(server.address(), CheckFixture.LONG));
            assertThat(news.up()).isFalse();
            assertThat(news.reason()).contains("answered " + name + " for A");
        }
    }

    @Test
    void shouldPassOverWhatIsNoAnswerToItsQuestion() throws Exception {
        try (UdpServer server = UdpServer.start(
                4,
                question -> List.of(
                        new byte[0],
                        new byte[] {1, 2, 3},
                        question,
                        otherId(answer(question, 0)),
                        answer(question, 3)))) {
            assertThat(checks.verdict(check(server.address(), CheckFixture.LONG))
                            .reason())
                    .contains("answered NXDOMAIN");
        }
    }

    @Test
    void shouldFailWhenOnlyNonsenseComesBack() throws Exception {
        try (UdpServer server = UdpServer.start(4, question -> List.of(new byte[] {1, 2, 3}))) {
            assertThat(checks.verdict(check(server.address(), CheckFixture.SHORT))
                            .reason())
                    .startsWith("no answer from ");
        }
    }

    @Test
    void shouldFailWhenNobodyListens() throws Exception {
        InetSocketAddress gone;
        try (UdpServer server = UdpServer.start(4, question -> List.of())) {
            gone = server.address();
        }
        assertThat(checks.verdict(check(gone, CheckFixture.LONG)).reason()).endsWith("port unreachable");
    }

    @Test
    void shouldAskForTheRootAsOneEmptyLabel() {
        assertThat(HexFormat.of().formatHex(new DnsQuestion(0xabcd, DnsCheckBlock.Type.SOA, ".").encode()))
                .isEqualTo("abcd01000001000000000000" + "00" + "0006" + "0001");
    }
}
