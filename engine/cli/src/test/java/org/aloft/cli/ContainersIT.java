package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.aloft.lab.LabHost;
import org.aloft.lab.LabKernel;
import org.aloft.lab.LabSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code inventories/containers}, as {@link InventoriesIT} does it with the others, on hosts without a service manager.
 */
class ContainersIT extends OnInventories {
    private static final String VIP = "http://192.168.100.10/";
    /** What runs on a host beside what asks. */
    private static final String PROCESSES =
            "ps -e -o args= | grep -v -e '^ps ' -e '^grep ' -e '^sort ' -e '^sleep ' -e sshd -e bash | sort";
    /** The scripts that may be started there; nginx's own is configuration, which a package leaves behind. */
    private static final String SCRIPTS =
            "ls /etc/init.d /etc/rc?.d | grep -v nginx; ls /var/log/aloftd* 2>/dev/null || :";

    @BeforeAll
    static void start() throws IOException {
        start(LabSpec.of(List.of(
                        new LabHost("server1", "192.168.100.200").withInit(LabHost.Init.SMALL),
                        new LabHost("server2", "192.168.100.222").withInit(LabHost.Init.SMALL),
                        new LabHost("client", "192.168.100.20")))
                .withName("boxes-" + ProcessHandle.current().pid())
                .withKernel(LabKernel.NATIVE));
    }

    @Test
    void shouldFloatAVipBetweenContainersWithoutSystemd() throws IOException {
        Path cluster = cluster("containers");
        String processes = on("server1", PROCESSES);
        String scripts = on("server1", SCRIPTS);
        assertThat(aloft(cluster, "plan").out())
                .contains("web1: no service manager runs there", "/var/lib/aloft/boot")
                .contains("/etc/init.d/aloftd");
        bringUp(cluster, "server1", "server2");
        assertThat(fromClient(VIP)).isEqualTo("web1\n");

        Invocation handedOver = aloft(cluster, "verify", "--drill", "handover", "--report", folder.toString());
        assertThat(handedOver.status()).as(handedOver.toString()).isZero();
        await(VIP, "web1\n");

        shouldComeBackByItself();
        shouldMoveWhereNginxWorks();
        shouldComeBackWhenTheContainerStartsAgain();
        nothingToDo(cluster);

        Path changed = changed(cluster, "{web1: 100, web2: 99}", "{web1: 99, web2: 100}");
        apply(changed);
        await(VIP, "web2\n");
        destroy(changed);
        // What waited for a confirmation looks once a second whether it came.
        assertThat(eventually("server1", PROCESSES, processes)).isEqualTo(processes);
        assertThat(on("server1", SCRIPTS)).isEqualTo(scripts);
    }

    private static void shouldComeBackByItself() {
        String process = on("server1", "cat /run/aloft/aloftd.pid").strip();
        on("server1", "kill -9 " + process);
        String again = "test \"$(cat /run/aloft/aloftd.pid)\" != " + process
                + " && /opt/aloft/current/bin/aloftd status >/dev/null 2>&1 && echo again || :";
        assertThat(eventually("server1", again, "again\n")).isEqualTo("again\n");
        awaitHolder("server1", "192.168.100.10");
        await(VIP, "web1\n");
    }

    private static void shouldMoveWhereNginxWorks() {
        on("server1", "echo broken >/etc/nginx/conf.d/broken.conf; pkill -KILL nginx");
        await(VIP, "web2\n");
        on("server1", "rm /etc/nginx/conf.d/broken.conf");
        await(VIP, "web1\n");
    }

    private static void shouldComeBackWhenTheContainerStartsAgain() {
        restart("server1");
        awaitHolder("server1", "192.168.100.10");
        await(VIP, "web1\n");
    }
}
