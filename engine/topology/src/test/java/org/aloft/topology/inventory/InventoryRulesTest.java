package org.aloft.topology.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.problem.TopologyException;
import org.aloft.topology.vault.Vault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Ansible's own inventory reader does, by its documentation and plugins {@code ini} and {@code yaml}. */
class InventoryRulesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "web[01:03].example | web01.example,web02.example,web03.example",
                "web[1:10:4]        | web1,web5,web9",
                "web[08:12:2]       | web08,web10,web12",
                "web[:2]            | web0,web1,web2",
                "db[a:c]            | dba,dbb,dbc",
                "r[1:2]n[a:b]       | r1na,r1nb,r2na,r2nb",
                "plain              | plain",
            })
    void shouldExpandRangesInclusiveAndPadded(String pattern, String hosts) {
        assertThat(HostRange.parse(pattern).names()).containsExactly(hosts.split(",", -1));
        assertThat(HostRange.parse(pattern).port()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"web:2222,web,2222", "web[1:1]:2222,web1,2222", "[2001:db8::1]:22,2001:db8::1,22"})
    void shouldReadThePortBehindAHost(String pattern, String host, int port) {
        assertThat(HostRange.parse(pattern)).isEqualTo(new HostRange(List.of(host), port));
    }

    @ParameterizedTest
    @CsvSource({"web[5:1]", "web[01:100]", "web[a:]", "web[1:2:0]", "web[x1:x2]", "web[1]", "web:99999"})
    void shouldRefuseRangesThatAnsibleRefuses(String pattern) {
        assertThatThrownBy(() -> HostRange.parse(pattern)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldEvaluateLiteralsAsPythonDoes() {
        assertThat(PythonLiteral.valueOf("42")).isEqualTo(42);
        assertThat(PythonLiteral.valueOf("-0x10")).isEqualTo(-16);
        assertThat(PythonLiteral.valueOf("0644")).isEqualTo("0644");
        assertThat(PythonLiteral.valueOf("1_000")).isEqualTo(1000);
        assertThat(PythonLiteral.valueOf("9999999999")).isEqualTo(9999999999L);
        assertThat(PythonLiteral.valueOf("1.5")).isEqualTo(1.5);
        assertThat(PythonLiteral.valueOf("True")).isEqualTo(true);
        assertThat(PythonLiteral.valueOf("true")).isEqualTo("true");
        assertThat(PythonLiteral.valueOf("None")).isNull();
        assertThat(PythonLiteral.valueOf("'a' \"b\"")).isEqualTo("ab");
        assertThat(PythonLiteral.valueOf("'it\\'s\\n'")).isEqualTo("it's\n");
        assertThat(PythonLiteral.valueOf("[1, 'a', (2,), {'k': None}]"))
                .isEqualTo(List.of(1, "a", List.of(2), java.util.Collections.singletonMap("k", null)));
        assertThat(PythonLiteral.valueOf("(1)")).isEqualTo(1);
        assertThat(PythonLiteral.valueOf("1 # one")).isEqualTo(1);
        assertThat(PythonLiteral.valueOf("a # b")).isEqualTo("a # b");
        assertThat(PythonLiteral.valueOf("192.168.1.1")).isEqualTo("192.168.1.1");
        assertThat(PythonLiteral.valueOf("[1, 2")).isEqualTo("[1, 2");
        assertThat(PythonLiteral.valueOf("")).isEqualTo("");
    }

    @Test
    void shouldLetTheNearerVariableWin() throws Exception {
        write("hosts.ini", """
                ; a comment
                lonely
                [child]
                web1 own=host spaced='a b' # a comment
                [parent:children]
                child
                [all:vars]
                everywhere=all
                grouped=all
                own=all
                text = 'quoted # not a comment'
                [parent:vars]
                grouped=parent
                deep=parent
                [child:vars]
                deep=child
                own=child
                filed=child
                """);
        write("group_vars/all.yml", "filed: file-of-all\neverywhere: file-of-all\n");
        write("group_vars/child/a.yml", "filed: file-of-child\n");
        write("host_vars/web1.yml", "last: file-of-host\n");
        Inventory inventory = read("hosts.ini");
        assertThat(text(inventory, "web1"))
                .containsEntry("everywhere", "file-of-all")
                .containsEntry("grouped", "parent")
                .containsEntry("deep", "child")
                .containsEntry("own", "host")
                .containsEntry("spaced", "a b")
                .containsEntry("text", "quoted # not a comment")
                .containsEntry("filed", "file-of-child")
                .containsEntry("last", "file-of-host");
        assertThat(text(inventory, "lonely")).containsEntry("own", "all").containsEntry("grouped", "all");
        assertThat(inventory.groupsOf("web1")).containsExactly("child", "parent");
        assertThat(inventory.groupsOf("lonely")).containsExactly("ungrouped");
        assertThat(inventory.hostsOf("parent")).containsExactly("web1");
        assertThat(inventory.hostsOf("all")).containsExactly("lonely", "web1");
    }

    @Test
    void shouldReadTheSameFromYaml() throws Exception {
        write("hosts.yml", """
                all:
                  vars: {own: all, shared: all}
                  children:
                    parent:
                      vars: &vars {shared: parent}
                      children:
                        child:
                          hosts:
                            web[1:2]: {ansible_port: 2222}
                            web2: {own: host}
                          vars: {<<: *vars, child: true}
                """);
        Inventory inventory = read("hosts.yml");
        assertThat(inventory.hostsOf("parent")).containsExactly("web1", "web2");
        assertThat(text(inventory, "web2"))
                .isEqualTo(Map.of("own", "host", "shared", "parent", "ansible_port", "2222", "child", "True"));
    }

    private void write(String name, String text) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Inventory read(String name) throws TopologyException {
        Problems problems = new Problems();
        Path file = folder.resolve(name);
        Inventory inventory = new InventoryReader(problems, Vault.closed())
                .read(
                        List.of(new Located<>(file, Position.wholeFile(file), "")),
                        Optional.empty(),
                        Map.of(),
                        List.of());
        problems.throwIfAny();
        return inventory;
    }

    private static Map<String, String> text(Inventory inventory, String host) {
        Map<String, String> text = new java.util.HashMap<>();
        inventory.variablesOf(host).forEach((name, variable) -> text.put(name, variable.text()));
        return text;
    }
}
