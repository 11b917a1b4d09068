package org.aloft.agent.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server on a loopback port of its own: takes mail, or refuses it as a test wants. Gone when closed. */
public final class MailServer implements AutoCloseable {
    /** All that a client said in one connection but for the mail itself, and that. */
    public record Taken(List<String> commands, String mail, boolean encrypted) {}

    public final BlockingQueue<Taken> taken = new LinkedBlockingQueue<>();

    /** Answers in place of the usual ones, by the first word of a command. */
    final Map<String, String> answers = new ConcurrentHashMap<>();

    /** {@code USER:PASSWORD}; empty if nobody has to log in. */
    Optional<String> login = Optional.empty();

    String mechanism = "PLAIN LOGIN";
    private volatile boolean refused;

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Optional<SSLContext> tls;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    public MailServer(Optional<SSLContext> tls) throws IOException {
        this.tls = tls;
        Thread thread = new Thread(this::accept, "mail server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether one of {@link #answers} was given. */
    boolean refused() {
        return refused;
    }

    public int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                open.add(client);
                Thread thread = new Thread(() -> serve(client), "mail client");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException closed) {
            // the test has ended
        }
    }

    private void serve(Socket client) {
        try {
            new Conversation(client).talk();
        } catch (IOException gone) {
            // so the client went away: the test looks at what it took
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket client : open) {
            client.close();
        }
    }

    private final class Conversation {
        private final List<String> commands = new CopyOnWriteArrayList<>();
        private Socket client;
        private BufferedReader reader;
        private OutputStream writer;
        private boolean encrypted;
        private String mail = "";

        Conversation(Socket client) throws IOException {
            use(client);
        }

        private void use(Socket next) throws IOException {
            client = next;
            reader = new BufferedReader(new InputStreamReader(next.getInputStream(), StandardCharsets.UTF_8));
            writer = next.getOutputStream();
        }

        private void say(String line) throws IOException {
            writer.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            writer.flush();
        }

        void talk() throws IOException {
            say(answers.getOrDefault("greeting", "220 mail.example"));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                commands.add(line);
                String word = line.split(" ", 2)[0];
                if (answers.containsKey(word)) {
                    refused = true;
                    say(answers.get(word));
                } else if (word.equals("QUIT")) {
                    say("221 bye");
                    client.close();
                    break;
                } else {
                    answer(word, line);
                }
            }
        }

        private void answer(String word, String line) throws IOException {
            switch (word) {
                case "EHLO" -> {
                    say("250-mail.example");
                    if (tls.isPresent() && !encrypted) {
                        say("250-STARTTLS");
                    }
                    say(login.isPresent() ? "250 AUTH " + mechanism : "250 8BITMIME");
                }
                case "STARTTLS" -> startTls();
                case "AUTH" -> logIn(line.split(" ", -1));
                case "DATA" -> takeMail();
                default -> say("250 ok");
            }
        }

        private void startTls() throws IOException {
            say("220 go ahead");
            SSLSocket secure = (SSLSocket)
                    tls.orElseThrow().getSocketFactory().createSocket(client, "localhost", client.getPort(), true);
            secure.setUseClientMode(false);
            secure.startHandshake();
            encrypted = true;
            use(secure);
        }

        /** As RFC 4616 has PLAIN, and as LOGIN is in use; a refusal repeats what was said, as some servers do. */
        private void logIn(String[] words) throws IOException {
            String said = "";
            if (words[1].equals("PLAIN")) {
                said = words.length > 2 ? decoded(words[2]) : decoded(ask(""));
                said = said.substring(said.indexOf('\0') + 1).replace('\0', ':');
            } else if (words[1].equals("LOGIN")) {
                said = decoded(ask("VXNlcm5hbWU6")) + ":" + decoded(ask("UGFzc3dvcmQ6"));
            }
            say(login.equals(Optional.of(said)) ? "235 welcome" : "535 not with " + said);
        }

        private String ask(String what) throws IOException {
            say("334 " + what);
            return reader.readLine();
        }

        private String decoded(String text) {
            return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        }

        private void takeMail() throws IOException {
            say("354 go ahead");
            StringBuilder text = new StringBuilder();
            for (String line = reader.readLine(); !line.equals("."); line = reader.readLine()) {
                text.append(line).append('\n');
            }
            mail = text.toString();
            taken.add(new Taken(List.copyOf(commands), mail, encrypted));
            say("250 taken");
        }
    }
}
