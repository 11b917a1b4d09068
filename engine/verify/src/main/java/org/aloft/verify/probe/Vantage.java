package org.aloft.verify.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.aloft.ssh.Connection;
import org.aloft.ssh.SshException;
import org.aloft.ssh.TcpChannel;

/** Where requests start: the client's side of the cluster. Safe for use by several threads. */
@FunctionalInterface
public interface Vantage {
    /**
     * Opens a TCP connection.
     *
     * @param address a numeric address
     * @param port 1..65535
     * @param timeout how long connecting may take
     * @throws SshException when it could not
     */
    TcpChannel open(String address, int port, Duration timeout) throws SshException;

    /** The host where requests start; empty when it is this machine. */
    default Optional<String> host() {
        return Optional.empty();
    }

    /** From a host, through SSH {@code direct-tcpip}; nothing needs to be installed there. */
    static Vantage of(Connection connection) {
        return new FromHost(connection);
    }

    /** From this machine. */
    static Vantage here() {
        return Vantage::connectFromHere;
    }

    private static TcpChannel connectFromHere(String address, int port, Duration timeout) throws SshException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address, port), Math.toIntExact(timeout.toMillis()));
            return new LocalChannel(socket, socket.getInputStream(), socket.getOutputStream());
        } catch (SocketTimeoutException e) {
            throw failure(SshException.Kind.TIMEOUT, socket, "no answer", e);
        } catch (ConnectException e) {
            throw failure(SshException.Kind.REFUSED, socket, "refused", e);
        } catch (IOException e) {
            throw failure(SshException.Kind.UNREACHABLE, socket, e.getMessage(), e);
        }
    }

    private static SshException failure(SshException.Kind kind, Socket socket, String message, IOException cause) {
        closeQuietly(socket);
        return new SshException(kind, "here", message, "is the VIP's network reachable from this machine?", cause);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException unused) {
            // Nothing more can be done about it.
        }
    }

    /** A host that is reached by SSH. */
    record FromHost(Connection connection) implements Vantage {
        @Override
        public TcpChannel open(String address, int port, Duration timeout) throws SshException {
            return connection.openTcp(address, port, timeout);
        }

        @Override
        public Optional<String> host() {
            return Optional.of(connection.host());
        }
    }

    /** A socket on this machine. */
    record LocalChannel(Socket socket, InputStream input, OutputStream output) implements TcpChannel {
        @Override
        public void close() {
            closeQuietly(socket);
        }
    }
}
