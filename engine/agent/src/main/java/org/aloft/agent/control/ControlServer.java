package org.aloft.agent.control;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aloft.agent.thread.Supervisor;

/**
 * Takes orders on a unix socket that only its owner may use. A request is the words of the command, each ended by a
 * byte 0, and one more 0; the answer is described at {@link ControlOutput}. One thread waits, and each order has its
 * own while it is carried out.
 */
public final class ControlServer implements AutoCloseable {
    private static final int FAILED = 1;
    private static final int USAGE = 64;

    /** Longer than any name that a configuration may hold. */
    private static final int LONGEST_REQUEST = 64 * 1024;

    /** Orders at a time: many followers of events, and a few that do something. */
    private static final int MOST = 64;

    private final LocalServer server;

    private ControlServer(LocalServer server) {
        this.server = server;
    }

    /**
     * Starts to take orders.
     *
     * @param socket made with mode 0600; a stale one there is replaced, so be sure that no other agent runs
     * @param commands by name
     * @param supervisor of the thread that accepts
     * @throws IOException if the socket cannot be made
     */
    public static ControlServer start(Path socket, Map<String, ControlCommand> commands, Supervisor supervisor)
            throws IOException {
        Map<String, ControlCommand> known = Map.copyOf(commands);
        return new ControlServer(LocalServer.start(
                new LocalServer.Settings("control", socket, "rw-------", MOST, LocalServer.Crowd.WAITS),
                client -> serve(client, known),
                supervisor));
    }

    private static void serve(SocketChannel client, Map<String, ControlCommand> commands) throws IOException {
        ControlOutput output =
                new ControlOutput(new OutputStreamWriter(Channels.newOutputStream(client), StandardCharsets.UTF_8));
        output.exit(carryOut(words(Channels.newInputStream(client)), commands, output));
    }

    private static int carryOut(List<String> words, Map<String, ControlCommand> commands, ControlOutput output) {
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
        server.close();
    }
}
