package org.aloft.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.aloft.agent.config.SmtpCheckBlock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SmtpProbeTest {
    private final CheckFixture checks = new CheckFixture();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        checks.close();
    }

    private static void say(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** {@code \n} in the arguments ends a line; an empty answer closes the connection. */
    private TcpServer.Manner answering(String greeting, String helo, String quit) {
        return connection -> {
            for (String answer : List.of(greeting, helo, quit)) {
                if (answer.isEmpty()) {
                    return;
                }
                say(connection, answer.replace("\\n", "\r\n") + "\r\n");
                heard.add(TcpServer.readLine(connection.getInputStream()));
            }
        };
    }

    private static SmtpCheckBlock check(TcpServer... servers) {
        return new SmtpCheckBlock(
                List.of(servers).stream()
                        .map(server -> CheckFixture.to(server.address(), CheckFixture.LONG))
                        .toList(),
                CheckFixture.PACE,
                "director.example");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6})
    void shouldGreetAndTakeItsLeave(int family) throws Exception {
        try (TcpServer server = TcpServer.start(family, answering("220 mx ESMTP", "250 mx", "221 bye"))) {
            CheckNews news = checks.verdict(check(server));
            assertThat(news.reason())
                    .isEqualTo("the mail server " + Dialer.text(server.address()) + " greeted and took HELO");
            assertThat(news.up()).isTrue();
            assertThat(heard).startsWith("HELO director.example", "QUIT");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "220-one\\n220-two\\n220 three, 250-mx\\n250 SIZE, 221 bye, true, greeted",
        "220 mx, 250 mx, '', true, greeted",
        "554 go away, 250 mx, 221 bye, false, its greeting is \"554 go away\" instead of 220",
        "220-one\\n554 no, 250 mx, 221 bye, false, its greeting is \"554 no\" instead of 220",
        "SSH-2.0-x, 250 mx, 221 bye, false, instead of 220",
        "220 mx, 550 who?, 221 bye, false, its answer to HELO is \"550 who?\" instead of 250",
        "220 mx, 250 mx, 500 what?, false, its answer to QUIT is \"500 what?\" instead of 221",
        "'', '', '', false, closed the connection before its greeting",
        "220 mx, '', '', false, closed the connection before its answer to HELO",
    })
    void shouldJudgeEveryAnswer(String greeting, String helo, String quit, boolean up, String reason) throws Exception {
        try (TcpServer server = TcpServer.start(4, answering(greeting, helo, quit))) {
            CheckNews news = checks.verdict(check(server));
            assertThat(news.reason()).contains(reason);
            assertThat(news.up()).isEqualTo(up);
        }
    }

    @Test
    void shouldFailOnAServerThatTalksWithoutEnd() throws Exception {
        try (TcpServer server = TcpServer.start(4, connection -> {
            while (true) {
                say(connection, "220-" + "x".repeat(500) + "\r\n");
            }
        })) {
            assertThat(checks.verdict(check(server)).reason()).contains("talks without end: its greeting");
        }
    }

    @Test
    void shouldAskEveryHostBeforeTheServerCountsAsUp() throws Exception {
        try (TcpServer well = TcpServer.start(4, answering("220 mx", "250 mx", "221 bye"));
                TcpServer ill = TcpServer.start(4, answering("421 later", "", ""))) {
            CheckNews news = checks.verdict(check(well, ill));
            assertThat(news.up()).isFalse();
            assertThat(news.reason()).contains(Dialer.text(ill.address()));
        }
    }
}
