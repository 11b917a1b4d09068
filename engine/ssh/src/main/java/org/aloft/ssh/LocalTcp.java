package org.aloft.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Sockets of this machine. Safe for use by several threads.
 *
 * @param host the inventory's name for it
 */
record LocalTcp(String host) implements TcpOpener {
    @Override
    public TcpChannel open(String address, int port, Duration timeout) throws SshException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address, port), RemoteCommand.milliseconds(timeout));
            return new Channel(socket, socket.getInputStream(), socket.getOutputStream());
        } catch (SocketTimeoutException silent) {
            close(socket);
            throw new SshException(
                    SshException.Kind.TIMEOUT,
                    host,
                    address + " port " + port + " did not answer " + host + " within " + timeout.toMillis() + " ms",
                    "check whether " + address + " is up, and whether a firewall drops packets from " + host,
                    silent);
        } catch (IOException refused) {
            close(socket);
            throw new SshException(
                    SshException.Kind.REFUSED,
                    host,
                    host + " could not connect to " + address + " port " + port + ": " + refused.getMessage(),
                    "check whether something listens there, and the routes of " + host,
                    refused);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyClosed) {
            return; // which is what was wanted
        }
    }

    private record Channel(Socket socket, InputStream input, OutputStream output) implements TcpChannel {
        @Override
        public void close() {
            LocalTcp.close(socket);
        }
    }
}
