package org.aloft.ssh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** Fills a listener's queue, so that the kernel leaves further connects unanswered. */
final class FullListener implements AutoCloseable {
    private final ServerSocket full;
    private final List<Socket> sockets = new ArrayList<>();

    FullListener(ServerSocket full) {
        this.full = full;
    }

    void fill() throws IOException {
        try {
            for (int number = 0; number < 100; number++) {
                Socket socket = new Socket();
                sockets.add(socket);
                socket.connect(new InetSocketAddress(full.getInetAddress(), full.getLocalPort()), 200);
            }
            throw new AssertionError("the queue never filled");
        } catch (SocketTimeoutException nowFull) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
