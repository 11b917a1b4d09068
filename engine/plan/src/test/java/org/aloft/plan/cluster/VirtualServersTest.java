package org.aloft.plan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.aloft.plan.resource.AddressResource;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.Resource;
import org.aloft.topology.file.TopologyReader;
import org.aloft.topology.model.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The virtual servers in a director's configuration, word by word: each folder of {@code resources/virtual-servers} has
 * a topology, and in {@code virtual-servers.conf} what follows from its services. Run with {@code -Daloft.golden=write}
 * to write what follows now, then read the difference.
 */
class VirtualServersTest {
    private static final Path CASES = Path.of("src/test/resources/virtual-servers");

    static Stream<Path> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldWriteEveryWord(Path folder) throws Exception {
        String all = content(topology(folder.getFileName().toString()));
        Path golden = folder.resolve("virtual-servers.conf");
        String servers = all.substring(all.indexOf("\n\n# ") + 2);
        if ("write".equals(System.getProperty("aloft.golden"))) {
            Files.writeString(golden, servers);
        }
        assertThat(servers).isEqualTo(Files.readString(golden));
    }

    @Test
    void shouldPrepareASorryServerAsARealServerAndPlanNothingForAnAddress() throws Exception {
        Wanted wanted = Wanted.of(topology("fallback"), bundle(), Templates.builtIn());
        assertThat(wanted.members()).containsExactlyInAnyOrder("lvs1", "lvs2", "web1", "web2", "sorry");
        assertThat(wanted.on("sorry"))
                .filteredOn(AddressResource.class::isInstance)
                .extracting(Resource::name)
                .singleElement()
                .asString()
                .contains("192.168.100.10");
    }

    @Test
    void shouldFindTheServersAgainInTheText() throws Exception {
        assertThat(DirectorText.read(content(topology("fallback"))).realServers())
                .isEqualTo(Set.of(
                        "192.168.100.201:80",
                        "192.168.100.202:80",
                        "192.168.100.203:80",
                        "192.168.100.209:80",
                        "192.168.100.201:8081",
                        "192.168.100.203:8082",
                        "127.0.0.1:8080"));
        assertThat(DirectorText.read(content(topology("checks"))).realServers())
                .contains("192.168.100.202:80", "192.168.100.202:443", "192.168.100.202:53", "192.168.100.202:25");
        assertThat(DirectorText.read(content(topology("entrances"))).realServers())
                .contains("192.168.100.202:0", "192.168.100.209:0", "2001:db8::209:81");
    }

    private static Topology topology(String name) throws Exception {
        return new TopologyReader().read(CASES.resolve(name).resolve("topology.yml"));
    }

    private static String content(Topology topology) {
        return Wanted.of(topology, bundle(), Templates.builtIn()).on("lvs1").stream()
                .filter(resource -> resource.id().equals(FileResource.idOf("/etc/aloft/aloftd.conf")))
                .map(FileResource.class::cast)
                .map(file -> file.content().reveal())
                .findFirst()
                .orElseThrow();
    }

    private static AgentBundle bundle() {
        return new AgentBundle("0".repeat(12), "0".repeat(64), 0, "x86_64", Path.of("never-sent.tar.gz"));
    }
}
