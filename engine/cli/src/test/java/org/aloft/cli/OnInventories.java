package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.aloft.lab.Lab;
import org.aloft.lab.LabHost;
import org.aloft.lab.LabSpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A lab in which clusters of the folder {@code inventories} are brought up, one at a time. A cluster that fails does
 * not fail the next one: its hosts get fresh disks. Needs root and Linux. Used by one thread.
 */
abstract class OnInventories {
    private static final Path CLUSTERS = Path.of(System.getProperty("aloft.home"), "inventories");

    /** Clusters have names of their own for these. */
    static final List<LabHost> IN_ONE_NETWORK = List.of(
            new LabHost("node1", "192.168.100.100"),
            new LabHost("node2", "192.168.100.111"),
            new LabHost("node3", "192.168.100.112"),
            new LabHost("server1", "192.168.100.200"),
            new LabHost("server2", "192.168.100.222"),
            new LabHost("client", "192.168.100.20"));

    private static final Duration COMMAND = Duration.ofMinutes(5);
    private static final int TRIES = 60;

    /** All that a cluster of ours may leave in a host's network; without lifetimes, and what has not settled yet. */
    private static final String NETWORK = "ip -o address | sed 's/\\\\.*//; s/ tentative//'; ip route; ip -6 route";

    @TempDir
    static Path folder;

    /** Host → its network as it was before the cluster that is up; empty between two clusters. */
    private static final Map<String, String> BEFORE = new LinkedHashMap<>();

    private static String name;
    private static Lab lab;
    private static Path reach;

    /** To be called before all tests, which find these hosts. */
    static void start(LabSpec spec) throws IOException {
        name = spec.name();
        Runtime.getRuntime().addShutdownHook(new Thread(OnInventories::takeDown, "inventories-test-interrupted"));
        lab = Lab.up(spec, line -> {});
        String inventory = Files.readString(lab.inventory());
        // The clusters name their hosts; the lab says how to get there.
        reach = Files.writeString(folder.resolve("reach.ini"), inventory.substring(inventory.indexOf("[all:vars]")));
    }

    @AfterAll
    static void takeDown() {
        Lab.down(LabSpec.defaultHome(), name);
        LabSpec.defaultHome().resolve(name + ".lock").toFile().delete();
    }

    @AfterEach
    void clearAwayWhatFailed() {
        List<String> left = List.copyOf(BEFORE.keySet());
        BEFORE.clear();
        left.parallelStream().forEach(lab::reset);
    }

    /** The hosts by their names in the lab, and how to get there. */
    static String inventory() throws IOException {
        return Files.readString(lab.inventory());
    }

    /** A cluster of the folder. */
    static Path cluster(String name) {
        return CLUSTERS.resolve(name);
    }

    /** A copy of a cluster, with one text of its topology in place of another, wherever that stands. */
    static Path changed(Path cluster, String text, String other) throws IOException {
        Path copy = Files.createDirectories(folder.resolve("changed").resolve(cluster.getFileName()));
        Files.writeString(copy.resolve("hosts.ini"), Files.readString(cluster.resolve("hosts.ini")));
        String topology = Files.readString(cluster.resolve("topology.yml"));
        assertThat(topology).contains(text);
        Files.writeString(copy.resolve("topology.yml"), topology.replace(text, other));
        return copy;
    }

    /**
     * Brings a cluster up from nothing.
     *
     * @param labHosts what its hosts are called in the lab
     */
    static void bringUp(Path cluster, String... labHosts) {
        remember(labHosts);
        apply(cluster);
    }

    /** How the network of these hosts is before a cluster is brought up. */
    static void remember(String... labHosts) {
        for (String host : labHosts) {
            BEFORE.put(host, on(host, NETWORK));
        }
    }

    /** Applies it, proves it, and plans it again to nothing. */
    static void apply(Path cluster) {
        Invocation applied = aloft(cluster, "apply", "--yes");
        assertThat(applied.status()).as(applied.toString()).isZero();
        Invocation verified = aloft(cluster, "verify", "--checks", "--report", folder.toString());
        assertThat(verified.status()).as(verified.toString()).isZero();
        nothingToDo(cluster);
    }

    /** What the checks say, asked until they end so, or often enough. */
    static Invocation verifiedUntil(Path cluster, ExitCode wanted) {
        Invocation verified = aloft(cluster, "verify", "--checks", "--report", folder.toString());
        for (int tries = 1; tries < TRIES && verified.status() != wanted.status(); tries++) {
            verified = aloft(cluster, "verify", "--checks", "--report", folder.toString());
        }
        return verified;
    }

    static void nothingToDo(Path cluster) {
        Invocation planned = aloft(cluster, "plan", "--detailed-exitcode");
        assertThat(planned.status()).as(planned.toString()).isZero();
        assertThat(planned.out()).startsWith("Nothing to do: ");
    }

    /** Destroys the cluster that is up, whose instances hold VIPs; its hosts are then as they were before. */
    static void destroy(Path cluster) {
        assertThat(destroyed(cluster).out()).contains("goes away for good");
    }

    /** Destroys the cluster that is up; its hosts are then as they were before. */
    static Invocation destroyed(Path cluster) {
        Invocation destroyed = aloft(cluster, "destroy", "--yes");
        assertThat(destroyed.status()).as(destroyed.toString()).isZero();
        BEFORE.forEach((host, network) -> {
            assertThat(on(host, NETWORK)).as(host).isEqualTo(network);
            assertThat(on(
                            host,
                            "pgrep -f 'agent[.]Aloftd' || echo none runs;"
                                    + " ls -d /var/lib/aloft /opt/aloft /etc/aloft 2>/dev/null || :"))
                    .as(host)
                    .isEqualTo("none runs\n");
        });
        BEFORE.clear();
        return destroyed;
    }

    static Invocation aloft(Path cluster, String command, String... options) {
        List<String> line =
                new ArrayList<>(List.of(command, cluster.toString(), "-i", reach.toString(), "--timeout", "60"));
        line.addAll(List.of(options));
        return Invocation.of(line.toArray(String[]::new));
    }

    static StatusOnWatch watch(Path cluster) throws InterruptedException {
        return StatusOnWatch.of("status", cluster.toString(), "-i", reach.toString(), "--watch");
    }

    static String on(String host, String commandLine) {
        Lab.HostOutput output = lab.run(host, COMMAND, commandLine);
        assertThat(output.exitCode()).as(output.output()).isZero();
        return output.output();
    }

    /** Cuts a host's power, and gives it back. */
    static void restart(String host) {
        lab.powerOff(host);
        lab.powerOn(host);
    }

    /** Has a host without systemd reboot, and waits until its sshd answers again. */
    static void reboot(String host) {
        lab.run(host, COMMAND, "/sbin/reboot; sleep 300");
        lab.awaitReady(host);
    }

    /** Cuts a host's power. */
    static void powerOff(String host) {
        lab.powerOff(host);
    }

    /** Switches a host on, and waits until it has booted. */
    static void powerOn(String host) {
        lab.powerOn(host);
        on(host, "systemctl is-system-running --wait >/dev/null || :");
    }

    /** What hosts are like. */
    static Map<String, List<String>> likenesses(String... hosts) {
        Map<String, List<String>> likenesses = new LinkedHashMap<>();
        for (String host : hosts) {
            likenesses.put(host, likeness(host));
        }
        return likenesses;
    }

    /** Demands that hosts are now what they were like then. */
    static void assertLike(Map<String, List<String>> then) {
        then.forEach((host, likeness) -> {
            List<String> now = likeness(host);
            List<String> differences = new ArrayList<>();
            likeness.stream().filter(line -> !now.contains(line)).forEach(line -> differences.add("- " + line));
            now.stream().filter(line -> !likeness.contains(line)).forEach(line -> differences.add("+ " + line));
            assertThat(differences).as(host).isEmpty();
        });
    }

    /**
     * What a host is like, in lines that are the same for hosts that are alike: what is installed, what runs and is
     * enabled, every file of a configuration, of the agent and of Aloft's own record, and what the kernel is told.
     */
    private static List<String> likeness(String host) {
        return on(host, LIKENESS).lines().toList();
    }

    private static final String LIKENESS = """
            dpkg-query -W -f '${db:Status-Abbrev} ${Package}\\n' | grep '^ii'
            apt-mark showmanual | sed 's/^/manual /'
            systemctl list-unit-files --no-legend --state=enabled,masked | sed 's/  */ /g'
            # The guard of a change that was confirmed a moment ago may not have ended yet.
            systemctl list-units --no-legend --plain --type=service,socket --state=active,failed \\
                | grep -v '^aloft-undo-' | while read -r unit _ active sub _; do echo "$unit $active $sub"; done
            # As useradd(8) and the like leave them, files with a - hold what was there one change earlier.
            files() {
                find /etc /opt /usr/local /var/lib/aloft ! -path '/etc/*-' ! -path /etc/ld.so.cache \\
                    ! -path '/var/lib/aloft/history*' "$@"
            }
            files \\( -type l -printf '%p -> %l\\n' \\) -o -printf '%p %m %u:%g\\n' | sort
            # The archive of the agent's classes is made by the host, and never twice the same.
            files -type f ! -name aloftd.jsa -exec sha256sum {} + | sort -k 2
            cat /var/lib/aloft/manifest
            cd /proc/sys/net/ipv4
            grep . ip_forward ip_nonlocal_bind conf/*/arp_ignore conf/*/arp_announce conf/*/send_redirects
            """;

    /** Waits until a host carries a VIP on one of its cards. */
    static void awaitHolder(String host, String vip) {
        String asked = "ip -o address show to " + vip + " | grep -qv ' lo ' && echo yes || echo no";
        assertThat(eventually(host, asked, "yes\n"))
                .as("%s holds %s", host, vip)
                .isEqualTo("yes\n");
    }

    static String fromClient(String url) {
        return on("client", "curl -ks -m 5 '" + url + "'");
    }

    static List<String> answers(String url, int count) {
        return IntStream.range(0, count).mapToObj(index -> fromClient(url)).toList();
    }

    static void await(String url, String answer) {
        assertThat(eventually("client", "curl -ks -m 3 '" + url + "' || :", answer))
                .isEqualTo(answer);
    }

    /** What a command prints, asked until it is this, or often enough. */
    static String eventually(String host, String commandLine, String wanted) {
        String seen = "";
        for (int tries = 0; tries < TRIES && !seen.equals(wanted); tries++) {
            seen = on(host, commandLine + "; sleep 1");
        }
        return seen;
    }
}
