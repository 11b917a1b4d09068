package org.aloft.agent.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.aloft.agent.thread.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@SuppressWarnings("try") // a server answers on its own
class ControlTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    private int order(String... words) throws IOException {
        return ControlClient.run(
                folder.resolve("socket"),
                List.of(words),
                new PrintStream(output, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    private ControlServer server(ControlCommand command) throws IOException {
        return ControlServer.start(folder.resolve("socket"), Map.of("echo", command), Faults.supervisor());
    }

    @Test
    void shouldCarryWordsThereAndLinesAndTheExitCodeBack() throws IOException {
        ControlCommand echo = (arguments, out) -> {
            out.print(String.join("|", arguments) + "\nsecond line");
            out.error("a complaint");
            return 3;
        };
        try (ControlServer server = server(echo)) {
            assertThat(order("echo", "two words", "ünïcode")).isEqualTo(3);
        }
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("two words|ünïcode\nsecond line\n");
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEqualTo("aloftd: a complaint\n");
    }

    @Test
    void shouldSayThatAnOrderIsUnknownAndWhyOneWasRefused() throws IOException {
        ControlCommand refusing = (arguments, out) -> {
            throw new IllegalArgumentException("there is no instance VI_9; there is: VI_1");
        };
        try (ControlServer server = server(refusing)) {
            assertThat(order("ecco")).isEqualTo(64);
            assertThat(order("echo", "VI_9")).isEqualTo(1);
        }
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "aloftd: this aloftd knows no such order: ecco\naloftd: there is no instance VI_9; there is: VI_1\n");
    }

    @Test
    void shouldLetOnlyTheOwnerIn() throws IOException {
        try (ControlServer server = server((arguments, out) -> 0)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("socket"))))
                    .isEqualTo("rw-------");
        }
        assertThat(folder.resolve("socket")).doesNotExist();
    }

    @Test
    void shouldTellALongOrderThatNobodyReadsAnyMore() throws Exception {
        CountDownLatch noticed = new CountDownLatch(1);
        ControlCommand endless = (arguments, out) -> {
            while (!out.isGone()) {
                out.print("still here");
            }
            noticed.countDown();
            return 0;
        };
        try (ControlServer server = server(endless)) {
            try (SocketChannel impatient = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("socket")))) {
                impatient.write(ByteBuffer.wrap("echo\0\0".getBytes(StandardCharsets.UTF_8)));
                impatient.read(ByteBuffer.allocate(8));
            }
            noticed.await();
        }
    }

    @Test
    void shouldTakeAnOrderWhileManyLookOn() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        ControlCommand command = (arguments, out) -> {
            if (arguments.isEmpty()) {
                return 0;
            }
            try {
                over.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            return 0;
        };
        try (ControlServer server = server(command)) {
            List<Thread> lookingOn = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Thread thread = new Thread(() -> quietly("echo", "events"));
                thread.start();
                lookingOn.add(thread);
            }
            assertThat(order("echo")).isZero();
            over.countDown();
            for (Thread thread : lookingOn) {
                thread.join();
            }
        }
    }

    private void quietly(String... words) {
        PrintStream nowhere = new PrintStream(java.io.OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        try {
            ControlClient.run(folder.resolve("socket"), List.of(words), nowhere, nowhere);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Test
    void shouldGoOnAfterARequestThatEndsEarly() throws IOException {
        try (ControlServer server = server((arguments, out) -> 7)) {
            try (SocketChannel broken = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("socket")))) {
                broken.write(ByteBuffer.wrap("ec".getBytes(StandardCharsets.UTF_8)));
            }
            assertThat(order("echo")).isEqualTo(7);
        }
    }

    @Test
    void shouldSayThatNobodyAnswers() {
        assertThatThrownBy(() -> order("echo")).isInstanceOf(IOException.class);
    }
}
