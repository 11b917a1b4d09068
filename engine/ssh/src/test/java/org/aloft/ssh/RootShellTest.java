package org.aloft.ssh;

import static org.aloft.ssh.RootShell.BEGIN;
import static org.aloft.ssh.RootShell.END;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.aloft.lab.Packages;
import org.aloft.plan.shell.ShellWord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives at a host, run through the shells that are {@code sh} somewhere. */
class RootShellTest {
    private static final RootShell ROOT = new RootShell(Optional.empty(), Optional.empty());

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void shouldRunWhatArrivedWholeAndNothingElse(String shell) throws Exception {
        String script = "printf '%s\\n' " + ShellWord.quote("it's $(id) \\n ü") + "\ncat\nexit 7\n\n\n";

        Run run = run(shell, ROOT.runCommand(), script(script));

        assertThat(run.status).isEqualTo(7);
        assertThat(run.output).isEqualTo(BEGIN + "it's $(id) \\n ü\n" + END);
        assertThat(run.errors).isEqualTo(BEGIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void shouldNotRunTheFirstLineOfAScriptThatWasCutShort(String shell) throws Exception {
        byte[] whole = script("echo ran\n".repeat(1000));

        for (int missing : new int[] {1 + 1, 10, 5000, whole.length - 5}) {
            Run run = run(shell, ROOT.runCommand(), java.util.Arrays.copyOf(whole, whole.length - missing));
            assertThat(run.output).as("%d bytes missing", missing).isEqualTo(BEGIN);
            assertThat(run.status).isEqualTo(RootShell.CUT_SHORT);
        }
        Run beheaded = run(shell, ROOT.runCommand(), java.util.Arrays.copyOfRange(whole, 20, whole.length));
        assertThat(beheaded.status).isEqualTo(RootShell.CUT_SHORT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void shouldRunAScriptOfHalfAMegabyte(String shell) throws Exception {
        String script = "x=0\n" + "x=$((x+1)) # 0123456789012345678901234567890\n".repeat(11_000) + "echo $x\n";

        assertThat(run(shell, ROOT.runCommand(), script(script)).output).isEqualTo(BEGIN + "11000\n" + END);
    }

    @ParameterizedTest
    @CsvSource({
        "dash, exit 3, 3",
        "bash, exit 3, 3",
        "busybox, exit 3, 3",
        "dash, exec sh -c 'exit 4', 4",
        "bash, exec sh -c 'exit 4', 4",
        "busybox, exec sh -c 'exit 4', 4",
        "dash, trap 'echo bye' EXIT; false, 1",
        "bash, trap 'echo bye' EXIT; false, 1",
        "busybox, trap 'echo bye' EXIT; false, 1",
        "dash, set -e; false; true, 1",
        "bash, set -e; false; true, 1",
        "busybox, set -e; false; true, 1",
        "dash, 'kill -9 $(exec sh -c ''echo $PPID'')', 137",
        "bash, kill -9 $BASHPID, 137"
    })
    void shouldMarkTheEndOfAScriptHoweverItEnds(String shell, String script, int status) throws Exception {
        Run run = run(shell, ROOT.runCommand(), script(script));

        assertThat(run.status).as(run.errors).isEqualTo(status);
        assertThat(run.output).startsWith(BEGIN).endsWith(END);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void shouldPutAFileWholeAndLeaveNothingOfOneThatWasCutShort(String shell) throws Exception {
        byte[] bytes = new byte[200_000];
        new Random(3).nextBytes(bytes);
        Path target = folder.resolve("it's new/file");
        String command = ROOT.uploadCommand(target.toString(), bytes.length);

        Run cut = run(shell, command, java.util.Arrays.copyOf(bytes, 150_000));
        assertThat(cut.status).isEqualTo(1);
        assertThat(cut.errors).contains("150000 of 200000 bytes were written");
        try (var left = Files.list(target.getParent())) {
            assertThat(left).isEmpty();
        }

        Run whole = run(shell, command, bytes);
        assertThat(whole.status).as(whole.errors).isZero();
        assertThat(Files.readAllBytes(target)).isEqualTo(bytes);
    }

    private static byte[] script(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RootShell.sendScript(bytes, text);
        return bytes.toByteArray();
    }

    /** Runs a command as sshd would have it run, with another shell in the place of {@code sh}. */
    private Run run(String shell, String command, byte[] input) throws IOException, InterruptedException {
        Path program = Path.of("/bin", shell);
        Packages.provide(shell, program.toString());
        Path binaries = Files.createDirectories(folder.resolve("bin-" + shell));
        Path link = binaries.resolve("sh");
        if (!Files.exists(link)) {
            Files.createSymbolicLink(link, program);
        }
        Path in = Files.write(folder.resolve("in"), input);
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("PATH", binaries + ":" + System.getenv("PATH"));
        Process process = builder.start();
        try (var pipe = process.getOutputStream()) {
            Files.copy(in, pipe);
        } catch (IOException endedBeforeItReadAll) {
            assertThat(process.isAlive()).isFalse();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Run(
                process.exitValue(),
                Files.readString(folder.resolve("out"), StandardCharsets.UTF_8),
                Files.readString(folder.resolve("err"), StandardCharsets.UTF_8));
    }

    private record Run(int status, String output, String errors) {}
}
