package org.aloft.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ScriptIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    private static Sshd sshd;
    private static Connection connection;

    @BeforeAll
    static void connect() throws Exception {
        sshd = Sshd.start();
        connection = new Connector(new Random(1), sshd.folder(), Optional.empty()).connect(sshd.host(), LONG);
    }

    @AfterAll
    static void disconnect() throws Exception {
        if (connection != null) {
            connection.close();
        }
        if (sshd != null) {
            sshd.close();
        }
    }

    @Test
    void shouldGiveStatusOutputAndErrorsOfAScript() throws Exception {
        ScriptResult result = connection.run("echo out\necho err >&2\nexit 3\n", LONG);

        assertThat(result).isEqualTo(new ScriptResult(3, "out\n", "err\n"));
    }

    @Test
    void shouldTellEachLineAsItComes() throws Exception {
        Path gate = sshd.folder().resolve("gate");
        Sshd.command("mkfifo", gate.toString());
        List<String> lines = new ArrayList<>();

        connection.run("echo first; cat " + gate + "; echo last", LONG, line -> {
            lines.add(line);
            if (line.equals("first")) {
                write(gate, "opened\n");
            }
        });

        assertThat(lines).containsExactly("first", "opened", "last");
    }

    @Test
    void shouldRunAScriptLongerThanAnArgumentMayBe() throws Exception {
        String filler = "# 0123456789012345678901234567890123456789012345678\n".repeat(6000);

        ScriptResult result = connection.run("x=1\n" + filler + "echo whole", LONG);

        assertThat(result).isEqualTo(new ScriptResult(0, "whole\n", ""));
    }

    @Test
    void shouldCarryHostileTextUnchanged() throws Exception {
        String text = "it's \"$(id)\" `id` \\ %s ! ünïcode \t end";

        ScriptResult result =
                connection.run("printf '%s\\n' " + org.aloft.plan.shell.ShellWord.quote(text) + "\n\n\n", LONG);

        assertThat(result.output()).isEqualTo(text + "\n");
    }

    @Test
    void shouldGiveAScriptNothingToRead() throws Exception {
        assertThat(connection.run("cat; echo done", LONG).output()).isEqualTo("done\n");
    }

    @Test
    void shouldKeepTheEndOfErrorsOfAnyLength() throws Exception {
        ScriptResult result = connection.run("head -c 20000000 /dev/zero | tr '\\0' x >&2; echo end >&2", LONG);

        assertThat(result.errors()).startsWith("[19983620 bytes left out] … xx").endsWith("xxend\n");
        assertThat(result.errors()).hasSizeLessThan(CommandErrors.KEPT + 100);
    }

    @Test
    void shouldGiveUpAScriptThatPrintsWithoutEnd() throws Exception {
        SshException lost = catchThrowableOfType(SshException.class, () -> connection.run("yes", LONG));

        assertThat(lost.kind()).isEqualTo(SshException.Kind.LOST);
        assertThat(lost).hasMessage("the script printed more than 8388608 bytes; it was given up");
        assertThat(connection
                        .run("while pgrep -x yes; do sleep 0.1; done; echo ended", LONG)
                        .output())
                .endsWith("ended\n");
    }

    @Test
    void shouldTellOnlyTheBeginningOfALongLineAndGiveTheWholeOutput() throws Exception {
        List<String> lines = new ArrayList<>();

        ScriptResult result = connection.run(
                "head -c 20000000 /dev/zero | tr '\\0' x; echo; echo last", LONG, 20_000_006, lines::add);

        assertThat(result.output()).hasSize(20_000_006).endsWith("x\nlast\n");
        assertThat(lines).containsExactly("x".repeat(CommandOutput.LONGEST_LINE), "last");
    }

    @Test
    void shouldGiveOutputThatDoesNotEndInALineUnchanged() throws Exception {
        assertThat(connection.run("printf '%s' 'no end'", LONG).output()).isEqualTo("no end");
    }

    @Test
    void shouldNotTakeOutputThatWasCutForAllOfIt() throws Exception {
        SshException lost = catchThrowableOfType(
                SshException.class, () -> connection.run("echo part; kill -9 $$; echo more", LONG));

        assertThat(lost.kind()).isEqualTo(SshException.Kind.LOST);
        assertThat(lost).hasMessage("signal KILL ended the script's shell on the host");
    }

    @Test
    void shouldGiveTheStatusOfAScriptThatASignalEnded() throws Exception {
        ScriptResult result = connection.run("exec sh -c 'echo part; kill -9 $$'", LONG);

        assertThat(result.exitStatus()).isEqualTo(128 + 9);
        assertThat(result.output()).isEqualTo("part\n");
    }

    @Test
    void shouldUploadBinaryFilesWhole() throws Exception {
        byte[] bytes = new byte[20 << 20];
        new Random(7).nextBytes(bytes);
        Path local = Files.write(sshd.folder().resolve("local"), bytes);
        Path remote = sshd.folder().resolve("new folder/it's/remote");

        connection.upload(local, remote.toString(), LONG);

        assertThat(Files.mismatch(local, remote)).isEqualTo(-1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(remote)))
                .isEqualTo("rw-------");
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
