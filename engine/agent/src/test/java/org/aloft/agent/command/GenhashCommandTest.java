package org.aloft.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.aloft.lab.Packages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside keepalived's own genhash, against a server that answers in chunks where it may. */
@Timeout(120)
class GenhashCommandTest {
    private static final String GENHASH = "/usr/bin/genhash";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            byte[] body = ("you asked for " + exchange.getRequestURI() + " of "
                            + exchange.getRequestHeaders().getFirst("Host"))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, exchange.getRequestURI().getPath().equals("/empty") ? -1 : 0);
            if (!exchange.getRequestURI().getPath().equals("/empty")) {
                try (OutputStream stream = exchange.getResponseBody()) {
                    stream.write(body);
                }
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private int genhash(String... options) throws CommandLine.UsageException {
        return GenhashCommand.run(
                List.of(options),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String[] options(String more) {
        return Stream.concat(
                        Stream.of(
                                "-s",
                                "127.0.0.1",
                                "-p",
                                Integer.toString(server.getAddress().getPort())),
                        Stream.of(more.split(" ", -1)))
                .toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-u /", "-u /a?b=c -V www.example.org", "-u / -P 1.0c", "-u / -P 1.1", "-u /empty -P 1.1"})
    void shouldPrintWhatKeepalivedsGenhashPrints(String more) throws Exception {
        Packages.provide("keepalived", GENHASH);
        Process other = new ProcessBuilder(Stream.concat(Stream.of(GENHASH), Stream.of(options(more)))
                        .toList())
                .redirectErrorStream(true)
                .start();
        String expected = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(genhash(options(more))).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).strip())
                .matches("[0-9a-f]{32}")
                .isEqualTo(expected.strip());
    }

    @Test
    void shouldSayMoreWhenAskedTo() throws Exception {
        assertThat(genhash(options("-u / -v"))).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("HTTP/1.1 200 OK\n")
                .containsPattern("\n[0-9]+ bytes of body, digest:\n[0-9a-f]{32}\n$");
    }

    @Test
    void shouldSayWhyAPageCannotBeFetched() throws Exception {
        assertThat(genhash("-s", "127.0.0.1", "-p", "1")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("aloftd genhash: no connection to 127.0.0.1:1: connection refused\n");
        assertThat(out.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-p 80                   | -s SERVER is missing",
                "-s 127.0.0.1 -p 0       | -p must be a whole number 1..65535: 0",
                "-s 127.0.0.1 -P 2       | --protocol must be one of 1.0, 1.0C, 1.1: 2",
                "-s 127.0.0.1 -x         | unknown argument: -x",
                "-s 127.0.0.1 -u         | -u needs a value",
            })
    void shouldRefuseOptionsThatMakeNoSense(String options, String message) {
        assertThatThrownBy(() -> genhash(options.split(" ", -1)))
                .isInstanceOf(CommandLine.UsageException.class)
                .hasMessage(message + "; see: aloftd genhash --help");
    }
}
