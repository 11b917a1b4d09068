package org.aloft.agent.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.aloft.agent.config.AccountName;
import org.aloft.agent.thread.Faults;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ScriptRunnerTest {
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    Path directory;

    private final BlockingQueue<ScriptResult> results = new LinkedBlockingQueue<>();
    private final ScriptRunner runner = ScriptRunner.open(
            Map.of("PATH", System.getenv("PATH"), "NOTIFY_SOCKET", "/x"), Duration.ofMillis(300), Faults.supervisor());

    @AfterEach
    void close() {
        runner.close();
    }

    @Test
    void shouldTellExitStatusAndBothOutputs() throws Exception {
        start("echo one; echo two >&2; exit 3", LONG);
        assertThat(results.take()).isEqualTo(new ScriptResult.Exited(3, "one\ntwo"));
    }

    @Test
    void shouldPassWordsOnAsTheyAre() throws Exception {
        Path script = script("printf '<%s>' \"$@\"");
        runner.start(script(List.of(script.toString(), "a b", "$HOME;`x`", "")), LONG, results::add);
        assertThat(results.take()).isEqualTo(new ScriptResult.Exited(0, "<a b><$HOME;`x`><>"));
    }

    @Test
    void shouldLeadASessionWithNothingButItsPipes() throws Exception {
        start(
                "test \"$(ps -o sid= -p $$)\" -eq $$ && echo leads; ls /proc/self/fd | wc -l; read line || echo no input;"
                        + " env | grep -c NOTIFY_SOCKET",
                LONG);
        // 0, 1, 2 and the one by which ls reads the directory
        assertThat(results.take().output()).isEqualTo("leads\n4\nno input\n0");
    }

    @Test
    void shouldNotHandOnFilesThatJavaHasOpen() throws Exception {
        try (RandomAccessFile open = new RandomAccessFile(script("").toFile(), "r")) {
            assertThat(open.length()).isPositive();
            start("ls -l /proc/self/fd | grep -c " + directory + " || true", LONG);
            assertThat(results.take().output()).isEqualTo("0");
        }
    }

    @Test
    void shouldNotBeRealTimeAndHaveNoSignalBlockedOrIgnored() throws Exception {
        // Of 7 digits: the next are real-time signals, of which glibc keeps two to itself.
        start("grep -E '^Sig(Blk|Ign)' /proc/self/status | sed -E 's,.*(.{7})$,\\1,'; chrt -p $$ | head -1", LONG);
        assertThat(results.take().output()).startsWith("0000000\n0000000\n").endsWith("SCHED_OTHER");
    }

    @Test
    void shouldEndTheWholeGroupOfOneThatHangs() throws Exception {
        Path child = directory.resolve("child");
        start("echo before; sleep 1000 & echo $! > " + child + "; wait", SHORT);
        assertThat(results.take()).isEqualTo(new ScriptResult.TimedOut("before"));
        assertGone(child);
    }

    @Test
    void shouldKillWhatDoesNotHeedTheFirstSignal() throws Exception {
        Path child = directory.resolve("child");
        start(
                "trap '' TERM; (trap '' TERM; echo $BASHPID; while :; do sleep 1; done) & echo $! > " + child
                        + "; while :; do sleep 1; done",
                SHORT);
        assertThat(results.take()).isInstanceOf(ScriptResult.TimedOut.class);
        assertGone(child);
    }

    @Test
    void shouldKillAChildThatOutlivesTheEndOfItsHangingParent() throws Exception {
        Path child = directory.resolve("child");
        start("(trap '' TERM; while :; do sleep 1; done) & echo $! > " + child + "; wait", SHORT);
        assertThat(results.take()).isInstanceOf(ScriptResult.TimedOut.class);
        assertGone(child);
    }

    @Test
    void shouldNotWaitForAChildThatKeepsTheOutputOpen() throws Exception {
        Path child = directory.resolve("child");
        start("echo started; (sleep 1000; echo late) & echo $! > " + child, LONG);
        assertThat(results.take()).isEqualTo(new ScriptResult.Exited(0, "started"));
        long pid = Long.parseLong(Files.readString(child).strip());
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive))
                .as("what a script starts in the background stays")
                .isPresent();
        ProcessHandle.of(pid).orElseThrow().descendants().forEach(ProcessHandle::destroyForcibly);
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void shouldLetAChildInTheBackgroundWriteOnAfterItsParentHasEnded() throws Exception {
        Path wrote = directory.resolve("wrote");
        start(
                "(i=0; while [ $i -lt 300 ]; do printf %01000d 0 || exit 1; i=$((i+1)); done; echo all > " + wrote
                        + ".new; mv " + wrote + ".new " + wrote + ") & :",
                LONG);
        assertThat(results.take()).isInstanceOf(ScriptResult.Exited.class);
        while (!Files.exists(wrote)) {
            Thread.onSpinWait();
            Thread.sleep(5);
        }
        assertThat(wrote).hasContent("all");
    }

    @Test
    void shouldDrainMegabytesAndKeepBeginningAndEnd() throws Exception {
        start("echo first; head -c 10000000 /dev/zero | tr '\\0' x; echo; echo last", LONG);
        ScriptResult result = results.take();
        assertThat(result.good()).isTrue();
        assertThat(result.output())
                .startsWith("first\nxxx")
                .endsWith("xxx\nlast")
                .contains(" bytes left out]")
                .hasSizeLessThan(2 * ScriptOutput.KEPT + 100);
    }

    @Test
    void shouldTellWhichSignalEndedIt() throws Exception {
        start("echo dying; kill -KILL $$", LONG);
        assertThat(results.take()).isEqualTo(new ScriptResult.Signalled(9, "dying"));
    }

    @Test
    void shouldStopOnRequest() throws Exception {
        RunningScript running = start("echo $$; exec sleep 1000", ScriptRunner.UNLIMITED);
        running.stop();
        assertThat(results.take()).isInstanceOf(ScriptResult.Signalled.class);
        running.stop();
    }

    @Test
    void shouldSayWhyAProgramCannotStart() throws Exception {
        runner.start(script(List.of("/no/such/program")), LONG, results::add);
        assertThat(results.take().summary()).contains("cannot run /no/such/program", "ENOENT", "write the full path");
        Path plain = Files.writeString(directory.resolve("plain"), "#!/bin/sh\n");
        runner.start(script(List.of(plain.toString())), LONG, results::add);
        assertThat(results.take().summary()).contains("EACCES", "chmod +x");
        Path noInterpreter = executable(directory.resolve("raw"), "echo\n");
        runner.start(script(List.of(noInterpreter.toString())), LONG, results::add);
        assertThat(results.take().summary()).contains("ENOEXEC", "#!/bin/sh");
    }

    @Test
    void shouldRunUnderAnotherAccount() throws Exception {
        Account nobody =
                Accounts.find(new AccountName("nobody", Optional.empty())).orElseThrow();
        Script script = new Script(List.of("sh", "-c", "id -un; id -G; exit 4"), Optional.of(nobody));
        runner.start(script, LONG, results::add);
        assertThat(results.take()).isEqualTo(new ScriptResult.Exited(4, "nobody\n" + nobody.gid()));
    }

    @Test
    void shouldRunManyAtOnceFromOneThread() throws Exception {
        Path gate = directory.resolve("gate");
        assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor())
                .isZero();
        for (int index = 0; index < 50; index++) {
            start("read line < " + gate + "; echo done", LONG);
        }
        // All of them wait at the gate, so none would get through if they ran one after the other.
        try (var writer = Files.newBufferedWriter(gate)) {
            writer.write("go\n".repeat(50));
            writer.flush();
            for (int index = 0; index < 50; index++) {
                assertThat(results.take().output()).isEqualTo("done");
            }
        }
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().equals("scripts")))
                .hasSize(1);
    }

    @Test
    void shouldEndWhatRunsWhenClosed() throws Exception {
        Path child = directory.resolve("child");
        start("sleep 1000 & echo $! > " + child + "; wait", ScriptRunner.UNLIMITED);
        while (!Files.exists(child) || Files.size(child) == 0) {
            Thread.sleep(5);
        }
        runner.close();
        assertThat(results.poll()).isInstanceOf(ScriptResult.Signalled.class);
        assertGone(child);
        start("echo", LONG);
        assertThat(results.take().summary()).contains("aloftd stops");
    }

    private RunningScript start(String commands, Duration timeout) throws IOException {
        return runner.start(script(List.of(script(commands).toString())), timeout, results::add);
    }

    private static Script script(List<String> words) {
        return new Script(words, Optional.empty());
    }

    private Path script(String commands) throws IOException {
        return executable(Files.createTempFile(directory, "script", ""), "#!/bin/bash\n" + commands + "\n");
    }

    private static Path executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Ends only when the process whose number is in the file has. */
    private static void assertGone(Path file) throws Exception {
        long pid = Long.parseLong(Files.readString(file).strip());
        while (isRunning(pid)) {
            Thread.sleep(5);
        }
    }

    /** A zombie whose parent does not look runs no more. */
    private static boolean isRunning(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException gone) {
            return false;
        }
    }
}
