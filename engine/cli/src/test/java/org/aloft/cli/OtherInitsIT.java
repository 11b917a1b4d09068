package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aloft.lab.LabHost;
import org.aloft.lab.LabKernel;
import org.aloft.lab.LabSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The cluster of {@code inventories/containers} on hosts whose services are started by init(8) of System V and by OpenRC,
 * which these bring up again after a reboot.
 */
class OtherInitsIT extends OnInventories {
    private static final String VIP = "http://192.168.100.10/";

    /** What a host is like; nginx's own is configuration, which a package leaves behind, and numbers of links move. */
    private static final String LIKENESS = """
            find /etc /opt /usr/local /var/lib/aloft /var/log/aloftd* ! -path '/etc/*-' ! -path '/etc/ld.so.cache' \\
                ! -path '/etc/init.d/.depend*' 2>/dev/null \\
                | grep -v nginx | sed 's,/\\(etc/rc..d/[SK]\\)[0-9][0-9],/\\1,' | sort
            cat /proc/sys/net/core/somaxconn
            ps -e -o args= | grep -v -e '^ps ' -e '^grep ' -e '^sed ' -e '^sort ' -e '^sleep ' -e sshd -e bash | sort""";

    @BeforeAll
    static void start() throws IOException {
        start(LabSpec.of(List.of(
                        new LabHost("server1", "192.168.100.200").withInit(LabHost.Init.SYSVINIT),
                        new LabHost("server2", "192.168.100.222").withInit(LabHost.Init.OPENRC),
                        new LabHost("client", "192.168.100.20")))
                .withName("inits-" + ProcessHandle.current().pid())
                .withKernel(LabKernel.NATIVE));
    }

    @Test
    void shouldFloatAVipBetweenInitAndOpenRc() throws IOException {
        Path cluster = changed(
                cluster("containers"),
                "    services: [nginx]\n",
                "    services: [nginx]\n    sysctls: {net.core.somaxconn: 1234}\n");
        Map<String, String> before =
                Stream.of("server1", "server2").collect(Collectors.toMap(host -> host, host -> on(host, LIKENESS)));
        assertThat(aloft(cluster, "plan").out()).doesNotContain("no service manager");
        bringUp(cluster, "server1", "server2");
        assertThat(on("server1", "ls /etc/rc2.d | sed -n 's/^S[0-9]*//p' | grep -x -e nginx -e aloftd"))
                .isEqualTo("nginx\naloftd\n");
        assertThat(on("server2", "rc-update show default | grep -c -w -e nginx -e aloftd; rc-service aloftd status"))
                .startsWith("2\n")
                .contains("started");
        await(VIP, "web1\n");
        Invocation handedOver = aloft(cluster, "verify", "--drill", "handover", "--report", folder.toString());
        assertThat(handedOver.status()).as(handedOver.toString()).isZero();
        await(VIP, "web1\n");

        shouldComeBackAfterAReboot(cluster);
        shouldStartTheAgentAgain();

        Path swapped = Files.createDirectories(folder.resolve("swapped"));
        Files.copy(cluster.resolve("hosts.ini"), swapped.resolve("hosts.ini"));
        Files.writeString(
                swapped.resolve("topology.yml"),
                Files.readString(cluster.resolve("topology.yml"))
                        .replace("{web1: 100, web2: 99}", "{web1: 99, web2: 100}"));
        apply(swapped);
        await(VIP, "web2\n");
        destroy(swapped);
        // What waited for a confirmation looks once a second whether it came.
        before.forEach((host, likeness) ->
                assertThat(eventually(host, LIKENESS, likeness)).as(host).isEqualTo(likeness));
    }

    private static void shouldComeBackAfterAReboot(Path cluster) {
        for (String host : List.of("server2", "server1")) {
            reboot(host);
            String up = "/etc/init.d/nginx status >/dev/null 2>&1 && cat /proc/sys/net/core/somaxconn"
                    + " && /opt/aloft/current/bin/aloftd status >/dev/null 2>&1 && echo well || :";
            assertThat(eventually(host, up, "1234\nwell\n")).as(host).isEqualTo("1234\nwell\n");
        }
        awaitHolder("server1", "192.168.100.10");
        await(VIP, "web1\n");
        nothingToDo(cluster);
    }

    /** By the watcher of the init script, and by OpenRC's supervise-daemon. */
    private static void shouldStartTheAgentAgain() {
        for (String signal : List.of("KILL", "STOP")) { // what is stopped as a whole is killed after a minute
            Map<String, String> ended = new LinkedHashMap<>();
            for (String host : List.of("server1", "server2")) {
                ended.put(host, on(host, "pgrep -o -f 'agent[.]Aloftd'").strip());
                on(host, "kill -s " + signal + " " + ended.get(host));
            }
            ended.forEach((host, process) -> {
                String again = "test \"$(pgrep -o -f 'agent[.]Aloftd')\" != " + process
                        + " && timeout 10 /opt/aloft/current/bin/aloftd status >/dev/null 2>&1 && echo again || sleep 3";
                assertThat(eventually(host, again, "again\n")).as(host).isEqualTo("again\n");
            });
        }
        awaitHolder("server1", "192.168.100.10");
        await(VIP, "web1\n");
    }
}
