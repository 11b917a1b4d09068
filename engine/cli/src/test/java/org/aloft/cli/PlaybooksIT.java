package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aloft.lab.Lab;
import org.aloft.lab.LabKernel;
import org.aloft.lab.LabSpec;
import org.aloft.topology.file.TopologyReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The playbooks of this project, one after the other on one cluster: from nothing, through an update, to nothing.
 *
 * <p>Needs root and Linux, as {@link ClusterIT} does.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlaybooksIT {
    private static final String NAME = "plays-" + ProcessHandle.current().pid();
    private static final Duration COMMAND = Duration.ofMinutes(3);

    @TempDir
    static Path folder;

    private static Ansible ansible;
    private static Lab lab;
    private static Path topology;

    @BeforeAll
    static void start() throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(PlaybooksIT::takeDown, "playbooks-test-interrupted"));
        ansible = Ansible.in(folder);
        Path example = Ansible.HOME.resolve("inventories/lvs-dr");
        Files.copy(example.resolve("hosts.ini"), folder.resolve("hosts.ini"));
        topology = Files.copy(example.resolve("topology.yml"), folder.resolve("topology.yml"));
        lab = LabCluster.up(NAME, LabKernel.AUTO, topology, new TopologyReader().read(topology, List.of()), line -> {})
                .lab();
    }

    @AfterAll
    static void takeDown() {
        Lab.down(LabSpec.defaultHome(), NAME);
        LabSpec.defaultHome().resolve(NAME + ".lock").toFile().delete();
    }

    @Test
    @Order(1)
    void shouldNotUpdateAClusterThatDoesNotServeYet() throws IOException {
        Invocation played = play("rolling-update.yml");

        assertThat(played.status()).as(played.toString()).isEqualTo(2);
        assertThat(played.out()).contains("not healthy; see who is missing");
        assertThat(on("lvs1", "ls /var/lib/aloft 2>&1 || :")).contains("No such file");
    }

    @Test
    @Order(2)
    void shouldRollOut() throws IOException {
        assertThat(done(play("site.yml"))).contains("changed: [localhost]");
        assertThat(on("lvs1", "ip -o addr")).contains("192.168.100.10/");
    }

    @Test
    @Order(3)
    void shouldUpdateOneAfterTheOther() throws IOException {
        Files.writeString(
                topology,
                Files.readString(topology).replace("{{ inventory_hostname }}\\n", "now {{ inventory_hostname }}\\n"));

        assertThat(done(play("rolling-update.yml")))
                .containsSubsequence("(web1)", "(web2)", "verified: all checks passed");
        assertThat(on("web1", "cat /var/www/html/index.html")).isEqualTo("now web1\n");
        assertThat(on("web2", "cat /var/www/html/index.html")).isEqualTo("now web2\n");
    }

    @Test
    @Order(4)
    void shouldVerify() throws IOException {
        assertThat(done(play("verify.yml"))).contains("ok=2", "changed=0");
        assertThat(folder.resolve("report/report.html")).isNotEmptyFile();
    }

    @Test
    @Order(5)
    void shouldTakeDownOnlyWhatIsNamed() {
        Invocation played = ansible.play(Ansible.HOME.resolve("playbooks/remove.yml"));

        assertThat(played.status()).as(played.toString()).isEqualTo(2);
        assertThat(played.out()).contains("name the cluster to be taken down");
    }

    @Test
    @Order(6)
    void shouldRemoveWhatCheckModeForesaw() throws IOException {
        assertThat(done(play("remove.yml", "--check"))).contains("changed: [localhost]");
        assertThat(on("lvs1", "ip -o addr")).contains("192.168.100.10/");

        assertThat(done(play("remove.yml"))).contains("changed: [localhost]");
        assertThat(on("lvs1", "ip -o addr")).doesNotContain("192.168.100.10/");
        assertThat(done(play("remove.yml"))).contains("nothing to do", "changed=0");
    }

    private static Invocation play(String name, String... words) throws IOException {
        Map<String, Object> variables = Map.of(
                "topology", topology.toString(),
                "inventories", List.of(lab.inventory().toString()),
                "report", folder.resolve("report").toString(),
                "connect_timeout", 60);
        List<String> all = new ArrayList<>(List.of("-e", new ObjectMapper().writeValueAsString(variables)));
        all.addAll(List.of(words));
        return ansible.play(Ansible.HOME.resolve("playbooks").resolve(name), all.toArray(String[]::new));
    }

    private static String done(Invocation played) {
        assertThat(played.status()).as(played.toString()).isZero();
        return played.out();
    }

    private static String on(String host, String commandLine) {
        Lab.HostOutput output = lab.run(host, COMMAND, commandLine);
        assertThat(output.exitCode()).as(output.output()).isZero();
        return output.output();
    }
}
