package org.aloft.ssh;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.aloft.lab.Packages;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.model.ConnectionSettings.HostKeyChecking;
import org.aloft.topology.model.Host;

/**
 * A real OpenSSH server on loopback, with keys, a configuration and a folder of its own. Used by one test at a time;
 * {@link #close} leaves no process, no mount and no file.
 */
final class Sshd implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/sshd");

    private final Path folder;
    private final int port;
    private Process process;

    private Sshd(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** Starts one with ed25519, ecdsa and rsa host keys that lets this user in with {@link #userKey}. */
    static Sshd start(String... settings) throws IOException, InterruptedException {
        return start(List.of(), settings);
    }

    /** As {@link #start(String...)}, with sshd run by another command, such as {@code unshare -m}. */
    static Sshd start(List<String> wrapper, String... settings) throws IOException, InterruptedException {
        Packages.provide("openssh-server", PROGRAM.toString());
        Path folder = Files.createTempDirectory("aloft-sshd-");
        // sshd reads authorized_keys as the user who logs in.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Sshd server = new Sshd(folder, freePort());
        try {
            Files.createDirectory(server.home());
            server.makeKeys();
            server.launch(wrapper, settings);
            return server;
        } catch (IOException | InterruptedException | RuntimeException | Error failed) {
            server.close();
            throw failed;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void makeKeys() throws IOException, InterruptedException {
        for (String type : List.of("ed25519", "ecdsa", "rsa")) {
            command(
                    "ssh-keygen",
                    "-q",
                    "-t",
                    type,
                    "-b",
                    type.equals("rsa") ? "2048" : "256",
                    "-N",
                    "",
                    "-f",
                    "" + folder.resolve("host_" + type));
        }
        command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "" + userKey());
        Files.copy(folder.resolve("user.pub"), folder.resolve("authorized_keys"));
        learnHostKeys("ed25519", "ecdsa", "rsa");
    }

    private void launch(List<String> wrapper, String... settings) throws IOException, InterruptedException {
        if (System.getProperty("user.name").equals("root")) {
            // Debian's sshd wants this folder, which its unit would make.
            Files.createDirectories(Path.of("/run/sshd"));
        }
        List<String> lines = new ArrayList<>(List.of(settings));
        lines.addAll(List.of(
                "ListenAddress 127.0.0.1",
                "Port " + port,
                "HostKey " + folder.resolve("host_ed25519"),
                "HostKey " + folder.resolve("host_ecdsa"),
                "HostKey " + folder.resolve("host_rsa"),
                "AuthorizedKeysFile " + folder.resolve("authorized_keys"),
                "PidFile none",
                "SetEnv HOME=" + home(),
                "UsePAM no",
                "StrictModes no",
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no",
                "PermitRootLogin yes",
                "MaxStartups 200",
                "LogLevel ERROR"));
        Path config = Files.write(folder.resolve("sshd_config"), lines);
        List<String> words = new ArrayList<>(wrapper);
        words.addAll(List.of(PROGRAM.toString(), "-D", "-e", "-f", config.toString()));
        process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        awaitGreeting();
    }

    private void awaitGreeting() throws IOException, InterruptedException {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < until && process.isAlive()) {
            try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port);
                    BufferedReader reader = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
                String greeting = reader.readLine();
                if (greeting != null && greeting.startsWith("SSH-")) {
                    return;
                }
            } catch (IOException notYet) {
                // sshd does not say when it listens, so it is polled; connecting to loopback is cheap.
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        throw new AssertionError("sshd did not start: " + Files.readString(folder.resolve("log")));
    }

    int port() {
        return port;
    }

    /** Its folder, for files that shall go with it. */
    Path folder() {
        return folder;
    }

    /** The home folder of those who log in: startup files are looked for here. */
    Path home() {
        return folder.resolve("home");
    }

    Path userKey() {
        return folder.resolve("user");
    }

    Path knownHosts() {
        return folder.resolve("known_hosts");
    }

    /** Its public key of a type, as in a .pub file: type and base64. */
    String hostKey(String type) throws IOException {
        String[] fields =
                Files.readString(folder.resolve("host_" + type + ".pub")).split(" ", -1);
        return fields[0] + " " + fields[1].strip();
    }

    /** A host key's fingerprint, as ssh-keygen shows it. */
    String fingerprint(String type) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("ssh-keygen", "-lf", folder.resolve("host_" + type + ".pub") + "").start();
        String[] words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split(" ", -1);
        process.waitFor();
        return words[1];
    }

    /** Lets in whoever holds this private key, too. */
    void authorize(Path key) throws IOException {
        Files.writeString(
                folder.resolve("authorized_keys"), Files.readString(Path.of(key + ".pub")), StandardOpenOption.APPEND);
    }

    /** Makes its host keys of these types, and only these, known. */
    void learnHostKeys(String... types) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String type : types) {
            lines.add("[127.0.0.1]:" + port + " " + hostKey(type));
        }
        Files.write(knownHosts(), lines);
    }

    /** One that somebody else has started in this folder, as a host of an inventory. */
    static Host host(Path folder, int port) {
        return new Sshd(folder, port).host();
    }

    /** This server as a host of an inventory. */
    Host host() {
        return host(UnaryOperator.identity());
    }

    /** This server as a host of an inventory, with other settings. */
    Host host(UnaryOperator<ConnectionSettings> change) {
        ConnectionSettings settings = new ConnectionSettings(
                port,
                Optional.of(System.getProperty("user.name")),
                Optional.of(userKey()),
                Optional.empty(),
                Optional.of(false),
                Optional.empty(),
                Optional.empty(),
                List.of(knownHosts()),
                HostKeyChecking.STRICT);
        return new Host("lvs1", "127.0.0.1", change.apply(settings), Map.of());
    }

    /** Cuts every session off, as a power failure would; the server itself goes on. */
    void killSessions() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
    }

    static void command(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
        if (process.waitFor() != 0) {
            throw new AssertionError(String.join(" ", words) + " failed");
        }
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            List<ProcessHandle> all = process.descendants().toList();
            all.forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
