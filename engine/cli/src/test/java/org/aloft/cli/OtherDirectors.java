package org.aloft.cli;

import static org.aloft.cli.OnDemoCluster.aloft;
import static org.aloft.cli.OnDemoCluster.aloftOn;
import static org.aloft.cli.OnDemoCluster.assertNothingToDo;
import static org.aloft.cli.OnDemoCluster.folder;
import static org.aloft.cli.OnDemoCluster.lab;
import static org.aloft.cli.OnDemoCluster.on;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Of the story of {@link ClusterIT}, its end: directors that run keepalived already, and others in place of both. */
interface OtherDirectors {
    @Test
    @Order(17)
    default void shouldMigrateARunningPairFromKeepalived() {
        for (String host : List.of("lvs2", "lvs1")) {
            lab.reset(host);
            on(
                    host,
                    "cat >/etc/keepalived/keepalived.conf <<'END'\n" + keepalivedConf(host) + "END\n"
                            + "systemctl enable --now keepalived");
        }

        Invocation applied = aloft("apply", "--yes");

        assertThat(applied.status()).as(applied.toString()).isZero();
        assertThat(applied.out())
                .containsSubsequence("lvs2", "migrate", "lvs1", "migrate")
                .contains("keepalived.service → aloftd.service");
        for (String host : List.of("lvs1", "lvs2")) {
            assertThat(on(host, "cat /etc/keepalived/keepalived.conf")).isEqualTo(keepalivedConf(host));
            assertThat(on(host, "systemctl is-active aloftd keepalived; systemctl is-enabled aloftd keepalived || :"))
                    .isEqualTo("active\ninactive\nenabled\ndisabled\n");
        }
        assertNothingToDo();
    }

    private static String keepalivedConf(String host) {
        return """
                vrrp_instance VI_1 {
                    interface ens33
                    virtual_router_id 10
                    priority %d
                    authentication {
                        auth_type PASS
                        auth_pass abc123
                    }
                    virtual_ipaddress {
                        192.168.100.10
                    }
                }
                """.formatted(host.equals("lvs1") ? 100 : 90);
    }

    /**
     * By a client and a real server of theirs, in one go; the topology no longer names one of the old directors. The new
     * ones balance by haproxy, since the kernel of a lab's real servers may have no IPVS.
     */
    @Test
    @Order(18)
    default void shouldReplaceThePairOfDirectors() throws Exception {
        Path other = folder.resolve("replaced.yml");
        Files.writeString(
                other,
                Files.readString(folder.resolve("topology.yml"))
                        .replace("members: {lvs1: 100, lvs2: 90}", "members: {web2: 100, client: 90}")
                        .replace("forward: dr", "forward: proxy")
                        .replace("real_servers: {web: 1} ", "real_servers: {web1: 1} ")
                        .replace("  web:                                   # host or group\n", "  web1:\n")
                        .replace("from: client", "from: lvs2"));

        Invocation applied = aloftOn(other, "apply", "--yes");

        assertThat(applied.status()).as(applied.toString()).isZero();
        assertThat(applied.out())
                .contains("keepalived.service stays off")
                .containsSubsequence("\n  client\n", "\n  lvs2\n", "\n  lvs1\n", "\n  web2\n");
        assertThat(on("web2", "ip -o address show dev ens33; systemctl is-active aloftd"))
                .contains("192.168.100.10/32")
                .endsWith("active\n");
        for (String host : List.of("lvs1", "lvs2")) {
            assertThat(
                            on(
                                    host,
                                    "systemctl is-active aloftd keepalived || :; ls /var/lib/aloft/manifest /opt/aloft 2>&1 || :"))
                    .startsWith("inactive\ninactive\n")
                    .containsPattern("(?s)No such file.*No such file");
        }
        Invocation verified = aloftOn(other, "verify", "--checks", "--json", "--report", folder.toString());
        assertThat(verified.status()).as(verified.toString()).isZero();
        assertThat(Schema.VERIFY.holds(verified.out()).at("/report/html").asText())
                .endsWith("/report.html");
        assertThat(aloftOn(other, "plan", "--detailed-exitcode").status()).isZero();
    }
}
