package org.aloft.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.aloft.lab.Packages;
import org.aloft.ssh.SshException.Kind;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.Secret;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user who is not root. Accounts, sudo's rules and a small file system exist only in sshd's own mount namespace:
 *
 * <pre>
 * nobody   may become root with a password
 * daemon   may become root without one
 * games    may not become root
 * </pre>
 */
@Timeout(120)
class SudoIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    /** Part of the password: no other process has it in its command line by chance. */
    private static final String MARK = UUID.randomUUID().toString();

    private static final String PASSWORD = "it's a 'pass' word " + MARK;

    @TempDir
    static Path folder;

    private static Sshd sshd;

    @BeforeAll
    static void start() throws Exception {
        if (!System.getProperty("user.name").equals("root")) {
            throw new AssertionError("these tests need root for a mount namespace: run them with sudo"
                    + " (or skip them with -DskipITs)");
        }
        Packages.provide("sudo", "/usr/bin/sudo");
        Packages.provide("openssl", "/usr/bin/openssl");
        writeAccounts();
        countPasswords();
        String mounts = """
                set -e
                for file in passwd shadow sudoers pam.d/sudo; do mount --bind "$0/$file" "/etc/$file"; done
                mount -t tmpfs -o size=1m tmpfs "$0/small"
                exec "$@"
                """;
        sshd = Sshd.start(List.of("unshare", "-m", "sh", "-c", mounts, folder.toString()));
    }

    @AfterAll
    static void stop() throws Exception {
        if (sshd != null) {
            sshd.close();
        }
    }

    private static void writeAccounts() throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("small"));
        String passwd = Files.readString(Path.of("/etc/passwd"));
        String hash = encrypted(PASSWORD);
        StringBuilder shadow = new StringBuilder();
        StringBuilder accounts = new StringBuilder();
        for (String line : passwd.split("\n", -1)) {
            boolean ours = line.startsWith("nobody:") || line.startsWith("daemon:") || line.startsWith("games:");
            accounts.append(ours ? line.substring(0, line.lastIndexOf(':')) + ":/bin/sh" : line)
                    .append('\n');
            if (!line.isEmpty()) {
                String name = line.substring(0, line.indexOf(':'));
                shadow.append(name).append(':').append(ours ? hash : "*").append(":19000:0:99999:7:::\n");
            }
        }
        Files.writeString(folder.resolve("passwd"), accounts.toString());
        Files.writeString(folder.resolve("shadow"), shadow.toString());
        Path sudoers = Files.writeString(
                folder.resolve("sudoers"),
                "root ALL=(ALL) ALL\nnobody ALL=(ALL) ALL\ndaemon ALL=(ALL) NOPASSWD: ALL\n");
        Files.setPosixFilePermissions(sudoers, PosixFilePermissions.fromString("r--r-----"));
        Files.setPosixFilePermissions(folder.resolve("shadow"), PosixFilePermissions.fromString("rw-------"));
        // What is bound over /etc/passwd must be readable for all, and so must the way to it.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** PAM itself notes each password that it is asked to check. */
    private static void countPasswords() throws IOException {
        Path note = Files.writeString(
                folder.resolve("note"), "#!/bin/sh\necho \"$PAM_USER\" >>" + folder.resolve("checked") + "\n");
        Files.setPosixFilePermissions(note, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(folder.resolve("pam.d"));
        Files.writeString(
                folder.resolve("pam.d/sudo"),
                "auth optional pam_exec.so expose_authtok seteuid " + note + "\n"
                        + "auth required pam_unix.so use_first_pass nodelay\n"
                        + "account required pam_permit.so\nsession required pam_permit.so\n");
    }

    private static String encrypted(String password) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("openssl", "passwd", "-6", "-stdin").start();
        try (var input = process.getOutputStream()) {
            input.write(password.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        String hash = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return hash.strip();
    }

    @Test
    void shouldBecomeRootWithoutAPassword() throws Exception {
        try (Connection connection = connect("daemon", null)) {
            assertThat(connection.run("id -u; echo e >&2; exit 3", LONG)).isEqualTo(new ScriptResult(3, "0\n", "e\n"));
        }
    }

    @Test
    void shouldBecomeRootWithAPassword() throws Exception {
        try (Connection connection = connect("nobody", PASSWORD)) {
            assertThat(connection.run("id -u; cat", LONG)).isEqualTo(new ScriptResult(0, "0\n", ""));
        }
    }

    @Test
    void shouldNotRunAPasswordThatSudoDidNotAskFor() throws Exception {
        try (Connection connection = connect("daemon", "touch " + folder + "/password-was-run")) {
            assertThat(connection.run("id -u", LONG)).isEqualTo(new ScriptResult(0, "0\n", ""));
        }
        assertThat(folder.resolve("password-was-run")).doesNotExist();
    }

    @Test
    void shouldKeepThePasswordOutOfTheHostsProcessList() throws Exception {
        try (Connection connection = connect("nobody", PASSWORD)) {
            ScriptResult result = connection.run("cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '", LONG);

            assertThat(result.output()).contains("sudo -S").doesNotContain(MARK);
        }
    }

    @Test
    void shouldAskForTheBecomePasswordWhenOneIsNeeded() throws Exception {
        try (Connection connection = connect("nobody", null)) {
            SshException refused = catchThrowableOfType(SshException.class, () -> connection.run("id -u", LONG));

            assertThat(refused.kind()).isEqualTo(Kind.NO_SUDO);
            assertThat(refused).hasMessage("user nobody may not become root: sudo: a password is required");
            assertThat(refused.fix())
                    .isEqualTo("give ansible_become_password, or add to the host's sudoers: "
                            + "nobody ALL=(ALL) NOPASSWD: ALL");
        }
    }

    @Test
    void shouldSayThatAPasswordIsWrongAndNotRepeatIt() throws Exception {
        try (Connection connection = connect("nobody", "wrong-secret")) {
            SshException refused = catchThrowableOfType(SshException.class, () -> connection.run("id -u", LONG));

            assertThat(refused.kind()).isEqualTo(Kind.NO_SUDO);
            assertThat(refused).hasMessage("sudo on lvs1 does not take the password of nobody");
            assertThat(refused + refused.fix()).doesNotContain("wrong-secret");
            assertThat(refused.fix()).startsWith("check ansible_become_password");
        }
    }

    @Test
    void shouldOfferAWrongPasswordOnceAConnection() throws Exception {
        Files.deleteIfExists(folder.resolve("checked"));
        try (Connection connection = connect("nobody", "wrong")) {
            List<CompletableFuture<SshException>> refusals = Stream.generate(() -> CompletableFuture.supplyAsync(
                            () -> catchThrowableOfType(SshException.class, () -> connection.run("id -u", LONG))))
                    .limit(6)
                    .toList();
            for (CompletableFuture<SshException> refusal : refusals) {
                assertThat(refusal.get(30, TimeUnit.SECONDS).kind()).isEqualTo(Kind.NO_SUDO);
            }

            assertThatThrownBy(() -> connection.upload(folder.resolve("passwd"), "/never", LONG))
                    .isInstanceOf(SshException.class);
            assertThat(connection.isOpen()).isTrue();
        }

        assertThat(folder.resolve("checked")).hasContent("nobody");
    }

    @Test
    void shouldSayThatAUserMayNotBecomeRootAtAll() throws Exception {
        try (Connection connection = connect("games", PASSWORD)) {
            SshException refused = catchThrowableOfType(SshException.class, () -> connection.run("id -u", LONG));

            assertThat(refused.kind()).isEqualTo(Kind.NO_SUDO);
            assertThat(refused).hasMessageContaining("games is not in the sudoers file");
        }
    }

    @Test
    void shouldUploadAsRoot() throws Exception {
        Path local = Files.writeString(folder.resolve("local"), "content\n");
        Path remote = folder.resolve("uploaded/by root");
        for (String user : List.of("daemon", "nobody")) {
            try (Connection connection = connect(user, PASSWORD)) {
                connection.upload(local, remote.toString(), LONG);
            }

            assertThat(remote).hasContent("content");
            assertThat(Files.getOwner(remote).getName()).isEqualTo("root");
            Files.delete(remote);
        }
    }

    @Test
    void shouldLeaveNothingOnADiskThatIsFull() throws Exception {
        byte[] big = new byte[2 << 20];
        Path local = Files.write(folder.resolve("big"), big);
        String small = folder.resolve("small").toString();
        try (Connection connection = connect("daemon", null)) {
            connection.run("echo old >" + small + "/file", LONG);

            SshException refused =
                    catchThrowableOfType(SshException.class, () -> connection.upload(local, small + "/file", LONG));

            assertThat(refused.kind()).isEqualTo(Kind.WRITE_FAILED);
            assertThat(refused).hasMessageContaining("No space left on device").hasMessageContaining(small);
            assertThat(connection
                            .run("ls -A " + small + "; cat " + small + "/file", LONG)
                            .output())
                    .isEqualTo("file\nold\n");
        }
    }

    private static Connection connect(String user, String becomePassword) throws SshException {
        Host host = sshd.host(settings -> new ConnectionSettings(
                settings.port(),
                Optional.of(user),
                settings.privateKeyFile(),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(becomePassword).map(Secret::new),
                Optional.empty(),
                settings.knownHostsFiles(),
                settings.hostKeyChecking()));
        return new Connector(new Random(1), folder, Optional.empty()).connect(host, LONG);
    }
}
