package org.aloft.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Waits for a host's sshd to say its first line (RFC 4253 section 4.2), connecting again and again from the controller's place.
 * {@link #await} belongs to one thread; any thread may close it, which ends the waiting.
 */
final class Greeting implements AutoCloseable {
    /**
     * connect-timeout: a host that is off does not answer ARP, and the kernel would wait three seconds for it. A connection that ends
     * without a word, as while sshd is about to start, is followed by another.
     */
    private static final String UNTIL_GREETED = """
            until socat -u "TCP:$1:22,forever,interval=0.1,connect-timeout=1" STDOUT | grep -m 1 '^SSH-'; do sleep 0.1; done""";

    private final String host;
    private final String address;
    private final Duration limit;
    private final Process process;

    Greeting(LabSpec spec, String host, String address, Duration limit) {
        this.host = host;
        this.address = address;
        this.limit = limit;
        this.process = Command.start(new ProcessBuilder(
                        "nsenter",
                        "--net=/run/netns/" + spec.name(),
                        "timeout",
                        Long.toString(limit.toSeconds()),
                        "sh",
                        "-c",
                        UNTIL_GREETED,
                        "sh",
                        address)
                .redirectError(ProcessBuilder.Redirect.DISCARD));
    }

    String host() {
        return host;
    }

    void await() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.ISO_8859_1)) {
            String line = reader.readLine();
            if (line == null) {
                throw new LabException("host " + host + " (" + address
                        + ") did not start: its sshd gave no answer within " + limit.toSeconds() + " s");
            }
        } catch (IOException e) {
            throw new LabException("stopped waiting for host " + host, e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
