package org.aloft.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.aloft.lab.Packages;
import org.aloft.ssh.SshException.Kind;
import org.aloft.topology.model.BecomeMethod;
import org.aloft.topology.model.ConnectionSettings;
import org.aloft.topology.model.Host;
import org.aloft.topology.model.Secret;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The distribution's su and doas, under its own PAM. Accounts and rules exist only in sshd's own mount namespace, whose
 * /etc is a copy: root and daemon have a password there, nobody may use doas without one, daemon may with one, games
 * may not.
 */
@Timeout(120)
class BecomeIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    /** Part of the password: no other process has it in its command line by chance. */
    private static final String MARK = UUID.randomUUID().toString();

    private static final String PASSWORD = "root's \"own\" $word " + MARK;

    @TempDir
    static Path folder;

    private static Sshd sshd;

    @BeforeAll
    static void start() throws Exception {
        if (!System.getProperty("user.name").equals("root")) {
            throw new AssertionError("these tests need root for a mount namespace: run them with sudo"
                    + " (or skip them with -DskipITs)");
        }
        Packages.provide("util-linux", "/usr/bin/su");
        Packages.provide("doas", "/usr/bin/doas");
        Packages.provide("openssl", "/usr/bin/openssl");
        Path etc = folder.resolve("etc");
        Sshd.command("cp", "-a", "/etc", etc.toString());
        writeAccounts(etc);
        Path rules = etc.resolve("doas.conf");
        Files.writeString(rules, "permit nopass nobody as root\npermit daemon as root\n");
        Files.setPosixFilePermissions(rules, PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        String mounts = "set -e; mount --bind \"$0/etc\" /etc; exec \"$@\"";
        sshd = Sshd.start(List.of("unshare", "-m", "sh", "-c", mounts, folder.toString()));
    }

    @AfterAll
    static void stop() throws Exception {
        if (sshd != null) {
            sshd.close();
        }
    }

    private static void writeAccounts(Path etc) throws IOException, InterruptedException {
        String hash = encrypted();
        StringBuilder shadow = new StringBuilder();
        StringBuilder accounts = new StringBuilder();
        for (String line : Files.readAllLines(etc.resolve("passwd"))) {
            String name = line.substring(0, line.indexOf(':'));
            boolean ours = List.of("nobody", "daemon", "games").contains(name);
            accounts.append(ours ? line.substring(0, line.lastIndexOf(':')) + ":/bin/sh" : line)
                    .append('\n');
            shadow.append(name)
                    .append(':')
                    .append(List.of("root", "daemon").contains(name) ? hash : "*")
                    .append(":19000:0:99999:7:::\n");
        }
        Files.writeString(etc.resolve("passwd"), accounts.toString());
        Files.writeString(etc.resolve("shadow"), shadow.toString());
    }

    private static String encrypted() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("openssl", "passwd", "-6", "-stdin").start();
        try (var input = process.getOutputStream()) {
            input.write(PASSWORD.getBytes(StandardCharsets.UTF_8));
        }
        String hash = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return hash.strip();
    }

    @Test
    void shouldBecomeRootBySuWithRootsPassword() throws Exception {
        try (Connection connection = connect("nobody", BecomeMethod.SU, PASSWORD)) {
            assertThat(connection.run("id -u; cat; echo e >&2; echo \"${LC_ALL-unset}\"; exit 3", LONG))
                    .isEqualTo(new ScriptResult(3, "0\nunset\n", "e\n"));
            assertThat(connection.run("echo again", LONG).output()).isEqualTo("again\n");
        }
    }

    @Test
    void shouldPutFilesBySu() throws Exception {
        Path local = Files.writeString(folder.resolve("local"), "content\n");
        Path remote = folder.resolve("uploaded/by su");
        try (Connection connection = connect("nobody", BecomeMethod.SU, PASSWORD)) {
            connection.upload(local, remote.toString(), LONG);
        }
        assertThat(remote).hasContent("content");
        assertThat(Files.getOwner(remote).getName()).isEqualTo("root");
    }

    @Test
    void shouldKeepThePasswordOfSuOutOfTheHostsProcessList() throws Exception {
        try (Connection connection = connect("nobody", BecomeMethod.SU, PASSWORD)) {
            ScriptResult result =
                    connection.run("cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' ' '", LONG);

            assertThat(result.output()).contains("su -s /bin/sh").doesNotContain(MARK);
        }
    }

    @Test
    void shouldSayThatThePasswordOfSuIsWrongAndNotRepeatIt() throws Exception {
        try (Connection connection = connect("nobody", BecomeMethod.SU, "wrong-secret")) {
            SshException refused = catchThrowableOfType(SshException.class, () -> connection.run("id -u", LONG));

            assertThat(refused.kind()).isEqualTo(Kind.NO_SUDO);
            assertThat(refused).hasMessage("su on lvs1 does not take the password of root");
            assertThat(refused + refused.fix()).doesNotContain("wrong-secret");
            assertThat(refused.fix())
                    .startsWith("check ansible_become_password")
                    .contains("root's");
        }
    }

    @Test
    void shouldSayThatSuNeedsAPassword() throws Exception {
        try (Connection connection = connect("nobody", BecomeMethod.SU, null)) {
            SshException refused = catchThrowableOfType(SshException.class, () -> connection.run("id -u", LONG));

            assertThat(refused).hasMessage("user nobody may not become root: su asks for a password");
            assertThat(refused.fix()).isEqualTo("give ansible_become_password: root's own, which su asks for");
        }
    }

    @Test
    void shouldBecomeRootByDoas() throws Exception {
        try (Connection connection = connect("nobody", BecomeMethod.DOAS, null)) {
            assertThat(connection.run("id -u; cat; exit 3", LONG)).isEqualTo(new ScriptResult(3, "0\n", ""));
        }
    }

    @Test
    void shouldBecomeRootByDoasWithTheUsersPassword() throws Exception {
        try (Connection connection = connect("daemon", BecomeMethod.DOAS, PASSWORD)) {
            assertThat(connection.run("id -u; cat; printf 'a\\tb\\r\\003\\n'; echo e >&2; exit 3", LONG))
                    .isEqualTo(new ScriptResult(3, "0\na\tb\r\003\n", "e\n"));
            assertThat(connection
                            .run("(: </dev/tty) 2>/dev/null || echo no terminal", LONG)
                            .output())
                    .as("that only doas met")
                    .isEqualTo("no terminal\n");
        }
    }

    @Test
    void shouldKeepTheTerminalsLineFeedOutOfTheErrorsWheneverItArrives() throws Exception {
        try (Connection connection = connect("daemon", BecomeMethod.DOAS, PASSWORD)) {
            for (int round = 0; round < 20; round++) {
                assertThat(connection
                                .run("echo e >&2; exec >&-; sleep 0.02", LONG)
                                .errors())
                        .isEqualTo("e\n");
            }
        }
    }

    @Test
    void shouldPutFilesByDoasAsTheyAre() throws Exception {
        byte[] content = new byte[1 << 20];
        new Random(2).nextBytes(content);
        Path local = Files.write(folder.resolve("binary"), content);
        Path remote = folder.resolve("uploaded/by doas");
        try (Connection connection = connect("daemon", BecomeMethod.DOAS, PASSWORD)) {
            connection.upload(local, remote.toString(), LONG);
        }
        assertThat(remote).hasBinaryContent(content);
        assertThat(Files.getOwner(remote).getName()).isEqualTo("root");
    }

    @Test
    void shouldNotTakeTheScriptForThePasswordWhereDoasDoesNotAsk() throws Exception {
        try (Connection connection = connect("nobody", BecomeMethod.DOAS, PASSWORD)) {
            assertThat(connection.run("id -u; exit 3", LONG)).isEqualTo(new ScriptResult(3, "0\n", ""));
        }
    }

    @Test
    void shouldKeepThePasswordOfDoasOutOfTheHostsProcessList() throws Exception {
        try (Connection connection = connect("daemon", BecomeMethod.DOAS, PASSWORD)) {
            ScriptResult result =
                    connection.run("cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\\0' ' '", LONG);

            assertThat(result.output()).contains("script -q -e").doesNotContain(MARK);
        }
    }

    @Test
    void shouldSayThatThePasswordOfDoasIsWrongAndNotRepeatIt() throws Exception {
        try (Connection connection = connect("daemon", BecomeMethod.DOAS, "wrong-secret")) {
            SshException refused = catchThrowableOfType(SshException.class, () -> connection.run("id -u", LONG));

            assertThat(refused.kind()).isEqualTo(Kind.NO_SUDO);
            assertThat(refused).hasMessage("doas on lvs1 does not take the password of daemon");
            assertThat(refused + refused.fix()).doesNotContain("wrong-secret");
            assertThat(refused.fix())
                    .startsWith("check ansible_become_password")
                    .doesNotContain("root's");
        }
    }

    @Test
    void shouldSayWhatToDoWhereDoasWantsAPasswordOrRefuses() throws Exception {
        try (Connection connection = connect("daemon", BecomeMethod.DOAS, null)) {
            SshException refused = catchThrowableOfType(SshException.class, () -> connection.run("id -u", LONG));

            assertThat(refused.kind()).isEqualTo(Kind.NO_SUDO);
            assertThat(refused).hasMessageStartingWith("user daemon may not become root: doas: ");
            assertThat(refused.fix())
                    .startsWith("give ansible_become_password, or add")
                    .endsWith("permit nopass daemon as root");
        }
        try (Connection connection = connect("games", BecomeMethod.DOAS, PASSWORD)) {
            SshException refused = catchThrowableOfType(SshException.class, () -> connection.run("id -u", LONG));

            assertThat(refused).hasMessage("user games may not become root: doas: Operation not permitted");
            assertThat(refused.fix()).contains("permit games as root");
        }
    }

    private static Connection connect(String user, BecomeMethod method, String becomePassword) throws SshException {
        Host host = sshd.host(settings -> new ConnectionSettings(
                ConnectionSettings.Way.SSH,
                settings.port(),
                Optional.of(user),
                settings.privateKeyFile(),
                Optional.empty(),
                Optional.empty(),
                method,
                Optional.ofNullable(becomePassword).map(Secret::new),
                Optional.empty(),
                settings.knownHostsFiles(),
                settings.hostKeyChecking(),
                ConnectionSettings.SshOptions.none()));
        return new Connector(new Random(1), folder, Optional.empty()).connect(host, LONG);
    }
}
