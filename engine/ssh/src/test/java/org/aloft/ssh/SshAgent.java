package org.aloft.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A real ssh-agent with a socket of its own. */
final class SshAgent implements AutoCloseable {
    private final Process process;
    private final Path socket;

    private SshAgent(Process process, Path socket) {
        this.process = process;
        this.socket = socket;
    }

    static SshAgent start(Path folder) throws IOException, InterruptedException {
        Path socket = folder.resolve("agent");
        Process process = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("agent.log").toFile())
                .start();
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        // It tells nobody when its socket is there.
        while (!Files.exists(socket) && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return new SshAgent(process, socket);
    }

    Path socket() {
        return socket;
    }

    void add(Path key) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("ssh-add", "-q", key.toString()).inheritIO();
        builder.environment().put("SSH_AUTH_SOCK", socket.toString());
        if (builder.start().waitFor() != 0) {
            throw new AssertionError("ssh-add failed");
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
