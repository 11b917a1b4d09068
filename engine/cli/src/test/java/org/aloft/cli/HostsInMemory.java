package org.aloft.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aloft.ssh.Connection;
import org.aloft.ssh.Fleet;
import org.aloft.ssh.ScriptResult;
import org.aloft.ssh.SshException;
import org.aloft.ssh.TcpChannel;
import org.aloft.topology.model.Host;

/**
 * Hosts that hold nothing but files and a manifest, and answer the scripts of a plan and a rollout; each may be told to
 * fail. All else that a probe asks for is absent there. Safe for use by several threads.
 */
final class HostsInMemory implements Fleet.Dialer {
    private static final Pattern QUESTION = Pattern.compile("(?m)^  ask (\\w+) '([^']*)' '([^']*)' '([^']*)'$");
    private static final Pattern STEP = Pattern.compile("(?m)^  say started (\\d+)$");
    private static final Pattern WORDS = Pattern.compile("'((?:[^']|'\\\\'')*)'");
    private static final Pattern PUT_FILE = Pattern.compile("put_file " + WORDS + " " + WORDS + " " + WORDS);
    private static final Pattern REMOVE_FILE = Pattern.compile("remove_file " + WORDS);
    private static final Pattern BREAK = Pattern.compile("\nbreak_lease '(.*)'\n$");
    private static final Pattern MANIFEST = Pattern.compile("write_manifest " + WORDS);

    private final Map<String, InMemory> hosts = new ConcurrentHashMap<>();

    /** One host; it need not be part of a topology. */
    InMemory host(String name) {
        return hosts.computeIfAbsent(name, InMemory::new);
    }

    @Override
    public Connection connect(Host host, Duration deadline) throws SshException {
        InMemory there = host(host.name());
        if (there.down) {
            throw new SshException(
                    SshException.Kind.UNREACHABLE, there.name, there.name + " does not answer", "switch it on", null);
        }
        return there;
    }

    static final class InMemory implements Connection {
        final Map<String, String> files = new LinkedHashMap<>();
        final CountDownLatch applying = new CountDownLatch(1);
        private final String name;
        private String manifest = "";
        volatile boolean down;
        volatile int user;
        volatile String leaseHolder = "";
        /** Its record of runs, as it lies there. */
        volatile String history = "";
        /** The run that lost its lease last. */
        volatile String broken = "";
        /** What a step's command says that fails; empty when none does. */
        volatile String failure = "";
        /** The connection breaks when the first step has begun. */
        volatile boolean breaks;
        /** It has undone its changes before anybody confirmed them. */
        volatile boolean undoesByItself;
        /** A run of before has left changes there that nobody confirmed. */
        volatile boolean unconfirmed;
        /** The first step does not end by itself. */
        volatile boolean hangs;

        InMemory(String name) {
            this.name = name;
        }

        /** What Aloft put there, as an earlier run has written it down. */
        synchronized void manifest(String text) {
            manifest = text;
        }

        @Override
        public String host() {
            return name;
        }

        @Override
        public synchronized ScriptResult run(String script, Duration deadline, int limit, Consumer<String> onLine)
                throws SshException {
            if (script.contains("aloft-facts")) {
                return said(facts(script));
            }
            if (script.endsWith("\nshow_lease\n")) {
                return said(lease());
            }
            Matcher breaking = BREAK.matcher(script);
            if (breaking.find()) {
                broken = breaking.group(1);
                leaseHolder = "";
                return said("@aloft unlocked 0\n");
            }
            if (script.contains("find -L '/etc/keepalived'")) {
                StringBuilder printed = new StringBuilder();
                files.forEach((path, text) -> printed.append(base64(path) + " " + base64(text) + "\n"));
                return said(printed.toString());
            }
            if (script.contains("@aloft history")) {
                return said(history.isEmpty() ? "" : "@aloft history " + base64(history) + "\n");
            }
            if (script.endsWith("\nconfirm_change </dev/null\n")) {
                return said(
                        undoesByItself
                                ? "@aloft undone 2\n@aloft stays 1\n@aloft reverted 0\n"
                                : "@aloft confirmed 0\n");
            }
            if (script.endsWith("\nundo_left_over </dev/null\n")) {
                boolean undone = unconfirmed;
                unconfirmed = false;
                return said(undone ? "@aloft undone 1\n@aloft reverted 0\n" : "");
            }
            if (script.contains("step_1()")) {
                return apply(script, onLine);
            }
            if (script.contains("say leased 0")) {
                return said(
                        leaseHolder.isEmpty()
                                ? "@aloft leased 0\n"
                                : "@aloft locked " + base64(leaseHolder) + " " + base64("2026-01-02T03:04:05Z") + "\n");
            }
            return said("");
        }

        private String lease() {
            return leaseHolder.isEmpty()
                    ? "@aloft free 0\n"
                    : "@aloft held " + base64("run0") + " " + base64(leaseHolder) + " " + base64("2026-01-02T03:04:05Z")
                            + " 61 no\n";
        }

        private static ScriptResult said(String output) {
            return new ScriptResult(0, output, "");
        }

        private String facts(String script) {
            StringBuilder facts = new StringBuilder("aloft-facts 2\n");
            facts.append("machine uname 6.1.0 x86_64\nmachine init systemd\nmachine user ")
                    .append(user)
                    .append("\nmachine os ID=debian\nmachine os VERSION_ID=12\nmachine packages apt-get\n")
                    .append("machine space / 1000000 4096\nmachine space /opt 1000000 4096\nmachine interface ens33\n");
            Matcher question = QUESTION.matcher(script);
            while (question.find()) {
                facts.append("? ")
                        .append(question.group(1))
                        .append(' ')
                        .append(question.group(2))
                        .append('\n');
                facts.append(answer(question.group(1), question.group(3), question.group(4)));
            }
            manifest.lines()
                    .map(line -> line.split("\t", -1))
                    .filter(fields -> fields[0].equals("file") && facts.indexOf("? file " + fields[1] + "\n") < 0)
                    .forEach(fields -> facts.append("? file ")
                            .append(fields[1])
                            .append('\n')
                            .append(answer("file", fields[1], "-")));
            if (!manifest.isEmpty()) {
                facts.append("manifest ").append(base64(manifest)).append('\n');
            }
            if (unconfirmed) {
                facts.append("unconfirmed\n");
            }
            return facts.append("end\n").toString();
        }

        private String answer(String kind, String asked, String hint) {
            return switch (kind) {
                case "file" -> files.containsKey(asked) ? file(files.get(asked), hint) : " state absent\n";
                case "package" -> " state absent\n";
                case "service" -> " load not-found\n file disabled\n active inactive\n";
                case "sysctl" -> " value 0\n";
                default -> "";
            };
        }

        private static String file(String content, String hint) {
            String digest = sha256(content);
            return " state file\n sha256 " + digest + "\n mode 644\n owner root:root\n size " + content.length() + "\n"
                    + (digest.equals(hint) ? "" : " content_base64 " + base64(content) + "\n");
        }

        private ScriptResult apply(String script, Consumer<String> onLine) throws SshException {
            Matcher step = STEP.matcher(script);
            int steps = 0;
            while (step.find()) {
                steps++;
                onLine.accept("@aloft started " + step.group(1));
                if (!failure.isEmpty()) {
                    onLine.accept("@aloft failed " + step.group(1) + " " + base64(failure));
                    return new ScriptResult(1, "", failure);
                }
                if (breaks) {
                    throw lost("the connection to " + name + " broke");
                }
                if (hangs) {
                    hang(onLine, step.group(1));
                }
                onLine.accept("@aloft done " + step.group(1));
            }
            Matcher put = PUT_FILE.matcher(script);
            while (put.find()) {
                files.put(put.group(1), unquoted(put.group(3)));
            }
            Matcher removed = REMOVE_FILE.matcher(script);
            while (removed.find()) {
                files.remove(removed.group(1));
            }
            Matcher written = MANIFEST.matcher(script);
            while (written.find()) {
                manifest = unquoted(written.group(1));
            }
            onLine.accept("@aloft finished " + steps);
            return said("");
        }

        /** As a connection does that is given up while its host goes on. */
        private void hang(Consumer<String> onLine, String step) throws SshException {
            try {
                applying.countDown();
                new CountDownLatch(1).await();
            } catch (InterruptedException givenUp) {
                onLine.accept("@aloft done " + step);
                throw lost("interrupted");
            }
        }

        private SshException lost(String message) {
            return new SshException(SshException.Kind.LOST, name, message, "run it again", null);
        }

        private static String unquoted(String word) {
            return word.replace("'\\''", "'");
        }

        private static String sha256(String text) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(digest);
            } catch (NoSuchAlgorithmException everyJavaHasIt) {
                throw new IllegalStateException(everyJavaHasIt);
            }
        }

        private static String base64(String text) {
            return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void upload(Path local, String remote, Duration deadline) {
            throw new AssertionError("nothing here is sent: " + remote);
        }

        @Override
        public TcpChannel openTcp(String address, int port, Duration timeout) throws SshException {
            throw new SshException(SshException.Kind.REFUSED, name, "refused", "nothing listens", null);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
