package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.aloft.lab.Lab;
import org.aloft.lab.LabSpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cluster that {@code aloft demo --keep} leaves behind, with a topology of the test's own beside it, and commands
 * on both.
 *
 * <p>Needs root and Linux, and fails with one line that says so where it has neither.
 */
abstract class OnDemoCluster {
    private static final String NAME = "story-" + ProcessHandle.current().pid();
    private static final Path EXAMPLE = Path.of(System.getProperty("aloft.home"), "inventories/lvs-dr");
    private static final int TRIES = 3;
    static final Duration COMMAND = Duration.ofMinutes(5);

    @TempDir
    static Path folder;

    static Invocation demo;
    static Lab lab;

    @BeforeAll
    static void demonstrate() throws IOException {
        requireRootOnLinux();
        Runtime.getRuntime().addShutdownHook(new Thread(OnDemoCluster::takeDown, "cluster-test-interrupted"));
        demo = Invocation.of("demo", "--keep", "--lab", NAME, "--report", folder.toString());
        assertThat(Lab.find(NAME)).as(demo.toString()).isPresent();
        lab = Lab.find(NAME).orElseThrow();
        for (String file : List.of("topology.yml", "hosts.ini")) {
            Files.copy(EXAMPLE.resolve(file), folder.resolve(file));
        }
    }

    private static void requireRootOnLinux() throws IOException {
        boolean linux = System.getProperty("os.name").equals("Linux");
        if (!linux || !Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
            fail("the cluster needs hosts of its own on this machine, so " + (linux ? "root" : "Linux")
                    + "; run  sudo mvn verify,  or leave the cluster out:  mvn verify -DskipITs");
        }
    }

    @AfterAll
    static void takeDown() {
        Lab.down(LabSpec.defaultHome(), NAME);
        LabSpec.defaultHome().resolve(NAME + ".lock").toFile().delete();
    }

    static Path variant(String name, String from, String to) throws IOException {
        String text = Files.readString(folder.resolve("topology.yml"));
        assertThat(text).contains(from);
        return Files.writeString(folder.resolve(name), text.replace(from, to));
    }

    /**
     * Applies while a client asks a hundred times a second, and demands that every request is answered. A try in which
     * the lab's hosts themselves stood still says nothing of the order of things, and is made anew.
     */
    static Invocation applyWhileClientsAsk(Path other) throws Exception {
        return applyWhileClientsAsk(other, Installation.ofProcess());
    }

    /** As {@link #applyWhileClientsAsk(Path)}, with another agent. */
    static Invocation applyWhileClientsAsk(Path other, Installation installation) throws Exception {
        ClientLoad load = new ClientLoad(OnDemoCluster::on);
        List<String> disturbed = new ArrayList<>();
        for (int tries = 0; tries < TRIES; tries++) {
            String since = on("client", "date +%s").strip();
            List<Invocation> applied = new ArrayList<>();
            String answers = load.during(() -> applied.add(in(installation, other, "apply", "--yes")));
            assertThat(applied.get(0).status()).as(applied.get(0).toString()).isZero();
            if (answers.contains(" failed 0 of ")) {
                return applied.get(0);
            }
            String stalls = load.stallsSince(since);
            assertThat(stalls).as(answers + applied.get(0)).isNotEmpty();
            disturbed.add(answers + stalls);
            assertThat(aloft("apply", "--yes").status()).isZero();
        }
        throw new AssertionError("the hosts stood still in each try: " + disturbed);
    }

    static void assertNothingToDo() {
        Invocation planned = aloft("plan", "--detailed-exitcode");
        assertThat(planned.status()).as(planned.toString()).isZero();
        assertThat(planned.out()).startsWith("Nothing to do: ");
    }

    static Invocation aloft(String command, String... options) {
        return aloftOn(folder.resolve("topology.yml"), command, options);
    }

    /** Emulated hosts on a slow machine may take longer than the default to let anybody in. */
    static Invocation aloftOn(Path topology, String command, String... options) {
        return in(Installation.ofProcess(), topology, command, options);
    }

    /** With another agent. */
    static Invocation in(Installation installation, Path topology, String command, String... options) {
        List<String> line = new ArrayList<>(
                List.of(command, topology.toString(), "-i", lab.inventory().toString(), "--timeout", "60"));
        line.addAll(List.of(options));
        Surroundings own = Surroundings.ofProcess();
        return Invocation.in(
                new Surroundings(
                        installation,
                        own.dialer(),
                        own.clock(),
                        own.nanoTime(),
                        own.random(),
                        own.sshConfig(),
                        own.keys()),
                line.toArray(String[]::new));
    }

    static String on(String host, String commandLine) {
        Lab.HostOutput output = lab.run(host, COMMAND, commandLine);
        assertThat(output.exitCode()).as(output.output()).isZero();
        return output.output();
    }
}
