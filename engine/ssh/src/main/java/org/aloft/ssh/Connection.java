package org.aloft.ssh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * An open connection to one host. Safe for use by several threads at once: each call has a channel of its own.
 *
 * <p>Every call has a deadline; a host that falls silent ends it with {@link SshException.Kind#TIMEOUT} or {@link
 * SshException.Kind#LOST}, never with a hang.
 */
public interface Connection extends AutoCloseable {

    /** The host's name in the inventory. */
    String host();

    /** How many bytes of standard output a script may print when its caller sets no limit. */
    int OUTPUT_LIMIT = 8 << 20;

    /**
     * Runs a POSIX sh script as root, in a subshell, and waits for its end. The script travels on standard input, so
     * nothing of it shows in the host's process list; it starts only once all of it has arrived. What the user's
     * startup files print is not part of the result.
     *
     * @param script the text, without secrets in its error output
     * @param deadline how long it may take
     * @param outputLimit how many bytes it may print; a script that prints more is given up
     * @param onLine told each complete line of standard output as it comes, its first 64 KiB, on the calling thread
     * @return all that it printed, the last 16 KiB of its errors, and its exit status
     * @throws SshException when it could not be started, or its output did not arrive whole
     */
    ScriptResult run(String script, Duration deadline, int outputLimit, Consumer<String> onLine) throws SshException;

    /** As {@link #run(String, Duration, int, Consumer)}, with {@link #OUTPUT_LIMIT}. */
    default ScriptResult run(String script, Duration deadline, Consumer<String> onLine) throws SshException {
        return run(script, deadline, OUTPUT_LIMIT, onLine);
    }

    /** As {@link #run(String, Duration, Consumer)}, without a listener. */
    default ScriptResult run(String script, Duration deadline) throws SshException {
        return run(script, deadline, line -> {});
    }

    /**
     * Puts a file on the host, whole or not at all, owned by root with mode 0600. Missing folders are made.
     *
     * @param local the file
     * @param remote absolute path on the host
     * @param deadline how long it may take
     * @throws SshException when the host refused it (a full disk, say) or the connection was lost
     */
    void upload(Path local, String remote, Duration deadline) throws SshException;

    /**
     * Opens a TCP connection from the host to somewhere else (RFC 4254 §7.2, {@code direct-tcpip}); nothing needs to be
     * installed there.
     *
     * @param address what the host connects to
     * @param port 1..65535
     * @param timeout how long the host's connect may take
     * @throws SshException when the host could not connect: {@link SshException.Kind#REFUSED}, or {@link
     *     SshException.Kind#TIMEOUT} when nothing answered
     */
    TcpChannel openTcp(String address, int port, Duration timeout) throws SshException;

    /** Whether it is open, as far as is known; a silent host is noticed within half a minute. */
    boolean isOpen();

    /** Ends the connection and every channel on it. */
    @Override
    void close();
}
