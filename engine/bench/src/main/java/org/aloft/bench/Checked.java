package org.aloft.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/** A process that accepts connections on many ports, as real servers do, and what a configuration says of them. For one thread. */
final class Checked implements AutoCloseable {
    static final int FIRST_PORT = 20_000;
    private static final String ADDRESS = Wire.NETWORK + 3;

    private final Process process;

    private Checked(Process process) {
        this.process = process;
    }

    static Checked start(Wire.Host host, int count) {
        return new Checked(Shell.start(
                host.prefix(),
                List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Checked.class.getName(),
                        Integer.toString(count)),
                ProcessBuilder.Redirect.DISCARD));
    }

    /** One virtual server; its {@code count} real servers are checked by TCP each {@code seconds}. */
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

    /** Accepts and closes; the argument is how many ports. */
    public static void main(String[] arguments) throws IOException {
        Selector selector = Selector.open();
        for (int index = 0; index < Integer.parseInt(arguments[0]); index++) {
            ServerSocketChannel server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(FIRST_PORT + index), 128);
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
        }
        while (selector.isOpen()) {
            selector.select(key -> {
                try (SocketChannel accepted = ((ServerSocketChannel) key.channel()).accept()) {
                    if (accepted == null) {
                        return;
                    }
                } catch (IOException gone) {
                    return;
                }
            });
        }
    }
}
