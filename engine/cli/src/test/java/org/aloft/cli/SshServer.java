package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.aloft.lab.Packages;

/**
 * OpenSSH's server on this machine, with keys of its own, on a port of the loopback interface: this machine as a remote
 * host. Needs root.
 *
 * @param folder of its own
 * @param port where it listens
 * @param process the server
 */
record SshServer(Path folder, int port, Process process) implements AutoCloseable {
    private static final int TRIES = 10;

    static SshServer start(Path folder) throws IOException, InterruptedException {
        Packages.provide("openssh-server", "/usr/sbin/sshd");
        Files.createDirectories(Path.of("/run/sshd"));
        for (String key : List.of("host", "user")) {
            run(
                    "ssh-keygen",
                    "-q",
                    "-t",
                    "ed25519",
                    "-N",
                    "",
                    "-f",
                    folder.resolve(key).toString());
        }
        for (int tries = 1; tries <= TRIES; tries++) {
            int port = freePort();
            Process process = new ProcessBuilder(
                            "/usr/sbin/sshd",
                            "-D",
                            "-e",
                            "-f",
                            "/dev/null",
                            "-h",
                            folder.resolve("host").toString(),
                            "-o",
                            "ListenAddress=127.0.0.1",
                            "-p",
                            String.valueOf(port),
                            "-o",
                            "PermitRootLogin=yes",
                            "-o",
                            "PidFile=none",
                            "-o",
                            "Subsystem=sftp internal-sftp",
                            "-o",
                            "StrictModes=no",
                            "-o",
                            "AuthorizedKeysFile=" + folder.resolve("user.pub"))
                    .redirectErrorStream(true)
                    .start();
            if (isListening(process)) {
                return new SshServer(folder, port, process);
            }
        }
        throw new IllegalStateException("sshd found no free port");
    }

    /** It says so; or ends, when another has taken the port meanwhile. */
    private static boolean isListening(Process process) throws IOException {
        BufferedReader said = process.inputReader();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("Server listening on ")) {
                return true;
            }
        }
        return false;
    }

    /** An inventory with this machine under another name. */
    Path inventory(String host) throws IOException {
        String publicKey = Files.readString(folder.resolve("host.pub"));
        Files.writeString(folder.resolve("known_hosts"), "[127.0.0.1]:" + port + " " + publicKey);
        return Files.writeString(folder.resolve("hosts.ini"), """
                %s ansible_host=127.0.0.1 ansible_port=%d ansible_user=root ansible_ssh_private_key_file=%s \
                ansible_python_interpreter=/usr/bin/python3 ansible_ssh_common_args='-o UserKnownHostsFile=%s -F /dev/null'
                """.formatted(
                        host, port, folder.resolve("user"), folder.resolve("known_hosts")));
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void run(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
