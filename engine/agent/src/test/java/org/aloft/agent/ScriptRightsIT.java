package org.aloft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may do what: aloftd's threads no more than they need, its scripts whatever root may. */
@Timeout(120)
class ScriptRightsIT extends OnHosts {
    private static final Pattern EFFECTIVE = Pattern.compile("CapEff:\\s*([0-9a-f]{16})");
    private static final Pattern BOUNDING = Pattern.compile("CapBnd:\\s*([0-9a-f]{16})");

    /** CAP_SYS_MODULE, CAP_SYS_PTRACE, CAP_SYS_ADMIN, CAP_MKNOD. */
    private static final long NEVER_NEEDED = 1L << 16 | 1L << 19 | 1L << 21 | 1L << 27;

    /** Those that take in what others sent. */
    private static final List<String> THREADS = List.of("vrrp", "status", "control", "web", "notify", "scripts");

    @BeforeEach
    void letOthersIn() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static long set(Pattern name, String status) {
        Matcher line = name.matcher(status);
        assertThat(line.find()).as(status).isTrue();
        return Long.parseUnsignedLong(line.group(1), 16);
    }

    private Path script() throws IOException {
        Path script = hosts.write(
                "script.sh",
                "#!/bin/sh\ngrep Cap /proc/self/status >" + folder + "/rights.new\n" + "mv " + folder + "/rights.new "
                        + folder + "/rights\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path configuration(Path fifo) throws IOException {
        return hosts.write("aloftd.conf", """
                global_defs {
                    script_user root
                    startup_script %s
                    vrrp_notify_fifo %s nobody
                }
                vrrp_instance VI_1 {
                    state BACKUP
                    interface eth0
                    virtual_router_id 10
                    priority 200
                    version 3
                    advert_int 0.1
                    virtual_ipaddress {
                        10.9.0.10
                    }
                }
                """.formatted(script(), fifo));
    }

    @Test
    void shouldGiveScriptsOfRootWhatRootHasAndItsOwnThreadsWhatTheyNeed() throws Exception {
        Path fifo = folder.resolve("fifo");
        try (Router router = hosts.aloftd(hosts.first, configuration(fifo))) {
            router.await("VI_1: ACTIVE");
            String script = Files.readString(folder.resolve("rights"));
            long all = set(BOUNDING, Files.readString(Path.of("/proc/self/status")));
            assertThat(set(EFFECTIVE, script)).as(script).isEqualTo(all);
            assertThat(all & NEVER_NEEDED).as("this test runs as root").isNotZero();
            assertThat(threads(router.pid()))
                    .filteredOn(thread -> THREADS.contains(name(thread)))
                    .hasSizeGreaterThanOrEqualTo(THREADS.size())
                    .allSatisfy(thread -> assertThat(set(EFFECTIVE, thread) & NEVER_NEEDED)
                            .as(thread)
                            .isZero());
            router.signal("TERM");
            router.awaitCleanExit();
        }
    }

    private static List<String> threads(long process) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(process), "task"))) {
            return tasks.map(task -> Commands.run("cat", task + "/status")).toList();
        }
    }

    private static String name(String status) {
        return status.lines().findFirst().orElseThrow().replaceFirst("Name:\\s*", "");
    }

    @Test
    void shouldWriteToAFifoOfAnotherUserThatAnEarlierRunLeftBehind() throws Exception {
        Path fifo = folder.resolve("fifo");
        Path file = configuration(fifo);
        try (Router killed = hosts.aloftd(hosts.first, file)) {
            killed.await("VI_1: ACTIVE");
            killed.signal("KILL");
            killed.exitCode();
        }
        assertThat(Commands.run("stat", "-c", "%U %a %F", fifo.toString())).isEqualTo("nobody 600 fifo\n");
        try (Router again = hosts.aloftd(hosts.first, file);
                Router reader = hosts.run(
                        hosts.first,
                        List.of("setpriv", "--reuid=nobody", "--clear-groups", "--", "cat", fifo.toString()))) {
            reader.await("INSTANCE \"VI_1\" MASTER");
            again.signal("TERM");
            again.awaitCleanExit();
        }
    }

    /** Where a container or a unit of somebody's own says what root may not. */
    @Test
    void shouldLeaveNoFifoBehindThatItMayNotGiveAway() throws Exception {
        Path fifo = folder.resolve("fifo");
        List<String> command = new ArrayList<>(List.of("setpriv", "--bounding-set=-chown", "--"));
        command.addAll(
                hosts.aloftdCommand(hosts.first, "-f", configuration(fifo).toString()));
        try (Router router = hosts.run(hosts.first, command)) {
            router.await("cannot open FIFO " + fifo + ": chown: EPERM");
            router.await("VI_1: ACTIVE");
            assertThat(fifo).doesNotExist();
            router.signal("TERM");
            router.awaitCleanExit();
        }
    }
}
