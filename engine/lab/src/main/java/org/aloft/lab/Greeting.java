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
    private final String host;
    private final String address;
    private final Duration limit;
    private final Process process;

    Greeting(LabSpec spec, String host, String address, Duration limit) {
        this.host = host;
        this.address = address;
        this.limit = limit;
        // connect-timeout: a host that is off does not answer ARP, and the kernel would wait three seconds for it
        this.process = Command.start(new ProcessBuilder(
                        "nsenter",
                        "--net=/run/netns/" + spec.name(),
                        "timeout",
                        Long.toString(limit.toSeconds()),
                        "socat",
                        "-u",
                        "TCP:" + address + ":22,forever,interval=0.1,connect-timeout=1",
                        "STDOUT")
                .redirectError(ProcessBuilder.Redirect.DISCARD));
    }

    String host() {
        return host;
    }

    void await() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.ISO_8859_1)) {
            String line = reader.readLine();
            if (line == null || !line.startsWith("SSH-")) {
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
