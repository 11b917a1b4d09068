package org.aloft.agent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.aloft.agent.bfd.BfdSessions;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.script.Script;
import org.aloft.agent.script.ScriptResult;
import org.aloft.agent.script.ScriptRunner;
import org.aloft.agent.thread.Faults;
import org.aloft.agent.thread.Supervisor;
import org.aloft.agent.track.Tracking;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Something that nobody foresaw is thrown on a part's own thread: it is told, and the process ends or the part goes on,
 * whichever is the lesser evil. The loop itself is tested elsewhere; here is that each part stands on it.
 */
@Timeout(60)
class PartFaultsTest {
    private static final String TRACKED = """
            track_file load {
                file %s
                init_file 1
            }
            vrrp_instance VI_1 {
                interface lo
                virtual_router_id 1
                track_file {
                    load
                }
                virtual_ipaddress {
                    192.0.2.1
                }
            }
            """;

    private static final String SESSION = """
            bfd_instance B {
                neighbor_ip 127.0.0.1
            }
            """;

    private final Faults faults = new Faults();
    private final Supervisor supervisor = new Supervisor(faults);

    @TempDir
    Path folder;

    private Configuration read(String text) throws Exception {
        return ConfigurationReader.read(Files.writeString(folder.resolve("aloftd.conf"), text));
    }

    private static void fail() {
        throw new LinkageError("no such class");
    }

    @Test
    void shouldGoOnRunningScripts() throws Exception {
        try (ScriptRunner scripts = ScriptRunner.open(System.getenv(), Duration.ofSeconds(1), supervisor)) {
            Script script = new Script(List.of("true"), Optional.empty());
            scripts.start(script, Duration.ofMinutes(1), result -> fail());
            assertThat(faults.await()).containsExactly("scripts: no such class: GO_ON");
            CompletableFuture<ScriptResult> next = new CompletableFuture<>();
            scripts.start(script, Duration.ofMinutes(1), next::complete);
            assertThat(next.join().good()).isTrue();
        }
    }

    @Test
    void shouldEndWithTheTrackers() throws Exception {
        Configuration tracked = read(TRACKED.formatted(folder.resolve("load")));
        try (ScriptRunner scripts = ScriptRunner.open(System.getenv(), Duration.ofSeconds(1), Faults.supervisor());
                BfdSessions sessions = BfdSessions.open(new Random(1), 1, supervisor);
                Tracking tracking = Tracking.open(
                        scripts,
                        sessions,
                        InstantSource.system(),
                        event -> {},
                        (instance, priority) -> fail(),
                        supervisor)) {
            assertThatThrownBy(() -> tracking.configure(
                            tracked.tracking(),
                            List.of("VI_1"),
                            tracked.global().scripts()))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(faults.await()).containsExactly("trackers: no such class: END_PROCESS");
        }
    }

    @Test
    void shouldEndWithTheBfdSessions() throws Exception {
        try (BfdSessions sessions = BfdSessions.open(new Random(1), 1, supervisor)) {
            sessions.listen("B", (up, reason) -> fail());
            assertThatThrownBy(() -> sessions.configure(read(SESSION).tracking().bfdInstances()))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(faults.await()).containsExactly("bfd: no such class: END_PROCESS");
        }
    }

    /** A part that was never begun, and one that has ended, let nobody wait. */
    @Test
    void shouldCloseWhatNeverBegan() {
        BfdSessions.open(new Random(1), 1, supervisor).close();
        ScriptRunner.open(Map.of(), Duration.ofSeconds(1), supervisor).close();
    }
}
