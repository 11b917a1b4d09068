package org.aloft.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for a host that is about to start, with a server of this test's own in place of its sshd. Needs root. */
class GreetingIT {
    private static final String ADDRESS = "127.0.0.1";
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    private static final LabHost HOST = new LabHost("web1", ADDRESS);

    private final LabSpec spec = LabSpec.of(List.of(new LabHost("other", "192.168.100.200")))
            .withName("greet-" + ProcessHandle.current().pid());

    @TempDir
    Path folder;

    @BeforeEach
    void makeAPlace() {
        Packages.provide("socat", "/usr/bin/socat");
        Command.require("making a network namespace", "ip", "netns", "add", spec.name());
        Command.require("bringing its loopback up", "ip", "-n", spec.name(), "link", "set", "lo", "up");
    }

    @AfterEach
    void removeIt() {
        Command.require("removing a network namespace", "ip", "netns", "delete", spec.name());
    }

    /** A server that runs a line of shell in this test's folder for each connection. */
    private Process server(String line) {
        return Command.start(new ProcessBuilder(
                        "nsenter",
                        "--net=/run/netns/" + spec.name(),
                        "socat",
                        "TCP-LISTEN:22,bind=" + ADDRESS + ",reuseaddr,fork",
                        "SYSTEM:" + line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD));
    }

    private Greeting greeting(Duration limit) {
        return new Greeting(spec, HOST, limit, () -> true);
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldConnectAgainWhenAConnectionEndsWithoutAWord() throws Exception {
        Process server = server("mkdir first 2>&- || echo SSH-2.0-late");
        try (Greeting greeting = greeting(LONG_ENOUGH)) {
            assertThatCode(greeting::await).doesNotThrowAnyException();
            assertThat(Files.isDirectory(folder.resolve("first")))
                    .as("one before it ended without a word")
                    .isTrue();
        } finally {
            end(server);
        }
    }

    @Test
    void shouldWaitUntilSomeoneListens() throws Exception {
        try (Greeting greeting = greeting(LONG_ENOUGH)) {
            Thread.sleep(300);
            Process server = server("echo SSH-2.0-late");
            try {
                assertThatCode(greeting::await).doesNotThrowAnyException();
            } finally {
                end(server);
            }
        }
    }

    @Test
    void shouldNotTakeAnotherServersWordsForTheHost() throws Exception {
        Process server = server("echo 220 smtp");
        try (Greeting greeting = greeting(Duration.ofSeconds(2))) {
            assertThatThrownBy(greeting::await)
                    .isInstanceOf(LabException.class)
                    .hasMessageStartingWith(
                            "host web1 (127.0.0.1) did not start: its sshd gave no answer within 2 s; ");
        } finally {
            end(server);
        }
    }

    @Test
    void shouldNotWaitForAHostWithoutPower() {
        try (Greeting greeting = new Greeting(spec, HOST, LONG_ENOUGH, () -> false)) {
            assertThatThrownBy(greeting::await)
                    .isInstanceOf(LabException.class)
                    .hasMessageStartingWith("host web1 (127.0.0.1) did not start: it went off while it started; ");
        }
    }

    /** Whenever it is closed: also when its process has just begun to be, and when it begins another. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597})
    void shouldLeaveNoProcessWhenItIsClosed(int millis) throws Exception {
        Greeting greeting = greeting(LONG_ENOUGH);
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(greeting::await);
        Thread.sleep(millis);
        greeting.close();
        assertThat(processes()).isEmpty();
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(LabException.class);
        assertThat(processes()).isEmpty();
    }

    private String processes() {
        return Command.require("asking for processes", "ip", "netns", "pids", spec.name());
    }
}
