package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Aloft writes for its directors, aloftd and the distribution's keepalived read without a complaint. */
class AgentReadsTest {
    private static final Path ENGINE = Path.of(System.getProperty("aloft.home"), "engine");
    private static final Path VIRTUAL_SERVERS = ENGINE.resolve("plan/src/test/resources/virtual-servers");
    private static final long LONGEST_SECONDS = 60;

    /** Programs are run although no script_security asks who may change them. keepalived's only complaint here. */
    private static final int INSECURE_PROGRAMS = 6;

    @TempDir
    private Path folder;

    static List<Path> virtualServers() throws IOException {
        try (Stream<Path> folders = Files.list(VIRTUAL_SERVERS)) {
            return folders.map(each -> each.resolve("topology.yml")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("virtualServers")
    void shouldBeReadByAloftd(Path topology) throws Exception {
        for (Path file : configurations(topology)) {
            Invocation seen = run(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "org.aloft.agent.Aloftd",
                    "--config-test",
                    "--syntax",
                    "-f",
                    file.toString());
            assertThat(seen.status()).as(seen + Files.readString(file)).isZero();
            assertThat(seen.out()).contains(": fine; ");
            assertThat(seen.err()).as(Files.readString(file)).isEmpty();
        }
    }

    /** Without the instances, whose interfaces this machine does not have: what {@code VirtualServersTest} holds. */
    @ParameterizedTest
    @MethodSource("virtualServers")
    void shouldBeReadByKeepalived(Path topology) throws Exception {
        Packages.provide("keepalived", "/usr/sbin/keepalived");
        Path file = topology.resolveSibling("virtual-servers.conf").toAbsolutePath();
        Invocation seen = run("keepalived", "--config-test", "--check", "--use-file=" + file);
        assertThat(seen.status()).as(seen + Files.readString(file)).isIn(0, INSECURE_PROGRAMS);
    }

    private List<Path> configurations(Path file) throws Exception {
        Topology topology = new TopologyReader().read(file);
        AgentBundle bundle = new AgentBundle("0".repeat(12), "0".repeat(64), 0, "x86_64", Path.of("never-sent.tar.gz"));
        Wanted wanted = Wanted.of(topology, bundle, Templates.builtIn());
        String path = VrrpAgent.of(topology.agent()).configuration();
        List<Path> written = new ArrayList<>();
        for (String host : topology.hosts().keySet()) {
            for (var resource : wanted.on(host)) {
                if (resource.id().equals(FileResource.idOf(path))) {
                    String text = ((FileResource) resource).content().reveal();
                    written.add(Files.writeString(folder.resolve(host + ".conf"), text));
                }
            }
        }
        assertThat(written).isNotEmpty();
        return written;
    }

    private Invocation run(String... words) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(words)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                    .as(String.join(" ", words))
                    .isTrue();
            return new Invocation(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
