package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.aloft.lab.Packages;
import org.aloft.plan.cluster.Templates;
import org.aloft.plan.cluster.VrrpAgent;
import org.aloft.plan.cluster.Wanted;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.FileResource;
import org.aloft.topology.file.TopologyReader;
import org.aloft.topology.model.Topology;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every word that a topology has for a director, in the configuration that is made of it: both agents take it without
 * a complaint. aloftd is the one that Aloft ships; keepalived is the distribution's.
 */
class AgentConfigurationIT {
    private static final Path HOME = Path.of(System.getProperty("aloft.home")).toAbsolutePath();
    private static final Path SAMPLES = HOME.resolve("engine/topology/src/test/resources/every-property");
    private static final long LONGEST_SECONDS = 60;

    /** The interfaces of the samples, in a network namespace of the test's own. */
    private static final String INTERFACES = """
            ip link add bond0 type veth peer name bond1
            ip link add bond2 type veth peer name bond3
            ip link add bond4 type veth peer name bond5
            for name in lo bond0 bond1 bond2; do ip link set $name up; done
            ip address add 10.20.0.1/24 dev bond0
            """;

    @TempDir
    static Path folder;

    private static AgentBundle bundle;
    private static Path aloftd;

    @BeforeAll
    static void unpack() throws Exception {
        bundle = new Installation(HOME).bundle();
        Path program = Files.createDirectory(folder.resolve("aloftd"));
        assertFine(run("tar", "-xzf", bundle.file().toString(), "-C", program.toString()));
        aloftd = program.resolve("bin/aloftd");
        for (String file : List.of("hosts.ini", "motd.txt")) {
            Files.copy(SAMPLES.resolve(file), folder.resolve(file));
        }
    }

    static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldBeReadByAloftd(Path sample) throws Exception {
        Topology topology = topology(Files.readString(sample));
        for (String director : List.of("fw1", "fw2")) {
            Path file = configuration(topology, director);

            Invocation checked = run(aloftd.toString(), "--config-test", "--syntax", "-f", file.toString());

            assertFine(checked);
            assertThat(checked.out()).as(Files.readString(file)).contains(": fine; ");
        }
    }

    /** What only aloftd can do is refused beside {@code agent: keepalived}, so it is taken out here. */
    @Test
    void shouldBeReadByKeepalived() throws Exception {
        Packages.provide("keepalived", "/usr/sbin/keepalived");
        for (String sample : List.of("ipv4.yml", "sync-weights.yml", "vrrp.yml")) {
            String text = Files.readString(SAMPLES.resolve(sample))
                    .replaceAll("(?m)^ *(webhooks|detect): .*\n", "")
                    .replaceAll("/usr/local/bin/[a-z]+", "/bin/true");
            Topology topology = topology("agent: keepalived\n" + text.replaceAll("(?m)^agent: .*\n", ""));
            Path file = configuration(topology, "fw1");

            Invocation checked = run(
                    "unshare",
                    "--net",
                    "sh",
                    "-euc",
                    INTERFACES + "exec keepalived --config-test --use-file=\"$0\"",
                    file.toString());

            assertThat(checked.status())
                    .as(sample + ": " + checked + Files.readString(file))
                    .isZero();
        }
    }

    private static Topology topology(String text) throws Exception {
        return new TopologyReader().read(Files.writeString(folder.resolve("topology.yml"), text));
    }

    private static Path configuration(Topology topology, String director) throws IOException {
        String path = VrrpAgent.of(topology.agent()).configuration();
        FileResource file = Wanted.of(topology, bundle, Templates.builtIn()).on(director).stream()
                .filter(resource -> resource.id().equals(FileResource.idOf(path)))
                .map(FileResource.class::cast)
                .findFirst()
                .orElseThrow();
        return Files.writeString(folder.resolve("agent.conf"), file.content().reveal());
    }

    private static void assertFine(Invocation checked) {
        assertThat(checked.status()).as(checked.toString()).isZero();
    }

    private static Invocation run(String... words) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(words)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                    .as(String.join(" ", words) + " ended")
                    .isTrue();
            return new Invocation(process.exitValue(), text(out), text(err));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
