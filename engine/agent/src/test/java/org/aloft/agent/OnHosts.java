package org.aloft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the whole daemon: each on hosts of its own, which are gone after it, failed or not. */
abstract class OnHosts {
    /** For files of the test. */
    @TempDir
    Path folder;

    Hosts hosts;

    @BeforeEach
    final void join() {
        hosts = new Hosts(folder);
    }

    @AfterEach
    final void leave() {
        hosts.close();
    }

    /** The first host's, of the priority 200. */
    Path configuration(String lines, String... vips) {
        return hosts.write("aloftd.conf", """
                vrrp_instance VI_1 {
                    state BACKUP
                    interface eth0
                    virtual_router_id 10
                    priority 200
                    %s
                    virtual_ipaddress {
                        %s
                    }
                }
                """.formatted(lines, String.join("\n", vips)));
    }

    /** A script that the daemon is to run. */
    Path script(String name, String lines) throws IOException {
        Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + lines + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }
}
