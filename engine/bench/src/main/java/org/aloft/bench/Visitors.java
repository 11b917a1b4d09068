package org.aloft.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process on a router's host that uses every interface of aloftd: pages, event streams that are left open and then
 * dropped, status, commands, and malformed requests. For one thread.
 */
final class Visitors implements AutoCloseable {
    /** Requests of one round. */
    static final int VISITS = 61;

    private static final int TIMES = 5;
    private static final int LONGEST_ROUND_SECONDS = 60;
    private static final int ANSWER_MILLIS = 10_000;
    private static final List<String> PAGES =
            List.of("/", "/status.json", "/metrics", "/explain", "/nothing-here", "/status.json?x=%zz");
    private static final List<List<String>> ORDERS = List.of(
            List.of("explain"), List.of("explain", "VI_1"), List.of("reload", "--dry-run"), List.of("nonsense"));

    private final Process process;
    private final BufferedReader answers;

    private Visitors(Process process) {
        this.process = process;
        this.answers = process.inputReader();
    }

    static Visitors start(Wire.Host host, Path runDirectory) {
        List<String> words = new ArrayList<>(host.prefix());
        words.addAll(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Visitors.class.getName(),
                runDirectory.toString()));
        try {
            return new Visitors(new ProcessBuilder(words)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** One round of visits; returns when it is over. */
    void visit() {
        try {
            OutputStream input = process.getOutputStream();
            input.write('\n');
            input.flush();
            String over = CompletableFuture.supplyAsync(this::nextLine).get(LONGEST_ROUND_SECONDS, TimeUnit.SECONDS);
            if (over == null) {
                throw new IllegalStateException("the visitors' process has ended, see above");
            }
        } catch (IOException | ExecutionException failure) {
            throw new IllegalStateException(failure);
        } catch (TimeoutException unanswered) {
            throw new IllegalStateException("a visitor got no answer, or only a part of one", unanswered);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private String nextLine() {
        try {
            return answers.readLine();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** One round for each line of standard input; the argument is aloftd's run directory. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        BufferedReader rounds = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (rounds.readLine() != null) {
            try (Socket first = stream();
                    Socket second = stream()) {
                for (int time = 0; time < TIMES; time++) {
                    for (String page : PAGES) {
                        get(page);
                    }
                    ask(folder.resolve("aloftd.sock"), List.of());
                    for (List<String> order : ORDERS) {
                        ask(folder.resolve("control.sock"), order);
                    }
                }
                leaveHalfWay(folder);
                first.getInputStream().read();
                second.getInputStream().read();
            }
            System.out.println("over");
        }
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(Program.Aloftd.PORT));
        socket.setSoTimeout(ANSWER_MILLIS);
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void get(String page) throws IOException {
        try (Socket socket = connect()) {
            say(socket, "GET " + page + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            if (socket.getInputStream().readAllBytes().length == 0) {
                throw new IOException("no answer for " + page);
            }
        }
    }

    private static Socket stream() throws IOException {
        Socket socket = connect();
        say(socket, "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        return socket;
    }

    private static void ask(Path path, List<String> words) throws IOException {
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(path));
            if (!words.isEmpty()) {
                socket.write(StandardCharsets.UTF_8.encode(String.join("\0", words) + "\0\0"));
            }
            ByteBuffer answer = ByteBuffer.allocate(4096);
            int length = 0;
            for (int read = socket.read(answer); read >= 0; read = socket.read(answer)) {
                length += read;
                answer.clear();
            }
            if (length == 0) {
                throw new IOException("no answer on " + path);
            }
        }
    }

    /** A request and a command that break off, an answer that is never read, and an event stream that is dropped. */
    private static void leaveHalfWay(Path folder) throws IOException {
        try (Socket socket = connect()) {
            say(socket, "GET /sta");
        }
        for (String words : List.of("expl", "events\0\0")) {
            try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                socket.connect(UnixDomainSocketAddress.of(folder.resolve("control.sock")));
                socket.write(StandardCharsets.UTF_8.encode(words));
            }
        }
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(folder.resolve("aloftd.sock")));
        }
    }
}
