package org.aloft.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.aloft.lab.Packages;
import org.aloft.ssh.SshException.Kind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Users whose shell is bash, and whose ~/.bashrc does more than it should. */
@Timeout(120)
class StartupFilesIT {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String SCRIPT = "echo out; echo err >&2; exit 3";
    private static final ScriptResult RESULT = new ScriptResult(3, "out\n", "err\n");

    @TempDir
    static Path folder;

    private static Sshd sshd;

    private Connection connection;

    @BeforeAll
    static void start() throws Exception {
        if (!System.getProperty("user.name").equals("root")) {
            throw new AssertionError("these tests need root for a mount namespace: run them with sudo"
                    + " (or skip them with -DskipITs)");
        }
        Packages.provide("bash", "/bin/bash");
        String accounts = Files.readString(Path.of("/etc/passwd"));
        Files.writeString(folder.resolve("passwd"), accounts.replaceAll("(?m)^(root:.*):[^:]*$", "$1:/bin/bash"));
        String mounts = "mount --bind \"$0/passwd\" /etc/passwd && exec \"$@\"";
        sshd = Sshd.start(List.of("unshare", "-m", "sh", "-c", mounts, folder.toString()));
    }

    @AfterAll
    static void stop() throws Exception {
        if (sshd != null) {
            sshd.close();
        }
    }

    @BeforeEach
    void connect() throws Exception {
        connection = new Connector(new Random(1), sshd.folder(), Optional.empty()).connect(sshd.host(), LONG);
    }

    @AfterEach
    void disconnect() {
        connection.close();
    }

    @Test
    void shouldTellAScriptsOutputFromThatOfANoisyStartupFile() throws Exception {
        startupFile("echo noise; echo noise >&2; printf 'no end of line'; printf 'none here' >&2; set -xv");
        List<String> lines = new ArrayList<>();

        assertThat(connection.run(SCRIPT, LONG, lines::add)).isEqualTo(RESULT);

        assertThat(lines).containsExactly("out");
        assertStartupFileRan();
    }

    @Test
    void shouldUploadPastANoisyStartupFile() throws Exception {
        startupFile("echo noise; echo noise >&2; seq 10000");
        Path local = Files.writeString(folder.resolve("local"), "content\n");

        connection.upload(local, folder.resolve("remote").toString(), LONG);

        assertThat(folder.resolve("remote")).hasSameTextualContentAs(local);
        assertStartupFileRan();
    }

    @Test
    void shouldWaitForASlowStartupFile() throws Exception {
        startupFile("sleep 2");

        assertThat(connection.run(SCRIPT, LONG)).isEqualTo(RESULT);
        assertStartupFileRan();
    }

    @Test
    void shouldSayThatTheShellEndedWhenAStartupFileExits() throws Exception {
        startupFile("exit 7");

        SshException refused = catchThrowableOfType(SshException.class, () -> connection.run(SCRIPT, LONG));

        assertThat(refused.kind()).isEqualTo(Kind.SETTINGS);
        assertThat(refused).hasMessage("the log-in shell of root on lvs1 ended before it ran anything: exit status 7");
        assertThat(refused.fix()).contains("~/.bashrc");
    }

    @Test
    void shouldNameStartupFilesWhenOneHangs() throws Exception {
        startupFile("while [ -d " + folder + " ]; do sleep 0.1; done"); // until the test's folder goes

        SshException late =
                catchThrowableOfType(SshException.class, () -> connection.run(SCRIPT, Duration.ofMillis(1500)));

        assertThat(late.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(late).hasMessageStartingWith("the script was not begun within 1500 ms");
        assertThat(late.fix()).contains("~/.bashrc");
    }

    @Test
    void shouldRunNothingOfAScriptWhoseBeginningAStartupFileHasRead() throws Exception {
        startupFile("read -r line");

        SshException lost =
                catchThrowableOfType(SshException.class, () -> connection.run("touch " + folder.resolve("run"), LONG));

        assertThat(lost.kind()).isEqualTo(Kind.LOST);
        assertThat(lost).hasMessageStartingWith("the script did not arrive whole, so none of it ran");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    private static void startupFile(String text) throws Exception {
        Files.deleteIfExists(folder.resolve("startup"));
        Files.writeString(sshd.home().resolve(".bashrc"), "touch " + folder.resolve("startup") + "\n" + text + "\n");
    }

    private static void assertStartupFileRan() {
        assertThat(folder.resolve("startup")).exists();
    }
}
