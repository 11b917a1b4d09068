package org.aloft.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.aloft.agent.config.GlobalDefinitions;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.script.ScriptRunner;
import org.aloft.agent.thread.Faults;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LifecycleScriptTest {
    @TempDir
    Path folder;

    private final ScriptRunner runner = ScriptRunner.open(Map.of(), Duration.ofSeconds(1), Faults.supervisor());
    private final CompletableFuture<Void> stopAsked = new CompletableFuture<>();

    @AfterEach
    void end() {
        runner.close();
    }

    private void start(String lines) throws Exception {
        Path script = Files.writeString(folder.resolve("startup"), "#!/bin/sh\n" + lines + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        String user = System.getProperty("user.name");
        GlobalDefinitions global = ConfigurationReader.read(Files.writeString(
                        folder.resolve("aloftd.conf"),
                        "global_defs {\nstartup_script_timeout 600\nstartup_script " + script + " " + user + "\n}\n"))
                .global();
        // On another thread, since it heeds no interrupt, by which a time-out ends a test.
        CompletableFuture.runAsync(() -> LifecycleScript.start(runner, global.process(), global.scripts(), stopAsked))
                .get();
    }

    @Test
    void shouldWaitForItsEnd() throws Exception {
        Path done = folder.resolve("done");
        start("echo done > " + done);
        assertThat(done).hasContent("done");
    }

    /** One that was asked to before, one that is asked to meanwhile, and one that does not heed SIGTERM. */
    @Test
    void shouldEndItWhenAStopIsAskedFor() throws Exception {
        Path begun = folder.resolve("begun");
        assertThat(new ProcessBuilder("mkfifo", begun.toString()).start().waitFor())
                .isZero();
        CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> {
            assertThat(begun).hasContent("begun");
            stopAsked.complete(null);
        });
        start("echo begun > " + begun + "\ntrap '' TERM\nwhile :; do sleep 600; done");
        asking.join();
        start("exec sleep 600");
    }
}
