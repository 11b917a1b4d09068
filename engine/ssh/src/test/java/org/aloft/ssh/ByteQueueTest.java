package org.aloft.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ByteQueueTest {
    private final ByteQueue queue = new ByteQueue();
    private final InputStream input = queue.input();
    private final OutputStream output = queue.output();

    @Test
    void shouldCarryMoreThanItHoldsInOrder() throws Exception {
        byte[] bytes = new byte[3 * ByteQueue.CAPACITY + 17];
        new Random(5).nextBytes(bytes);

        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(bytes));

        assertThat(input.readAllBytes()).isEqualTo(bytes);
        writing.get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldGiveWhatIsThereBeforeTheEnd() throws Exception {
        output.write(new byte[] {1, -1});
        output.close();

        assertThat(input.read()).isEqualTo(1);
        assertThat(input.read()).isEqualTo(255);
        assertThat(input.read()).isEqualTo(-1);
    }

    @Test
    void shouldLetAWriterGoWhenTheReaderCloses() throws Exception {
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(new byte[2 * ByteQueue.CAPACITY]));
        assertThat(input.read()).isZero();

        input.close();

        writing.get(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldEndAReadThatWaitsTooLong() {
        queue.readTimeout(Duration.ofMillis(5));

        assertThatThrownBy(input::read).isInstanceOf(SocketTimeoutException.class);
    }

    private void write(byte[] bytes) {
        try {
            output.write(bytes);
            output.close();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
