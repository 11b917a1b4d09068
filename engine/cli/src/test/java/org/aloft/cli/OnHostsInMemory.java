package org.aloft.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import org.aloft.ssh.KeyRing;
import org.aloft.topology.sshconfig.SshConfigFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two web servers in memory, a topology that wants files there, and command lines that work on them. Its directors are
 * left alone.
 */
abstract class OnHostsInMemory {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    static final String TOPOLOGY = """
            inventory: hosts.ini
            instances:
              VI_1:
                virtual_router_id: 10
                interface: ens33
                members: {lvs1: 100, lvs2: 90}
                vips: [192.0.2.100]
            hosts:
              web1:
                files:
                  /srv/a: {content: "one\\n"}
                  /srv/b: {content: "two\\n"}
              web2:
                files:
                  /srv/a: {content: "one\\n"}
            """;

    @TempDir
    Path folder;

    final HostsInMemory hosts = new HostsInMemory();
    Path topology;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("hosts.ini"), """
                web1 ansible_host=192.0.2.1
                web2 ansible_host=192.0.2.2
                lvs1 ansible_host=192.0.2.3
                lvs2 ansible_host=192.0.2.4
                """);
        topology = Files.writeString(folder.resolve("topology.yml"), TOPOLOGY);
        Path bundle = Files.createDirectories(folder.resolve("engine/agent/target/bundle"));
        Files.writeString(bundle.resolve("agent.tar.gz"), "never sent");
        Files.writeString(
                bundle.resolve("bundle.properties"),
                "file=agent.tar.gz\nid=0123456789ab\nsha256=" + "0".repeat(64) + "\narchitecture=x86_64\n");
    }

    Surroundings surroundings() {
        return new Surroundings(
                new Installation(folder),
                hosts,
                Clock.fixed(NOW, ZoneOffset.UTC),
                System::nanoTime,
                new java.util.Random(1),
                SshConfigFiles.none(),
                new KeyRing(folder, Optional.empty()));
    }

    Invocation aloft(String... arguments) {
        return Invocation.in(surroundings(), arguments);
    }

    String[] onWebServers(String command, String... options) {
        return Stream.concat(Stream.of(command, topology.toString(), "--limit", "web*"), Stream.of(options))
                .toArray(String[]::new);
    }

    Invocation apply() {
        return aloft(onWebServers("apply", "--yes", "--json"));
    }
}
