package org.aloft.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aloft.lab.Packages;

/**
 * Two hosts on one Ethernet, {@link #first} (10.9.0.1, fe80::1) and {@link #second} (10.9.0.2, fe80::2), and what a
 * test of the whole daemon runs there: aloftd from its bundle, keepalived, other programs. All of it is gone when
 * closed. For one thread.
 */
final class Hosts implements AutoCloseable {
    final String first;
    final String second;

    /** The namespace of the bridge between them, {@code bridge}. */
    final String between;

    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final Path folder;
    private final Segment segment = new Segment();
    private final List<Router> started = new ArrayList<>();

    /** @param folder for configurations and run directories, of this test alone */
    Hosts(Path folder) {
        this.folder = folder;
        first = segment.first;
        second = segment.second;
        between = segment.between;
    }

    /** Starts aloftd on a host. A second one there has the same run directory. */
    Router aloftd(String host, Path file) {
        return run(host, aloftdCommand(host, "-f", file.toString()));
    }

    /** The words of a command of aloftd on a host, without those that bring it there. */
    List<String> aloftdCommand(String host, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Bundle.installed().resolve("bin/aloftd").toString(),
                "--run-directory",
                runDirectory(host).toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /**
     * Waits until the aloftd of a host has heard the active router. That it speaks says no such thing: adverts take
     * their time.
     */
    void awaitFollowing(String host, String activeRouter) throws InterruptedException {
        String wanted = "\"activeRouter\" : \"" + activeRouter + "\"";
        long end = System.nanoTime() + PATIENCE_NANOS;
        String status = order(host, "status");
        while (!status.contains(wanted)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("does not follow " + activeRouter + ":\n" + status);
            }
            Thread.sleep(50);
            status = order(host, "status");
        }
    }

    Path runDirectory(String host) {
        return folder.resolve("run-" + host);
    }

    /** Gives an order to the aloftd of a host and returns its answer. */
    String order(String host, String... words) {
        return Commands.run(orderWords(host, words).toArray(String[]::new));
    }

    /** The same for an order that may be refused. */
    Commands.Result tryOrder(String host, String... words) {
        return Commands.tryRun(orderWords(host, words));
    }

    private List<String> orderWords(String host, String... words) {
        List<String> command =
                new ArrayList<>(List.of(Bundle.installed().resolve("bin/aloftd").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--run-directory", runDirectory(host).toString()));
        return command;
    }

    /** Starts keepalived's VRRP, and BFD if the file has some, on a host. */
    Router keepalived(String host, Path file) {
        Packages.provide("keepalived", "/usr/sbin/keepalived");
        List<String> command = new ArrayList<>(
                List.of("keepalived", "--dont-fork", "--log-console", "--log-detail", "--vrrp", "--use-file=" + file));
        for (String process : List.of("pid", "vrrp_pid", "bfd_pid")) {
            command.add("--" + process + "=" + file + "." + process);
        }
        return run(host, command);
    }

    /** Starts any program on a host. */
    Router run(String host, List<String> command) {
        Router router = Router.start(host, command, folder);
        started.add(router);
        return router;
    }

    /** Runs a command on a host to its end, which must be a good one, and returns what it printed. */
    static String on(String host, String... command) {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", host));
        words.addAll(List.of(command));
        return Commands.run(words.toArray(String[]::new));
    }

    /** Asks an address from a host, which must have an answer. */
    static void ping(String host, String address) {
        Packages.provide("iputils-ping", "/usr/bin/ping");
        on(host, "ping", "-c", "1", "-W", "5", address);
    }

    /** {@code ip} on a host, to be written as one types it. */
    static String ip(String host, String words) {
        List<String> command = new ArrayList<>(List.of("ip", "-n", host));
        command.addAll(List.of(words.split(" ", -1)));
        return Commands.run(command.toArray(String[]::new));
    }

    static boolean holds(String host, String address) {
        return Segment.holds(host, address);
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        started.forEach(Router::close);
        segment.close();
    }
}
