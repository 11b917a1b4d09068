package org.aloft.agent.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.aloft.agent.bfd.BfdSessions;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.script.ScriptRunner;
import org.aloft.agent.thread.Faults;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One configuration of trackers after another. */
@Timeout(60)
class TrackingTest {
    private static final String TRACKED = """
            track_file load {
                file %s
                weight 1
            }
            vrrp_instance %s {
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

    @TempDir
    Path folder;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final ScriptRunner scripts = ScriptRunner.open(Map.of(), Duration.ofSeconds(1), Faults.supervisor());
    private final BfdSessions sessions = BfdSessions.open(new Random(1), 1, Faults.supervisor());
    private final Tracking tracking = Tracking.open(
            scripts,
            sessions,
            InstantSource.system(),
            event -> {},
            (instance, priority) -> told.add(instance + " " + priority.adjustment()),
            Faults.supervisor());

    @AfterEach
    void end() {
        tracking.close();
        sessions.close();
        scripts.close();
    }

    private Configuration read(String instance) throws Exception {
        Path load = folder.resolve("load");
        if (Files.notExists(load)) {
            Files.writeString(load, "7\n");
        }
        return ConfigurationReader.read(
                Files.writeString(folder.resolve("aloftd.conf"), TRACKED.formatted(load, instance)));
    }

    private void configure(Configuration next) {
        tracking.configure(
                next.tracking(),
                next.instances().stream().map(VrrpInstanceBlock::name).toList(),
                next.global().scripts());
    }

    /** It runs under that name until all parts have switched, and must not lose its priority for that moment. */
    @Test
    void shouldNotTellAnInstanceUnderItsOldNameThatItTracksNothing() throws Exception {
        configure(read("VI_1"));
        assertThat(told).containsExactly("VI_1 7");
        told.clear();
        configure(read("VI_A"));
        assertThat(told).containsExactly("VI_A 7");
    }

    @Test
    void shouldTellAnInstanceThatItTracksNothingAnyMore() throws Exception {
        configure(read("VI_1"));
        told.clear();
        String text = Files.readString(folder.resolve("aloftd.conf"));
        configure(ConfigurationReader.read(Files.writeString(
                folder.resolve("aloftd.conf"), text.replace("    track_file {\n        load\n    }\n", ""))));
        assertThat(told).containsExactly("VI_1 0");
    }

    /** What a refused configuration had opened is closed, and what is in force is as it was. */
    @Test
    void shouldChangeNothingByPreparing() throws Exception {
        Configuration next = read("VI_1");
        tracking.prepare(next.tracking());
        tracking.release();
        assertThat(told).isEmpty();
        configure(next);
        tracking.prepare(read("VI_A").tracking());
        tracking.release();
        assertThat(told).containsExactly("VI_1 7");
        Path load = Files.writeString(folder.resolve("next"), "9\n");
        Files.move(load, folder.resolve("load"), StandardCopyOption.ATOMIC_MOVE);
        told.take();
        assertThat(told.take()).isEqualTo("VI_1 9");
    }
}
