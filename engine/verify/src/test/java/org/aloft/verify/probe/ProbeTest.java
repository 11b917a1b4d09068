package org.aloft.verify.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.aloft.ssh.TcpChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProbeTest {
    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        watchdog.shutdownNow();
    }

    /** A server that says nothing, by way of a channel whose reader is awake long before closing it is done. */
    private static final class SilentChannel extends InputStream implements TcpChannel {
        private final CountDownLatch closed = new CountDownLatch(1);
        private final CountDownLatch reported = new CountDownLatch(1);

        @Override
        public int read() throws IOException {
            try {
                closed.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("the stream is closed");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return read();
        }

        @Override
        public InputStream input() {
            return this;
        }

        @Override
        public OutputStream output() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public void close() {
            boolean first = closed.getCount() > 0;
            closed.countDown();
            try {
                if (first && !reported.await(10, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("the probe waits until its channel has been closed");
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void shouldSayThatNoAnswerCameInTimeAndNotHowTheWaitingEnded() {
        SilentChannel channel = new SilentChannel();
        Probe probe = new Probe(
                (address, port, timeout) -> channel, "192.0.2.10", 80, Optional.of("/"), Duration.ofMillis(100));

        Outcome outcome = probe.ask(Fingerprints.none(), watchdog);
        channel.reported.countDown();

        assertThat(outcome).isEqualTo(new Outcome.Failed("no answer within 100 ms"));
    }
}
