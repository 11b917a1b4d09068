package org.aloft.ssh;

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
import org.aloft.topology.model.Secret;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives at a host, run through the shells that are {@code sh} somewhere. */
class RootShellTest {
    private static final RootShell ROOT = new RootShell(false, Optional.empty());

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void shouldRunWhatArrivedWholeAndNothingElse(String shell) throws Exception {
        String script = "printf '%s\\n' " + ShellWord.quote("it's $(id) \\n ü") + "\ncat\nexit 7\n\n\n";

        Run run = run(shell, ROOT.runCommand(), script(ROOT, script));

        assertThat(run.status).isEqualTo(7);
        assertThat(run.output).isEqualTo("it's $(id) \\n ü\n");
        assertThat(RootShell.started(run.errors)).isTrue();
        assertThat(RootShell.errorsOfScript(run.errors)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void shouldNotRunTheFirstLineOfAScriptThatWasCutShort(String shell) throws Exception {
        byte[] whole = script(ROOT, "echo ran\n".repeat(1000));

        for (int missing : new int[] {1 + 1, 10, 5000, whole.length - 5}) {
            Run run = run(shell, ROOT.runCommand(), java.util.Arrays.copyOf(whole, whole.length - missing));
            assertThat(run.output).as("%d bytes missing", missing).isEmpty();
            assertThat(run.status).isEqualTo(RootShell.CUT_SHORT);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void shouldRunAScriptOfHalfAMegabyte(String shell) throws Exception {
        String script = "x=0\n" + "x=$((x+1)) # 0123456789012345678901234567890\n".repeat(11_000) + "echo $x\n";

        assertThat(run(shell, ROOT.runCommand(), script(ROOT, script)).output).isEqualTo("11000\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void shouldPassOverAPasswordThatSudoDidNotRead(String shell) throws Exception {
        RootShell withPassword = new RootShell(true, Optional.of(new Secret("echo not a command")));

        Run run = run(shell, ROOT.runCommand(), script(withPassword, "echo ran"));

        assertThat(run.output).isEqualTo("ran\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void shouldPutAFileWholeAndLeaveNothingOfOneThatWasCutShort(String shell) throws Exception {
        byte[] bytes = new byte[200_000];
        new Random(3).nextBytes(bytes);
        Path target = folder.resolve("it's new/file");
        String command = ROOT.uploadCommand(target.toString(), bytes.length);

        Run cut = run(shell, command, file(java.util.Arrays.copyOf(bytes, 150_000)));
        assertThat(cut.status).isEqualTo(1);
        assertThat(cut.errors).contains("150000 of 200000 bytes were written");
        try (var left = Files.list(target.getParent())) {
            assertThat(left).isEmpty();
        }

        Run whole = run(shell, command, file(bytes));
        assertThat(whole.status).as(whole.errors).isZero();
        assertThat(Files.readAllBytes(target)).isEqualTo(bytes);
    }

    private static byte[] script(RootShell shell, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        shell.sendScript(bytes, text);
        return bytes.toByteArray();
    }

    private static byte[] file(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ROOT.sendBegin(bytes);
        bytes.write(content);
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
