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
    static final String FAST = "version 3\nadvert_int 0.1";

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
        return configuration("aloftd.conf", 200, lines, vips);
    }

    /** Of one instance; {@code lines} are further ones of it. */
    Path configuration(String name, int priority, String lines, String... vips) {
        return hosts.write(name, """
                vrrp_instance VI_1 {
                    state BACKUP
                    interface eth0
                    virtual_router_id 10
                    priority %d
                    %s
                    virtual_ipaddress {
                        %s
                    }
                }
                """.formatted(priority, lines, String.join("\n", vips)));
    }

    /** The same in version 3 and fast: a down interval of a third of a second. */
    Path fast(String name, int priority, String... vips) {
        return configuration(name, priority, FAST, vips);
    }

    /** A script that the daemon is to run. */
    Path script(String name, String lines) throws IOException {
        Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + lines + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }
}
