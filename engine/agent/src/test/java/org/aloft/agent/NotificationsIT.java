package org.aloft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.aloft.lab.Packages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the bundle as it is installed tells scripts and FIFOs, beside what keepalived tells them of the same life. */
@Timeout(120)
class NotificationsIT extends OnHosts {
    private static final List<String> SUBJECTS = List.of("G1", "ALONE", "GROUPED");

    /**
     * What was told in a daemon's life.
     *
     * @param fifo lines of vrrp_notify_fifo
     * @param scripts the arguments of each script that was run
     */
    private record Life(List<String> fifo, List<String> scripts) {
        List<String> fifoOf(String subject) {
            return fifo.stream()
                    .filter(line -> line.contains('"' + subject + '"'))
                    .toList();
        }

        List<String> scriptsOf(String subject) {
            return scripts.stream()
                    .filter(line -> List.of(line.split(" ", -1)).contains(subject))
                    .toList();
        }
    }

    @Test
    void shouldTellScriptsAndFifosWhatKeepalivedTellsThem() throws Exception {
        Packages.provide("keepalived", "/usr/sbin/keepalived");
        Life keepalived = life(
                "keepalived",
                List.of(
                        "keepalived",
                        "--dont-fork",
                        "--log-console",
                        "--vrrp",
                        "--pid=" + folder.resolve("keepalived.pid"),
                        "--vrrp_pid=" + folder.resolve("vrrp.pid")));
        Life aloftd = life("aloftd", hosts.aloftdCommand(hosts.first));
        for (String subject : SUBJECTS) {
            assertThat(aloftd.fifoOf(subject)).as(subject).isEqualTo(keepalived.fifoOf(subject));
            assertThat(aloftd.scriptsOf(subject))
                    .as(subject + ": the same, whatever the order in which keepalived's scripts came to write")
                    .containsExactlyInAnyOrderElementsOf(keepalived.scriptsOf(subject));
            assertThat(aloftd.scriptsOf(subject))
                    .as(subject + ": the script of the state, then the general one")
                    .isEqualTo(scriptsInOrder(aloftd.fifoOf(subject)));
        }
    }

    /**
     * {@code INSTANCE "ALONE" MASTER 100} means {@code master ALONE}, and then {@code any INSTANCE ALONE MASTER 100}.
     */
    private static List<String> scriptsInOrder(List<String> fifo) {
        List<String> scripts = new ArrayList<>();
        for (String line : fifo) {
            String[] words = line.replace("\"", "").split(" ", -1);
            scripts.add(words[2].toLowerCase(Locale.ROOT) + " " + words[1]);
            scripts.add("any " + String.join(" ", words));
        }
        return scripts;
    }

    /** A daemon starts alone, loses its interface, gets it back, and is stopped. */
    private Life life(String name, List<String> command) throws Exception {
        Path events = fifo(name + ".events");
        Path calls = fifo(name + ".calls");
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("-f", configuration(name, events, calls).toString()));
        // The second never comes to an end of its own, since scripts open and close what it reads all the time.
        try (Router fifo = hosts.run(hosts.first, List.of("cat", events.toString()));
                Router scripts = hosts.run(hosts.first, List.of("sh", "-c", "exec cat <> " + calls));
                Router daemon = hosts.run(hosts.first, all)) {
            fifo.await("\"G1\" MASTER");
            Commands.run("ip", "-n", hosts.first, "link", "set", "eth0", "down");
            fifo.await("\"G1\" FAULT");
            Commands.run("ip", "-n", hosts.first, "link", "set", "eth0", "up");
            fifo.await("\"G1\" MASTER");
            daemon.signal("TERM");
            daemon.awaitCleanExit();
            fifo.awaitCleanExit();
            for (int index = 0; index < 2 * fifo.seen().size(); index++) {
                scripts.await("");
            }
            return new Life(fifo.seen(), scripts.seen());
        }
    }

    private Path fifo(String name) {
        Path path = folder.resolve(name);
        Commands.run("mkfifo", path.toString());
        return path;
    }

    private Path configuration(String name, Path events, Path calls) throws IOException {
        Path script = Files.writeString(folder.resolve(name + ".sh"), "#!/bin/sh\necho \"$*\" > " + calls + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Files.writeString(
                folder.resolve(name + ".conf"),
                """
                global_defs {
                    script_user root
                    vrrp_notify_fifo %s
                }
                vrrp_sync_group G1 {
                    group {
                        GROUPED
                    }
                    %s
                }
                """.formatted(events, told(script, "G1"))
                        + instance("ALONE", 11, 0.1, told(script, "ALONE"))
                        + instance("GROUPED", 12, 0.3, told(script, "GROUPED")));
    }

    private static String told(Path script, String name) {
        return """
                notify_master "%1$s master %2$s"
                notify_backup "%1$s backup %2$s"
                notify_fault "%1$s fault %2$s"
                notify_stop "%1$s stop %2$s"
                notify "%1$s any"
                """.formatted(script, name);
    }

    /** The slower one is the last to become active, so that nothing is missing once it is. */
    private static String instance(String name, int routerId, double interval, String lines) {
        return """
                vrrp_instance %s {
                    state BACKUP
                    interface eth0
                    virtual_router_id %d
                    priority 100
                    version 3
                    advert_int %s
                    virtual_ipaddress {
                        10.9.0.%d
                    }
                    %s
                }
                """.formatted(name, routerId, interval, routerId, lines);
    }
}
