package org.aloft.verify.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HttpAnswerTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";

    @Test
    void shouldTakeTheChunksTogether() throws IOException {
        assertThat(read(HEAD + "5\r\nhello\r\nB;x=y\r\n, world, \n!\r\n0\r\n\r\n")
                        .text())
                .isEqualTo("hello, world, \n!");
    }

    @Test
    void shouldTellABrokenAnswerFromAWholeOne() {
        assertThatThrownBy(() -> read(HEAD + "5\r\nhel"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chunk");
        assertThatThrownBy(() -> read(HEAD + "5\r\nhello\r\n")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read(HEAD + "five\r\nhello\r\n0\r\n\r\n")).isInstanceOf(IOException.class);
    }

    @Test
    void shouldKeepTheBeginningOfALongOne() throws IOException {
        String page = "x".repeat(400_000);
        HttpAnswer answer = read(HEAD + Integer.toHexString(page.length()) + "\r\n" + page + "\r\n0\r\n\r\n");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(page).startsWith(answer.text());
        assertThat(answer.body()).hasSizeGreaterThan(200_000);
    }

    @Test
    void shouldReadAsMuchAsIsAskedFor() throws IOException {
        String page = "x".repeat(400_000);
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + page.length() + "\r\n\r\n" + page;

        assertThat(read(answer, 1_000_000).text()).isEqualTo(page);
        assertThat(read(answer, 300_000).body()).hasSizeBetween(250_000, 304_096);
    }

    private static HttpAnswer read(String answer) throws IOException {
        return read(answer, 256 * 1024);
    }

    private static HttpAnswer read(String answer, int mostBytes) throws IOException {
        return HttpAnswer.read(new ByteArrayInputStream(answer.getBytes(StandardCharsets.US_ASCII)), mostBytes);
    }
}
