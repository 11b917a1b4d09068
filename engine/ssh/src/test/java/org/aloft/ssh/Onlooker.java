package org.aloft.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client that asks for a page again and again, from a thread of its own, until it is closed. Each answer must be
 * whole, and one of those that are right.
 */
final class Onlooker implements AutoCloseable {
    private static final int LONGEST_MILLISECONDS = 10_000;

    private final int port;
    private final String path;
    private final Set<String> right;
    private final Thread asking = new Thread(this::ask, "onlooker");
    private final List<String> wrong = new ArrayList<>();
    private volatile boolean over;
    private final AtomicInteger answered = new AtomicInteger();

    private Onlooker(int port, String path, Set<String> right) {
        this.port = port;
        this.path = path;
        this.right = Set.copyOf(right);
    }

    /** Begins to ask a server on loopback. */
    static Onlooker of(int port, String path, Set<String> right) {
        Onlooker onlooker = new Onlooker(port, path, right);
        onlooker.asking.start();
        return onlooker;
    }

    /** A port on loopback that nobody listens on. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void ask() {
        while (!over) {
            String answer;
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(LONGEST_MILLISECONDS);
                socket.getOutputStream()
                        .write(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException failed) {
                answer = failed.toString();
            }
            if (answer.matches("(?s)HTTP/1\\.[01] 200 OK\r\n.*")
                    && right.contains(answer.replaceFirst("(?s).*?\r\n\r\n", ""))) {
                answered.incrementAndGet();
            } else {
                wrong.add(answer);
            }
        }
    }

    /** How many answers were right so far. */
    int answered() {
        return answered.get();
    }

    /** Ends, and says what was wrong. */
    List<String> wrong() {
        close();
        return wrong;
    }

    @Override
    public void close() {
        over = true;
        try {
            asking.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
