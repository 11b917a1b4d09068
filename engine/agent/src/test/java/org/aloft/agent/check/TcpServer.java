package org.aloft.agent.check;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that deals with one connection after the other as the test says. */
final class TcpServer implements AutoCloseable {
    /** Deals with a connection, which is closed afterwards. */
    @FunctionalInterface
    interface Manner {
        void serve(Socket connection) throws IOException;
    }

    private final ServerSocket listening;
    private final Manner manner;
    private final List<Socket> held = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::serve, "test server");

    private TcpServer(ServerSocket listening, Manner manner) {
        this.listening = listening;
        this.manner = manner;
        thread.setDaemon(true);
        thread.start();
    }

    static TcpServer start(int family, Manner manner) throws IOException {
        return new TcpServer(new ServerSocket(0, 50, CheckFixture.loopback(family)), manner);
    }

    static TcpServer start(ServerSocket listening, Manner manner) {
        return new TcpServer(listening, manner);
    }

    /** Reads a request of HTTP, and answers so. */
    static TcpServer http(int family, String answer) throws IOException {
        return start(family, connection -> {
            readHead(connection.getInputStream());
            connection.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        });
    }

    /** Up to the first empty line, or the end. */
    static String readHead(InputStream input) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = input.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    static String readLine(InputStream input) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = input.read(); next >= 0 && next != '\n'; next = input.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    /** For the manner: keeps the connection open until the test ends. */
    static void hold(Socket connection) throws IOException {
        while (connection.getInputStream().read() >= 0) {
            // until the other side goes
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket connection = listening.accept()) {
                held.add(connection);
                manner.serve(connection);
            } catch (IOException gone) {
                // the other side went, or the test is over
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket connection : held) {
            connection.close();
        }
    }
}
