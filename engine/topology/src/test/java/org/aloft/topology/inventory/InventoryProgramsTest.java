package org.aloft.topology.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.problem.TopologyException;
import org.aloft.topology.vault.Vault;
import org.aloft.topology.yaml.YamlValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Inventories that a program prints: a script, or ansible-inventory for a plugin. */
class InventoryProgramsTest extends OnInventoryFiles {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "#!/bin/sh/echo no token >&2; exit 3 | --list: it failed with exit code 3, and said: no token",
                "#!/no/such/interpreter        | it cannot be run",
                "#!/bin/sh/echo '[1]'          | must be a map, but is a list",
                "#!/bin/sh/echo '{\"a\":{\"hosts\":1}}' | a.hosts: must be a list",
            })
    void shouldSayWhatIsWrongWithAScript(String script, String message) throws Exception {
        write("hosts", script.replaceFirst("sh/", "sh\n") + "\n");
        assertThatThrownBy(() -> inventory(List.of("hosts"), Map.of(), List.of()))
                .hasMessageContaining("this is a script, and it is not executable")
                .hasMessageContaining("chmod +x");
        Files.setPosixFilePermissions(folder.resolve("hosts"), PosixFilePermissions.fromString("rwx------"));
        assertThatThrownBy(() -> inventory(List.of("hosts"), Map.of(), List.of()))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exec sleep 1000                          | it took longer than 1 s",
                "echo waiting for a token >&2; sleep 1000 | it took longer than 1 s, and said: waiting for a token",
                "exec cat /dev/zero                       | it printed more than 1 MiB",
            })
    void shouldNotWaitForAScriptWithoutEnd(String script, String message) throws Exception {
        write("hosts", "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(folder.resolve("hosts"), PosixFilePermissions.fromString("rwx------"));
        assertThatThrownBy(() -> read("hosts", new InventoryPrograms("/usr/bin:/bin", Duration.ofSeconds(1), 1 << 20)))
                .hasMessageContaining("hosts --list: " + message);
    }

    @Test
    void shouldRunAScriptThatIsNamedLikeYaml() throws Exception {
        write("hosts.yml", "#!/bin/sh\necho '{\"web\": [\"w1\"], \"_meta\": {\"hostvars\": {}}}'\n");
        Files.setPosixFilePermissions(folder.resolve("hosts.yml"), PosixFilePermissions.fromString("rwx------"));
        assertThat(inventory(List.of("hosts.yml"), Map.of(), List.of()).hostsOf("web"))
                .containsExactly("w1");
    }

    @Test
    void shouldSayWhatToDoWithAPluginOfAnsibleWhereAnsibleIsNot() throws Exception {
        write("aws.yml", "plugin: amazon.aws.aws_ec2\nstrict: false\n");
        assertThatThrownBy(() -> read("aws.yml", new InventoryPrograms("", Duration.ofSeconds(1), 1 << 20)))
                .hasMessageContaining("aws.yml:1:1: plugin: this configures a plugin of Ansible's, which needs")
                .hasMessageContaining(
                        "ansible-inventory -i " + folder.resolve("aws.yml") + " --list --yaml > hosts.yml");
    }

    /** What Ansible makes of it, {@link AnsibleIT} compares. */
    @Test
    void shouldAskAnsibleForWhatAPluginMakesAndSayWhatItComplainsOf() throws Exception {
        write("aws.yml", "plugin: amazon.aws.aws_ec2\n");
        write("hosts.ini", "w1\n");
        write("bin/ansible-inventory", """
                #!/bin/sh
                echo "$@" >"${0%/*}/asked"
                [ "$ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED" = True ] || exit 9
                cat "${0%/*}/answer" && exit 0
                echo 'ERROR! no credentials' >&2
                exit 4
                """);
        Files.setPosixFilePermissions(
                folder.resolve("bin/ansible-inventory"), PosixFilePermissions.fromString("rwx------"));
        InventoryPrograms programs =
                new InventoryPrograms(folder.resolve("bin").toString(), Duration.ofMinutes(1), 1 << 20);
        assertThatThrownBy(() -> read("aws.yml", programs))
                .hasMessageContaining("it failed with exit code 4, and said:")
                .hasMessageContaining("ERROR! no credentials");
        write("bin/answer", """
                {"_meta": {"hostvars": {"w1": {"motd": {"__ansible_unsafe": "{{ x"}}}},
                 "web": {"hosts": ["w1"], "vars": {"list": [{"__ansible_unsafe": "{%"}]}}}
                """);
        Inventory read = read("aws.yml", programs);
        assertThat(read.hostsOf("web")).containsExactly("w1");
        assertThat(text(read, "w1")).isEqualTo(Map.of("motd", "{{ x", "list", "[{%]"));
        assertThat(read.variablesOf("w1").get("motd").value()).isEqualTo(new YamlValue.Unsafe("{{ x"));
        assertThat(Files.readString(folder.resolve("bin/asked")))
                .isEqualTo("-i " + folder.resolve("aws.yml") + " --list --export\n");
    }

    private Inventory read(String file, InventoryPrograms programs) throws TopologyException {
        Problems problems = new Problems();
        Path path = folder.resolve(file);
        Inventory inventory = new InventoryReader(problems, Vault.closed(), programs)
                .read(
                        List.of(new Located<>(path, Position.wholeFile(path), "")),
                        Optional.empty(),
                        Map.of(),
                        List.of());
        problems.throwIfAny();
        return inventory;
    }
}
