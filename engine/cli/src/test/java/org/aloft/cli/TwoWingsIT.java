package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The cluster {@code lvs-nat-two-wings}, as {@link InventoriesIT} has the others; it stands in two networks. */
@Tag("clusters")
class TwoWingsIT extends OnInventories {
    @BeforeAll
    static void start() throws IOException {
        start(cluster("lvs-nat-two-wings"), "wings-" + ProcessHandle.current().pid());
    }

    @Test
    void shouldKeepEachWingOnOneDirector() throws IOException {
        Path cluster = cluster("lvs-nat-two-wings");
        bringUp(cluster, "lvs1", "lvs2", "web1", "web2", "sorry1", "app1");
        wingsAreOn("lvs1", "lvs2");
        List<String> kept =
                answers("http://192.168.100.10/", 4).stream().distinct().toList();
        assertThat(kept).hasSize(1).isSubsetOf("web1\n", "web2\n");
        assertThat(fromClient("https://192.168.100.10/")).isIn("web1\n", "web2\n");
        assertThat(fromClient("http://192.168.100.11/")).isEqualTo("app1\n");

        for (String web : List.of("web1", "web2")) {
            on(web, "echo ill >/var/www/html/health.html");
        }
        await("http://192.168.100.10/", "Sorry, back soon.\n");
        for (String web : List.of("web1", "web2")) {
            on(web, "echo well >/var/www/html/health.html");
        }
        assertThat(eventually("client", "curl -s -m 3 http://192.168.100.10/ | tr -d 12 || :", "web\n"))
                .isEqualTo("web\n");

        // IPv6 addresses would not come back with the link.
        on("lvs1", "sysctl -qw net.ipv6.conf.ens36.keep_addr_on_down=1; ip link set ens36 down");
        wingsAreOn("lvs2", "lvs2");
        assertThat(fromClient("http://192.168.100.10/")).isIn("web1\n", "web2\n");
        on("lvs1", "ip link set ens36 up");
        wingsAreOn("lvs1", "lvs2");
        nothingToDo(cluster);

        Path changed = changed(cluster, "    persistence: 50s", "    # without persistence:");
        apply(changed);
        assertThat(answers("http://192.168.100.10/", 4)).contains("web1\n", "web2\n");
        destroy(changed);
    }

    private static void wingsAreOn(String webDirector, String appDirector) {
        awaitHolder(webDirector, "192.168.100.10");
        awaitHolder(webDirector, "192.168.101.10", "ens36");
        awaitHolder(appDirector, "192.168.100.11");
        awaitHolder(appDirector, "192.168.101.11", "ens36");
    }
}
