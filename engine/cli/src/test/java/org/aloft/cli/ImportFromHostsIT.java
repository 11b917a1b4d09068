package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aloft.lab.LabHost;
import org.aloft.lab.LabKernel;
import org.aloft.lab.LabSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code aloft import --from} of two hosts on which keepalived runs, by real SSH: their files differ in names of
 * interfaces and in lines without a word. What is planned and applied has each host's own. {@link ImportIT} has the rest
 * of what is imported, and {@link LvsInventoriesIT} directors that balance.
 */
class ImportFromHostsIT extends OnInventories {
    private static final String FILE = """
            mkdir -p /etc/keepalived/conf.d
            cat >/etc/keepalived/keepalived.conf <<'END'
            global_defs {
                router_id ROUTER
                vrrp_garp_master_repeat 2
            }
            include /etc/keepalived/conf.d/*.conf
            END
            cat >/etc/keepalived/conf.d/web.conf <<'END'
            vrrp_instance WEB {
                interface ens33
                virtual_router_id 61
                priority PRIORITY
                authentication {
                    auth_type PASS
                    auth_pass s3cr3t
                }
                virtual_ipaddress {
                    192.168.100.10/24
                }
                track_interface {
                    TRACKED
                }
                garp_master_delay DELAY
            }
            END
            ip link add TRACKED type veth peer name far
            ip link set TRACKED up
            ip link set far up
            systemctl enable --now keepalived
            """;

    @BeforeAll
    static void start() throws IOException {
        start(LabSpec.of(List.of(new LabHost("node1", "192.168.100.100"), new LabHost("node2", "192.168.100.111")))
                .withName("import-" + ProcessHandle.current().pid())
                .withKernel(LabKernel.NATIVE));
    }

    @Test
    void shouldPlanForEachHostWhatItsOwnFileSays() throws IOException {
        keepalived("node1", "NODE_ONE", "150", "lan1", "1");
        keepalived("node2", "NODE_TWO", "100", "office2", "7");
        awaitHolder("node1", "192.168.100.10");
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(mine.resolve("hosts.ini"), inventory());

        Invocation imported = Invocation.of("import", "--from", "node1,node2", "-o", mine.toString());
        assertThat(imported.status()).as(imported.toString()).isZero();
        assertThat(imported.err())
                .contains("node2/etc/keepalived/conf.d/web.conf:15: garp_master_delay 7 of WEB stays as it is, as a"
                        + " line of node2 alone")
                .doesNotContain("CHANGES", "s3cr3t");
        assertThat(Files.readString(mine.resolve("topology.yml")))
                .contains("interfaces: [{interface: {node1: lan1, node2: office2}}]");

        Invocation planned = aloft(mine, "plan", "--detailed-exitcode");
        assertThat(planned.status()).as(planned.toString()).isEqualTo(ExitCode.CHANGES_PENDING.status());
        assertThat(planned.out())
                .contains("router_id NODE_ONE", "router_id NODE_TWO")
                .doesNotContain("s3cr3t");

        Invocation applied = aloft(mine, "apply", "--yes");
        assertThat(applied.status()).as(applied.toString()).isZero();
        awaitHolder("node1", "192.168.100.10");
        assertThat(on("node1", "cat /etc/aloft/aloftd.conf"))
                .contains("router_id NODE_ONE", "lan1", "garp_master_delay 1\n", "vrrp_garp_master_repeat 2")
                .doesNotContain("NODE_TWO", "office2", "garp_master_delay 7");
        assertThat(on("node2", "cat /etc/aloft/aloftd.conf"))
                .contains("router_id NODE_TWO", "office2", "garp_master_delay 7\n", "vrrp_garp_master_repeat 2")
                .doesNotContain("NODE_ONE", "lan1", "garp_master_delay 1\n");
        nothingToDo(mine);

        // What is tracked is each host's own interface.
        on("node1", "ip link set lan1 down");
        awaitHolder("node2", "192.168.100.10");
        on("node1", "ip link set lan1 up");
        awaitHolder("node1", "192.168.100.10");
    }

    private static void keepalived(String host, String router, String priority, String tracked, String delay) {
        on(
                host,
                FILE.replace("ROUTER", router)
                        .replace("PRIORITY", priority)
                        .replace("TRACKED", tracked)
                        .replace("DELAY", delay));
    }
}
