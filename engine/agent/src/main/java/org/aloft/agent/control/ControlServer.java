package org.aloft.agent.control;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.aloft.agent.log.Log;

/**
 * Takes orders on a unix socket that only its owner may use. A request is the words of the command, each ended by a
 * byte 0, and one more 0; the answer is described at {@link ControlOutput}. One thread waits, and each order has its
 * own while it is carried out.
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = Log.of(ControlServer.class);
    private static final int FAILED = 1;
    private static final int USAGE = 64;

    /** Longer than any name that a configuration may hold. */
    private static final int LONGEST_REQUEST = 64 * 1024;

    /** Orders at a time: a few long ones, such as drains, and some followers of events. */
    private static final int MOST = 8;

    private final Path socket;
    private final ServerSocketChannel channel;
    private final Map<String, ControlCommand> commands;
    private final Semaphore free = new Semaphore(MOST);

    private ControlServer(Path socket, ServerSocketChannel channel, Map<String, ControlCommand> commands) {
        this.socket = socket;
        this.channel = channel;
        this.commands = Map.copyOf(commands);
    }

    /**
     * Starts to take orders.
     *
     * @param socket made with mode 0600; a stale one there is replaced, so be sure that no other agent runs
     * @param commands by name
     * @throws IOException if the socket cannot be made
     */
    public static ControlServer start(Path socket, Map<String, ControlCommand> commands) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
        ControlServer server = new ControlServer(socket, channel, commands);
        startThread("control", server::accept);
        return server;
    }

    private static void startThread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                SocketChannel client = channel.accept();
                free.acquireUninterruptibly();
                startThread("order", () -> serve(client));
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException failure) {
                LOG.log(Level.WARNING, "an order could not be taken: {0}", failure.getMessage());
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            ControlOutput output =
                    new ControlOutput(new OutputStreamWriter(Channels.newOutputStream(client), StandardCharsets.UTF_8));
            output.exit(carryOut(words(Channels.newInputStream(client)), output));
        } catch (IOException left) {
            LOG.log(Level.DEBUG, "whoever gave an order went away: {0}", left.getMessage());
        } finally {
            free.release();
        }
    }

    private int carryOut(List<String> words, ControlOutput output) {
        ControlCommand command = words.isEmpty() ? null : commands.get(words.get(0));
        if (command == null) {
            output.error("this aloftd knows no such order: " + String.join(" ", words));
            return USAGE;
        }
        try {
            return command.run(words.subList(1, words.size()), output);
        } catch (IllegalArgumentException | IllegalStateException refused) {
            output.error(refused.getMessage());
            return FAILED;
        }
    }

    private static List<String> words(InputStream input) throws IOException {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int length = 0; length < LONGEST_REQUEST; length++) {
            int next = input.read();
            if (next < 0) {
                throw new EOFException("the request ended early");
            }
            if (next > 0) {
                word.append((char) next);
            } else if (word.isEmpty()) {
                return words;
            } else {
                words.add(new String(word.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
                word.setLength(0);
            }
        }
        throw new IOException("the request is longer than " + LONGEST_REQUEST + " bytes");
    }

    /** Takes no more orders; those under way end with their connections when the process does. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(socket);
        } catch (IOException failure) {
            LOG.log(Level.WARNING, "cannot remove {0}: {1}", socket, failure.getMessage());
        }
    }
}
