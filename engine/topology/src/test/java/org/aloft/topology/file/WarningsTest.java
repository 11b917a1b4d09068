package org.aloft.topology.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.aloft.topology.problem.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is hardly meant is told, and stops nobody. */
class WarningsTest {
    @TempDir
    private Path folder;

    @Test
    void shouldTellWarningsBesideTheTopology() throws Exception {
        Files.writeString(folder.resolve("hosts.ini"), "a ansible_host=10.0.0.1\nc ansible_host=10.0.0.3\n");
        Path file = Files.writeString(folder.resolve("topology.yml"), """
                inventory: hosts.ini
                instances:
                  VI_1: {virtual_router_id: 7, interface: eth0, members: {a: 100}, vips: [10.0.0.9]}
                services:
                  web: {vip: 10.0.0.9, port: 80, forward: dr, real_servers: {c: 1}}
                  dns: {vip: 10.0.0.9, port: 53, protocol: udp, forward: dr, real_servers: {c: 1}, check: {tcp: }}
                """);
        TopologyReader.Reading reading = new TopologyReader().read(file, List.of(), Map.of(), List.of());
        assertThat(reading.topology().services()).hasSize(2);
        assertThat(reading.warnings())
                .allSatisfy(warning -> assertThat(warning.severity()).isEqualTo(Severity.WARNING))
                .extracting(warning -> warning.line() + " " + warning.code())
                .containsExactly("3 one-member", "5 no-check", "6 check-by-tcp");
        assertThat(reading.warnings().get(0).toString())
                .contains("topology.yml:3:", ": warning: instances.VI_1.members.a");
    }
}
