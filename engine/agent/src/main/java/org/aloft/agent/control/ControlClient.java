package org.aloft.agent.control;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Gives an order to a running agent. Stateless. */
public final class ControlClient {
    private ControlClient() {}

    /**
     * Sends the words, and prints the answer as it comes.
     *
     * @param words without empty ones, and without the character 0
     * @return the exit code that the agent says
     * @throws IOException if no agent answers there, or it ended before the answer did
     */
    public static int run(Path socket, List<String> words, PrintStream output, PrintStream errors) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ByteBuffer request = request(words);
            while (request.hasRemaining()) {
                channel.write(request);
            }
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
            for (String line = answer.readLine(); line != null; line = answer.readLine()) {
                String text = line.substring(1);
                switch (line.charAt(0)) {
                    case ControlOutput.PRINT -> output.println(text);
                    case ControlOutput.ERROR -> errors.println("aloftd: " + text);
                    case ControlOutput.KEEP_ALIVE -> {}
                    case ControlOutput.EXIT -> {
                        return Integer.parseInt(text);
                    }
                    default -> throw new IOException("an answer that this aloftd does not understand: " + line);
                }
            }
            throw new IOException("aloftd ended before it had answered");
        }
    }

    private static ByteBuffer request(List<String> words) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String word : words) {
            bytes.writeBytes(word.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
        }
        bytes.write(0);
        return ByteBuffer.wrap(bytes.toByteArray());
    }
}
