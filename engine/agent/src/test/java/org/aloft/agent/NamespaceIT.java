package org.aloft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code net_namespace}: the bundle is started on one host of the segment, and works on the other. */
class NamespaceIT {
    private static final String VIP = "10.9.0.10";

    @TempDir
    Path folder;

    private Segment segment;

    /** The interface {@code inside0} is in the first host only. */
    @BeforeEach
    void join() {
        segment = new Segment();
        Commands.run("ip", "-n", segment.first, "link", "set", "eth0", "down");
        Commands.run("ip", "-n", segment.first, "link", "set", "eth0", "name", "inside0", "up");
    }

    @AfterEach
    void leave() {
        segment.close();
    }

    private Path file(String firstLine) throws IOException {
        return Files.writeString(folder.resolve("aloftd.conf"), firstLine + """

                vrrp_instance VI_1 {
                    interface inside0
                    virtual_router_id 10
                    priority 200
                    version 3
                    advert_int 0.1
                    virtual_ipaddress {
                        %s
                    }
                }
                """.formatted(VIP));
    }

    private List<String> command(String... arguments) {
        Stream<String> fixed = Stream.of(
                Bundle.installed().resolve("bin/aloftd").toString(),
                "--run-directory",
                folder.resolve("run").toString());
        return Stream.concat(fixed, Stream.of(arguments)).toList();
    }

    private Commands.Result configTestInSecond(Path file) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", segment.second));
        all.addAll(command("--config-test", "-f", file.toString()));
        return Commands.tryRun(all);
    }

    @Test
    void shouldHoldVipsInItsNamespaceWithEveryThreadInIt() throws Exception {
        Path file = file("net_namespace " + segment.first);
        try (Router router = Router.start(segment.second, command("-f", file.toString()), folder)) {
            router.await("VI_1: ACTIVE");
            assertThat(Segment.holds(segment.first, VIP)).isTrue();
            assertThat(Segment.holds(segment.second, VIP)).isFalse();
            try (Stream<Path> threads = Files.list(Path.of("/proc/" + router.pid() + "/task"))) {
                assertThat(threads.toList())
                        .as("the process that was started, with all its threads")
                        .hasSizeGreaterThan(5)
                        .allMatch(thread -> isIn(thread, segment.first));
            }

            file("net_namespace " + segment.second);
            router.signal("HUP");
            router.await("aloftd.conf:1:1: a reload cannot change net_namespace; put it back, or restart")
                    .await("the configuration read before stays in force");
            assertThat(Segment.holds(segment.first, VIP)).isTrue();

            router.signal("TERM");
            router.awaitCleanExit();
            assertThat(Segment.holds(segment.first, VIP)).isFalse();
        }
    }

    private static boolean isIn(Path thread, String namespace) {
        try {
            return Files.isSameFile(thread.resolve("ns/net"), Path.of("/var/run/netns", namespace));
        } catch (IOException gone) {
            return false;
        }
    }

    @Test
    void shouldEnterTheNamespaceOfTheCommandLineWhateverTheFileSays() throws Exception {
        Path file = file("net_namespace nowhere");
        List<String> command = command("-f", file.toString(), "--namespace", segment.first);
        try (Router router = Router.start(segment.second, command, folder)) {
            router.await("VI_1: ACTIVE");
            assertThat(Segment.holds(segment.first, VIP)).isTrue();
        }
    }

    @Test
    void shouldSayHowToMakeANamespaceThatIsMissing() throws Exception {
        Path file = file("net_namespace nowhere");
        try (Router router = Router.start(segment.second, command("-f", file.toString()), folder)) {
            router.await("there is no /var/run/netns/nowhere");
            assertThat(router.exitCode()).isEqualTo(1);
            assertThat(router.seen())
                    .singleElement()
                    .asString()
                    .endsWith("make it first: ip netns add nowhere; or name another: ip netns list");
        }
        assertThat(configTestInSecond(file).output())
                .contains("aloftd.conf:1:1: cannot enter the network namespace nowhere");
    }

    @Test
    void shouldTestAFileAgainstTheInterfacesOfItsNamespace() throws Exception {
        assertThat(configTestInSecond(file("net_namespace " + segment.first)))
                .satisfies(fine -> assertThat(fine.output()).contains("fine; 1 vrrp_instance"))
                .satisfies(fine -> assertThat(fine.exitCode()).isZero());
        assertThat(configTestInSecond(file("")))
                .satisfies(refused -> assertThat(refused.output()).contains("there is no interface inside0"))
                .satisfies(refused -> assertThat(refused.exitCode()).isEqualTo(1));
    }
}
