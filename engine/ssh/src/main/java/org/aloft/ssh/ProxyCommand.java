package org.aloft.ssh;

import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.SocketFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aloft.plan.shell.ShellWord;

/**
 * A command whose standard input and output are the way to a host (ssh_config(5), ProxyCommand).
 *
 * <p>One connect uses it; {@link #close} may come from any thread.
 */
final class ProxyCommand implements Proxy {
    private static final int KEPT_LINES = 5;
    private static final long WORDS_MILLIS = 500;
    private static final Pattern TOKEN = Pattern.compile("%[hnpr%]");

    private final String command;
    private final String originalHost;
    private final String user;
    private final ByteQueue fromHost = new ByteQueue();
    private final Deque<String> lastWords = new ArrayDeque<>();
    private Process process;
    private Thread listener;
    private boolean closed;

    /**
     * @param command with {@code %h}, {@code %n}, {@code %p}, {@code %r} and {@code %%} not yet replaced
     * @param originalHost what {@code %n} becomes
     * @param user what {@code %r} becomes
     */
    ProxyCommand(String command, String originalHost, String user) {
        this.command = command;
        this.originalHost = originalHost;
        this.user = user;
    }

    /** The command with its tokens replaced by quoted words. */
    static String expand(String command, String originalHost, String host, int port, String user) {
        return TOKEN.matcher(command)
                .replaceAll(match -> Matcher.quoteReplacement(
                        switch (match.group()) {
                            case "%h" -> ShellWord.quote(host);
                            case "%n" -> ShellWord.quote(originalHost);
                            case "%p" -> Integer.toString(port);
                            case "%r" -> ShellWord.quote(user);
                            default -> "%";
                        }));
    }

    @Override
    public void connect(SocketFactory unused, String host, int port, int timeout) throws IOException {
        synchronized (this) {
            if (closed) {
                throw new IOException("the connection was given up");
            }
            // exec: the command itself is our child, so that destroying it leaves no process behind.
            Process started = new ProcessBuilder(
                            "/bin/sh", "-c", "exec " + expand(command, originalHost, host, port, user))
                    .start();
            process = started;
            start("aloft proxy output of " + host, () -> pump(started));
            listener = start("aloft proxy errors of " + host, () -> listen(started));
        }
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void pump(Process from) {
        try (InputStream output = from.getInputStream();
                OutputStream queue = fromHost.output()) {
            output.transferTo(queue);
        } catch (IOException ended) {
            // The process is gone; its end is what the reader sees.
            return;
        }
    }

    private void listen(Process from) {
        try (BufferedReader errors =
                new BufferedReader(new InputStreamReader(from.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = errors.readLine(); line != null; line = errors.readLine()) {
                synchronized (lastWords) {
                    lastWords.addLast(line.strip());
                    if (lastWords.size() > KEPT_LINES) {
                        lastWords.removeFirst();
                    }
                }
            }
        } catch (IOException ended) {
            return;
        }
    }

    /**
     * The last lines that the command, which has ended, wrote to its standard error, or nothing. Waits a moment for
     * what has not been read yet, but not for a child of the command that keeps its standard error open.
     */
    String lastWords() {
        Thread reading;
        synchronized (this) {
            reading = listener;
        }
        if (reading != null) {
            try {
                reading.join(WORDS_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return wordsSoFar();
    }

    /** The last lines that the command has written to its standard error up to now, or nothing. Does not wait. */
    String wordsSoFar() {
        synchronized (lastWords) {
            return String.join("; ", lastWords);
        }
    }

    @Override
    public InputStream getInputStream() {
        return fromHost.input();
    }

    @Override
    public synchronized OutputStream getOutputStream() {
        return process.getOutputStream();
    }

    @Override
    public Socket getSocket() {
        return new PipeSocket();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroy);
            // Not process.destroy(), which also closes the streams and so loses last words that are still unread.
            process.toHandle().destroy();
            endInput();
        }
    }

    private void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException ended) {
            // Nobody reads it any more, which is what was wanted.
            return;
        }
    }

    /** Lets JSch set its read timeout, which drives its keep-alive, although there is no socket. */
    private final class PipeSocket extends Socket {
        @Override
        public synchronized void setSoTimeout(int milliseconds) {
            fromHost.readTimeout(Duration.ofMillis(milliseconds));
        }

        @Override
        public void setTcpNoDelay(boolean on) {}

        @Override
        public synchronized void close() {
            ProxyCommand.this.close();
        }
    }
}
