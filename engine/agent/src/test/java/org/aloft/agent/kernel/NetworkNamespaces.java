package org.aloft.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import jnr.ffi.LibraryLoader;

/**
 * Two network namespaces, {@code left} and {@code right}, joined by a veth pair with an end {@code eth0} in each.
 *
 * <p>A network namespace belongs to a thread, and a socket to the namespace of the thread that opened it. So each side
 * has one thread of its own, which enters its namespace by setns(2) once and stays there; that is quicker than a child
 * JVM a case, and failures surface as exceptions with their stack. Names carry the process's number, so that two runs
 * do not meet.
 */
public final class NetworkNamespaces implements AutoCloseable {
    private static final int CLONE_NEWNET = 0x4000_0000;

    /** setns(2) and what finds the namespace's file. */
    public interface Namespaces {
        int open(String path, int flags);

        int setns(int fd, int type);

        int close(int fd);

        int geteuid();
    }

    private static final Namespaces LIBC =
            LibraryLoader.create(Namespaces.class).load("libc.so.6");

    public final Side left;
    public final Side right;

    private NetworkNamespaces(Side left, Side right) {
        this.left = left;
        this.right = right;
    }

    public static NetworkNamespaces create() throws Exception {
        assertThat(LIBC.geteuid())
                .as("these tests make network namespaces: run them as root, or leave them out with -DskipITs")
                .isZero();
        String prefix = "aloft-" + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
        Side left = new Side(prefix + "-l");
        Side right = new Side(prefix + "-r");
        NetworkNamespaces both = new NetworkNamespaces(left, right);
        try {
            run("ip", "netns", "add", left.name);
            run("ip", "netns", "add", right.name);
            run(
                    "ip",
                    "-n",
                    left.name,
                    "link",
                    "add",
                    "eth0",
                    "type",
                    "veth",
                    "peer",
                    "name",
                    "eth0",
                    "netns",
                    right.name);
            left.start("192.0.2.1/24");
            right.start("192.0.2.2/24");
            return both;
        } catch (Exception e) {
            both.close();
            throw e;
        }
    }

    public static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output.strip());
        }
        return output;
    }

    @Override
    public void close() throws IOException {
        left.stop();
        right.stop();
    }

    /** One namespace and its thread. */
    public static final class Side {
        public final String name;
        private final ExecutorService thread = Executors.newSingleThreadExecutor();

        private Side(String name) {
            this.name = name;
        }

        private void start(String address) throws Exception {
            ip("link", "set", "lo", "up");
            ip("link", "set", "eth0", "up");
            ip("addr", "add", address, "dev", "eth0");
            call(() -> {
                int fd = LIBC.open("/run/netns/" + name, 0);
                assertThat(LIBC.setns(fd, CLONE_NEWNET)).as("setns").isZero();
                return LIBC.close(fd);
            });
        }

        /** Runs in this namespace. */
        public <T> T call(Callable<T> work) throws Exception {
            try {
                return thread.submit(work).get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }

        /** {@code ip -n NAME …} */
        public String ip(String... arguments) throws IOException {
            List<String> command = new ArrayList<>(List.of("ip", "-n", name));
            command.addAll(List.of(arguments));
            return run(command.toArray(String[]::new));
        }

        private void stop() throws IOException {
            thread.shutdownNow();
            if (run("ip", "netns", "list").contains(name)) {
                run("ip", "netns", "delete", name);
            }
        }
    }
}
