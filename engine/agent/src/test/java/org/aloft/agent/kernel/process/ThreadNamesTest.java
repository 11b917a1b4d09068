package org.aloft.agent.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a thread of this very process. */
class ThreadNamesTest {
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch ending = new CountDownLatch(1);
    private final ThreadNames names = new ThreadNames();
    private volatile Path comm;

    private final Thread thread = new Thread(
            () -> {
                try {
                    comm = Path.of("/proc")
                            .resolve(Files.readSymbolicLink(Path.of("/proc/thread-self")))
                            .resolve("comm");
                    running.countDown();
                    ending.await();
                } catch (IOException | InterruptedException failure) {
                    throw new IllegalStateException(failure);
                }
            },
            "named-at-first");

    @BeforeEach
    void start() throws InterruptedException {
        thread.start();
        running.await();
    }

    @AfterEach
    void end() throws InterruptedException {
        ending.countDown();
        thread.join();
    }

    private String nameAfterWanting(String wanted) throws IOException {
        names.apply(before -> before.equals("named-at-first") ? wanted : before);
        return Files.readString(comm).strip();
    }

    @Test
    void shouldRenameAThreadByTheNameItHadAtFirst() throws IOException {
        assertThat(nameAfterWanting("keepalived_vrrp")).isEqualTo("keepalived_vrrp");
        assertThat(nameAfterWanting("adverts")).isEqualTo("adverts");
        assertThat(nameAfterWanting("named-at-first")).isEqualTo("named-at-first");
    }

    @Test
    void shouldCutANameAsTheKernelDoes() throws IOException {
        assertThat(nameAfterWanting("keepalived_of_mine")).isEqualTo("keepalived_of_m");
        assertThat(nameAfterWanting("named-at-first")).isEqualTo("named-at-first");
    }
}
