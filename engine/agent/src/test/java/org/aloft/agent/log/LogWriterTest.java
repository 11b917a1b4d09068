package org.aloft.agent.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogWriterTest {
    /** What a journal that hangs does to whoever writes to it. */
    private static final class SlowStream extends ByteArrayOutputStream {
        private final CountDownLatch mayGoOn = new CountDownLatch(1);

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            try {
                mayGoOn.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            super.write(bytes, offset, length);
        }
    }

    private static List<String> lines(ByteArrayOutputStream written) {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static LogWriter writer(ByteArrayOutputStream target, boolean journal) {
        return LogWriter.start(new PrintStream(target, true, StandardCharsets.UTF_8), journal);
    }

    @Test
    void shouldWriteEachMessageAsALineInOrder() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        LogWriter writer = writer(written, true);
        for (int number = 0; number < 5000; number++) {
            writer.publish(new LogRecord(Level.INFO, "message " + number));
        }
        writer.close();
        assertThat(lines(written))
                .isEqualTo(IntStream.range(0, 5000)
                        .mapToObj(number -> "<6>message " + number)
                        .toList());
    }

    @Test
    void shouldSayHowBadItIsAndKeepAMessageOnItsLine() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        LogWriter writer = writer(written, false);
        writer.publish(new LogRecord(Level.WARNING, "two\nlines"));
        LogRecord failure = new LogRecord(Level.SEVERE, "it failed");
        failure.setThrown(new IllegalStateException("why"));
        writer.publish(failure);
        writer.close();
        assertThat(lines(written).get(0)).matches("\\d{4}-\\d\\d-\\d\\dT[^ ]*Z warning: two lines");
        assertThat(lines(written).get(1)).endsWith("Z error: it failed: java.lang.IllegalStateException: why");
        assertThat(lines(written).get(2)).contains("Z error:     at org.aloft.agent.log.LogWriterTest.");
    }

    /** Standard error may be a file on a disk that does not answer, or a pipe that is full. */
    @Test
    void shouldGoOnWhenAWriteFails() {
        List<String> seen = new ArrayList<>();
        PrintStream broken = new PrintStream(OutputStream.nullOutputStream()) {
            @Override
            public void print(Object text) {
                if (seen.isEmpty()) {
                    seen.add("failed");
                    throw new LinkageError("no such class");
                }
                seen.add(text.toString());
            }
        };
        LogWriter writer = LogWriter.start(broken, true);
        writer.publish(new LogRecord(Level.INFO, "lost"));
        writer.flush();
        writer.publish(new LogRecord(Level.INFO, "written"));
        writer.close();
        assertThat(seen).containsExactly("failed", "<6>written\n");
    }

    /** A script's output that would clear the screen, go back to the start of the line, or make a line of its own. */
    @Test
    void shouldShowControlCharactersAndNotObeyThem() {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        LogWriter writer = writer(written, true);
        writer.publish(new LogRecord(Level.INFO, "a\u001b[2Jb\rc\td\u009be"));
        LogRecord failure = new LogRecord(Level.SEVERE, "failed");
        failure.setThrown(new IllegalStateException("x\n<6>all is well"));
        writer.publish(failure);
        writer.close();
        assertThat(lines(written))
                .startsWith(
                        "<6>a\\x1b[2Jb\\x0dc\td\\x9be", "<3>failed: java.lang.IllegalStateException: x <6>all is well");
    }

    @Test
    void shouldCountWhatIsLostWhileTheStreamHangs() throws Exception {
        SlowStream written = new SlowStream();
        LogWriter writer = writer(written, true);
        for (int number = 0; number < 20_000; number++) {
            writer.publish(new LogRecord(Level.INFO, "message " + number));
        }
        written.mayGoOn.countDown();
        writer.close();
        List<String> lost = lines(written).stream()
                .filter(line -> line.endsWith("messages were lost here: the log was written too slowly"))
                .toList();
        int count = lost.stream()
                .mapToInt(line -> Integer.parseInt(line.substring(0, line.indexOf(' '))))
                .sum();
        assertThat(count).isBetween(1, 10_000);
        assertThat(lines(written)).hasSize(20_000 - count + lost.size());
    }
}
