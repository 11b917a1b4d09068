package org.aloft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The bundle in one group with keepalived. */
class KeepalivedPairIT extends OnHosts {
    private static final String VIP = "10.9.0.10";

    /** What both speak in the field. */
    private Path classic(String name, int priority) throws IOException {
        return Files.writeString(folder.resolve(name), """
                vrrp_instance VI_1 {
                    state BACKUP
                    interface eth0
                    virtual_router_id 10
                    priority %d
                    advert_int 1
                    authentication {
                        auth_type PASS
                        auth_pass abc123
                    }
                    virtual_ipaddress {
                        %s
                    }
                }
                """.formatted(priority, VIP));
    }

    @Test
    void shouldShareAGroupWithKeepalivedAndTakeOverFromIt() throws Exception {
        try (Router keepalived = hosts.keepalived(hosts.second, classic("keepalived.conf", 200))) {
            keepalived.await("Sending gratuitous ARP");
            try (Router aloftd = hosts.aloftd(hosts.first, classic("aloftd.conf", 100))) {
                aloftd.await("speaks on eth0");
                keepalived.signal("TERM");
                aloftd.await("10.9.0.2 said that it is stopping (priority 0)");
                assertThat(Hosts.holds(hosts.first, VIP)).isTrue();
                keepalived.awaitCleanExit();
                assertThat(Hosts.holds(hosts.second, VIP)).isFalse();
            }
        }
    }

    @Test
    void shouldHandOverToKeepalivedAndStepBackForIt() throws Exception {
        try (Router aloftd = hosts.aloftd(hosts.first, classic("aloftd.conf", 100))) {
            aloftd.await("ACTIVE");
            try (Router keepalived = hosts.keepalived(hosts.second, classic("keepalived.conf", 200))) {
                keepalived.await("Sending gratuitous ARP");
                aloftd.await("BACKUP: 10.9.0.2 with priority 200 took over");
                assertThat(Hosts.holds(hosts.second, VIP)).isTrue();
                assertThat(Hosts.holds(hosts.first, VIP)).isFalse();
                keepalived.signal("TERM");
                keepalived.awaitCleanExit();
            }
            aloftd.await("ACTIVE: 10.9.0.2 said that it is stopping");
            try (Router lower = hosts.keepalived(hosts.second, classic("keepalived.conf", 50))) {
                lower.await("Entering BACKUP STATE");
                aloftd.signal("TERM");
                aloftd.awaitCleanExit();
                lower.await("Sending gratuitous ARP");
                assertThat(Hosts.holds(hosts.second, VIP)).isTrue();
                assertThat(Hosts.holds(hosts.first, VIP)).isFalse();
            }
        }
    }
}
