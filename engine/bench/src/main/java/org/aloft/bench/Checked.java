package org.aloft.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Scanner;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Real servers to check: a process that accepts connections on many ports, some of which can be closed; and their
 * configuration. For one thread.
 */
final class Checked implements AutoCloseable {
    static final int FIRST_PORT = 20_000;
    private static final String ADDRESS = Wire.NETWORK + 3;
    private static final String READY = "ready";
    private static final int ALL_READ = -1;

    private final Process process;

    private Checked(Process process) {
        this.process = process;
    }

    /** Returns when all of them can be connected to. */
    static Checked start(Wire.Host host, int count) {
        List<String> command = new ArrayList<>(host.prefix());
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Checked.class.getName(),
                Integer.toString(count)));
        try {
            Checked checked = new Checked(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
            checked.awaitAnswer();
            return checked;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What tells a real server from the others in both programs' logs: its port. */
    static int port(int index) {
        return FIRST_PORT + index;
    }

    /** From now on connections to these are refused. */
    void stop(Collection<Integer> indexes) {
        PrintWriter orders = new PrintWriter(process.outputWriter());
        indexes.forEach(orders::println);
        orders.println();
        orders.flush();
        awaitAnswer();
    }

    private void awaitAnswer() {
        try {
            String line = process.inputReader().readLine();
            if (!READY.equals(line)) {
                throw new IllegalStateException("the real servers' process says: " + line);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** One virtual server; its {@code count} real servers are checked by TCP every {@code seconds}. */
    static String virtualServer(int count, int seconds) {
        StringBuilder text = new StringBuilder("""
                virtual_server 10.77.1.10 80 {
                    delay_loop %d
                    lb_algo rr
                    lb_kind NAT
                    protocol TCP
                """.formatted(seconds));
        for (int index = 0; index < count; index++) {
            text.append("""
                        real_server %s %d {
                            TCP_CHECK {
                                connect_timeout 3
                                retry 1
                                delay_before_retry 1
                            }
                        }
                    """.formatted(ADDRESS, FIRST_PORT + index));
        }
        return text.append("}\n").toString();
    }

    void mustRun() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the real servers' process has ended");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Accepts and closes; the argument is how many ports. Lines of numbers and then an empty one stop those. */
    public static void main(String[] arguments) throws IOException {
        Selector selector = Selector.open();
        List<SelectionKey> servers = new ArrayList<>();
        for (int index = 0; index < Integer.parseInt(arguments[0]); index++) {
            ServerSocketChannel server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(port(index)), 128);
            server.configureBlocking(false);
            servers.add(server.register(selector, SelectionKey.OP_ACCEPT));
        }
        Queue<Integer> stops = new ConcurrentLinkedQueue<>();
        Thread reader = new Thread(() -> read(stops, selector), "orders");
        reader.setDaemon(true);
        reader.start();
        System.out.println(READY);
        while (selector.isOpen()) {
            selector.select(Checked::accept);
            for (Integer index = stops.poll(); index != null; index = stops.poll()) {
                if (index == ALL_READ) {
                    selector.selectNow(
                            Checked::accept); // a closed channel's port is free after the next selection only
                    System.out.println(READY);
                } else {
                    servers.get(index).channel().close();
                }
            }
        }
    }

    private static void accept(SelectionKey key) {
        try (SocketChannel accepted = ((ServerSocketChannel) key.channel()).accept()) {
            if (accepted == null) {
                return;
            }
        } catch (IOException gone) {
            return;
        }
    }

    private static void read(Queue<Integer> stops, Selector selector) {
        Scanner orders = new Scanner(System.in, StandardCharsets.US_ASCII);
        while (orders.hasNextLine()) {
            String line = orders.nextLine();
            stops.add(line.isEmpty() ? ALL_READ : Integer.parseInt(line));
            selector.wakeup();
        }
    }
}
