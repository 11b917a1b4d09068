package org.aloft.topology.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.model.Host;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.problem.TopologyException;
import org.aloft.topology.vault.Vault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where inventories used to be read unlike ansible-core 2.14 reads them ({@code ansible-inventory --list}), in silence.
 */
class AsAnsibleReadsTest extends OnInventoryFiles {
    @Test
    void shouldTakeOnlyFilesWithTheRightEndingsFromAFolderOfVariables() throws Exception {
        write("hosts.ini", "[web]\nw1\n");
        for (String name : List.of(
                "all.yml.backup", "notes.txt", "README.md", "vars.yml.j2", "vars.yml~", ".hidden.yml", "old.d/x.yml")) {
            write("group_vars/all/" + name, "ansible_user: wrong\n");
        }
        write("group_vars/all/README.md", "# Not YAML: {\n");
        write("group_vars/all/.git/config.yml", "ansible_user: wrong\n");
        write("group_vars/all/all.yml", "ansible_user: right\nlast: a\n");
        write("group_vars/all/plain", "plain: 'yes'\n");
        write("group_vars/all/sub/deep.json", "{\"deep\": \"yes\"}");
        write("group_vars/all/z 2.yaml", "last: z\n");
        assertThat(variables("hosts.ini", "w1"))
                .isEqualTo(Map.of("ansible_user", "right", "last", "z", "plain", "yes", "deep", "yes"));
    }

    @Test
    void shouldLetTheFolderAloneCountWhereAFileStandsBesideIt() throws Exception {
        write("hosts.ini", "[web]\nw1\nw2\n");
        write("group_vars/all/main.yml", "from: folder\n");
        write("group_vars/all.yml", "from: file\nstray: 'yes'\n");
        write("host_vars/w1", "own: plain\n");
        write("host_vars/w1.yml", "own: yml\n");
        write("host_vars/w2.yml", "own: yml\n");
        write("host_vars/w2.json", "{\"own\": \"json\"}");
        assertThat(variables("hosts.ini", "w1")).isEqualTo(Map.of("from", "folder", "own", "plain"));
        assertThat(variables("hosts.ini", "w2")).isEqualTo(Map.of("from", "folder", "own", "yml"));
    }

    @Test
    void shouldFollowSymbolicLinksAndNotGoRoundInThem() throws Exception {
        write("prod/hosts.ini", "[web]\nw1\n");
        write("shared/all/vars.yml", "ansible_port: 2222\n");
        write("shared/one.yml", "linked: 'yes'\n");
        Files.createSymbolicLink(folder.resolve("prod/group_vars"), Path.of("../shared"));
        Files.createSymbolicLink(folder.resolve("shared/all/one.yml"), Path.of("../one.yml"));
        Files.createSymbolicLink(folder.resolve("shared/all/circle"), Path.of("."));
        Files.createSymbolicLink(folder.resolve("shared/web"), Path.of("nowhere"));
        assertThat(variables("prod/hosts.ini", "w1")).isEqualTo(Map.of("ansible_port", "2222", "linked", "yes"));
    }

    @Test
    void shouldLetTheFilesBesideALaterInventoryWin() throws Exception {
        write("one/hosts.ini", "[web]\nw1\n[site:children]\nweb\n");
        write("one/group_vars/web.yml", "a: one-web\nb: one-web\n");
        write("two/hosts.ini", "[site]\n");
        write("two/group_vars/site.yml", "a: two-site\n");
        Inventory inventory = inventory(List.of("one/hosts.ini", "two/hosts.ini"), Map.of(), List.of());
        assertThat(text(inventory, "w1")).isEqualTo(Map.of("a", "two-site", "b", "one-web"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ansible_user=a ansible_ssh_user=b                                       | b@host:22",
                "ansible_ssh_user=b ansible_user=a                                       | b@host:22",
                "ansible_port=1 ansible_ssh_port=2                                       | -@host:2",
                "ansible_host=x ansible_ssh_host=y                                       | -@y:22",
                "ansible_user=a ansible_connection=ansible.builtin.ssh ansible_become_method=ansible.builtin.sudo | a@host:22",
            })
    void shouldLetTheOlderNameWinAsThePluginsDo(String variables, String reached) throws Exception {
        write("hosts.ini", "host " + variables + "\n");
        Host host = host(inventory(List.of("hosts.ini"), Map.of(), List.of()));
        assertThat(host.connection().user().orElse("-") + "@" + host.address() + ":"
                        + host.connection().port())
                .isEqualTo(reached);
    }

    @Test
    void shouldTakeTheLastNameOfEachPassword() throws Exception {
        write(
                "hosts.ini",
                "host ansible_password=p1 ansible_ssh_pass=p2 ansible_become_pass=s1 ansible_sudo_pass=s2\n");
        Host host = host(inventory(List.of("hosts.ini"), Map.of(), List.of()));
        assertThat(host.connection().password().orElseThrow().reveal()).isEqualTo("p2");
        assertThat(host.connection().becomePassword().orElseThrow().reveal()).isEqualTo("s2");
    }

    @Test
    void shouldLetAFlagWinOverEveryNameInTheInventoryAndExtraVariablesOverTheFlag() throws Exception {
        write("hosts.ini", "host ansible_ssh_user=older\n");
        Map<String, String> flag = Map.of("ansible_user", "flag");
        assertThat(host(inventory(List.of("hosts.ini"), flag, List.of()))
                        .connection()
                        .user())
                .contains("flag");
        assertThat(host(inventory(List.of("hosts.ini"), flag, List.of("ansible_ssh_user=extra")))
                        .connection()
                        .user())
                .contains("extra");
    }

    @Test
    void shouldReadExtraVariablesInEveryFormInTheirOrder() throws Exception {
        write("hosts.ini", "host a=0\n");
        write("vars.yml", "file: yes\nnested: {port: 1}\n");
        write("vars.json", "{\"json\": [1, 2]}");
        Inventory inventory = inventory(
                List.of("hosts.ini"),
                Map.of(),
                List.of(
                        "a=1 b='2 3' c=\"x=y\" d={{ a }}",
                        "@" + folder.resolve("vars.yml"),
                        "@" + folder.resolve("vars.json"),
                        "{\"e\": 5, \"a\": 6}",
                        "f=\\d+"));
        Map<String, Variable> variables = inventory.variablesOf("host");
        Map<String, Object> values = new HashMap<>();
        variables.forEach((name, variable) -> values.put(name, variable.value()));
        assertThat(values)
                .isEqualTo(Map.of(
                        "a",
                        6,
                        "b",
                        "2 3",
                        "c",
                        "x=y",
                        "d",
                        "{{ a }}",
                        "file",
                        true,
                        "nested",
                        Map.of("port", 1),
                        "json",
                        List.of(1, 2),
                        "e",
                        5,
                        "f",
                        "\\d+"));
    }

    @ParameterizedTest
    @CsvSource({"hunter2,must be key=value", "./hunter2.yml,must be named with @", "=hunter2,must be key=value"})
    void shouldSayHowExtraVariablesAreWrittenWithoutRepeatingThem(String text, String message) throws Exception {
        write("hosts.ini", "host\n");
        Problems problems = new Problems();
        new ExtraVariables(problems, Vault.closed()).read(List.of(text));
        assertThat(problems.count()).isEqualTo(1);
        try {
            problems.throwIfAny();
        } catch (TopologyException e) {
            assertThat(e.problems().get(0).message()).contains(message).doesNotContain("hunter2");
        }
    }

    @Test
    void shouldTakeWhatIsMarkedUnsafeAsPlainText() throws Exception {
        write("hosts.yml", "all: {hosts: {host: {ansible_user: !unsafe 'a{{b', text: \"{{ raw }}\"}}}\n");
        write("group_vars/all.yml", "raw: !unsafe '{{ not.looked % for }}'\n");
        Inventory inventory = inventory(List.of("hosts.yml"), Map.of(), List.of());
        assertThat(host(inventory).connection().user()).contains("a{{b");
        Problems problems = new Problems();
        assertThat(Template.forHost("host", inventory, problems).render("{{ text }}", Position.wholeFile(folder), ""))
                .contains("{{ not.looked % for }}");
        problems.throwIfAny();
    }

    @Test
    void shouldReadAsManyAliasesAsThereAre() throws Exception {
        StringBuilder yaml = new StringBuilder("all:\n  vars: {shared: &shared {ansible_port: 2222}}\n  hosts:\n");
        for (int number = 0; number < 200; number++) {
            yaml.append("    w").append(number).append(": *shared\n");
        }
        write("hosts.yml", yaml.toString());
        assertThat(variables("hosts.yml", "w199")).containsEntry("ansible_port", "2222");
    }

    @Test
    void shouldReadJsonThatIsIndentedByTabs() throws Exception {
        write("hosts.json", "{\n\t\"all\": {\n\t\t\"hosts\": {\"w1\":\t{}}\n\t}\n}\n");
        write("host_vars/w1.json", "{\n\t\"ansible_port\": 2222\n}\n");
        assertThat(variables("hosts.json", "w1")).isEqualTo(Map.of("ansible_port", "2222"));
    }

    @Test
    void shouldReadYamlInAFileWithoutAnEndingAndNamesInPlaceOfMaps() throws Exception {
        write(
                "hosts",
                "# written by hand\nall:\n  children:\n    web: {hosts: w1}\n    site: {children: web}\n    none:\n");
        Inventory inventory = inventory(List.of("hosts"), Map.of(), List.of());
        assertThat(inventory.hostsOf("site")).containsExactly("w1");
        write("ini", "[web]\nw1\n");
        assertThat(inventory(List.of("ini"), Map.of(), List.of()).hostsOf("web"))
                .containsExactly("w1");
        write("ini2", "w1:2222\n[web]\nw1\n");
        assertThat(inventory(List.of("ini2"), Map.of(), List.of()).hostsOf("web"))
                .containsExactly("w1");
    }

    @Test
    void shouldTakeIpv6AddressesAsNamesAndAddresses() throws Exception {
        write("hosts.ini", """
                2001:db8::20
                host ansible_host=[2001:db8::12]
                local ansible_host=fe80::5054:ff:fe12:3456%eth0
                """);
        Problems problems = new Problems();
        Map<String, Host> hosts = new HostReader(
                        inventory(List.of("hosts.ini"), Map.of(), List.of()), SSH_CONFIG, problems)
                .read(Set.of("2001:db8::20", "host", "local"));
        problems.throwIfAny();
        assertThat(hosts.values())
                .extracting(Host::address)
                .containsExactly("2001:db8::20", "2001:db8::12", "fe80::5054:ff:fe12:3456%eth0");
    }

    @Test
    void shouldNotInsertANumberThatYamlTakesForAnother() throws Exception {
        write("hosts.yml", "all: {hosts: {host: {mode: 0644, zero: 0, text: '0644', ansible_port: 0026}}}\n");
        Inventory inventory = inventory(List.of("hosts.yml"), Map.of(), List.of());
        assertThat(host(inventory).connection().port()).isEqualTo(22);
        Problems problems = new Problems();
        Template template = Template.forHost("host", inventory, problems);
        assertThat(template.render("{{ zero }} {{ text }}", Position.wholeFile(folder), ""))
                .contains("0 0644");
        assertThat(template.render("{{ mode }}", Position.wholeFile(folder), "mode"))
                .isEmpty();
        assertThatThrownBy(problems::throwIfAny)
                .hasMessageContaining("the variable mode is written 0644, which YAML takes for the number 420")
                .hasMessageContaining("Quote it where it is set: \"0644\".");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[web]\nw1 name=\u00e9\n", "[web:vars]\nname=\u00e9\n[web]\n", "---\nall:\n  vars: {a: \u00e9}\n"
            })
    void shouldRefuseWhatIsNotUtf8OutsideOfComments(String text) throws Exception {
        Files.write(folder.resolve("hosts"), text.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> inventory(List.of("hosts"), Map.of(), List.of()))
                .hasMessageContaining("is not UTF-8 text")
                .hasMessageContaining("iconv -f latin1 -t utf-8");
    }

    @Test
    void shouldReadFoldersAndHostListsAndTheFilesBesideTheTopology() throws Exception {
        write("all/10", "[web]\nw1\n");
        write("all/20.yml", "web: {hosts: {w2: {}}}\n");
        write("all/no.ini", "[web]\nwrong\n");
        write("all/group_vars/web.yml", "from: inventory\nown: inventory\n");
        write("site/group_vars/web.yml", "from: topology\n");
        Problems problems = new Problems();
        List<Located<Path>> sources = List.of(
                new Located<>(folder.resolve("all"), Position.wholeFile(folder), ""),
                new Located<>(Path.of("one, two:2222,"), Position.wholeFile(folder), ""));
        Inventory inventory = new InventoryReader(problems, Vault.closed())
                .read(sources, Optional.of(folder.resolve("site")), Map.of(), List.of());
        problems.throwIfAny();
        assertThat(inventory.hostNames()).containsExactly("w1", "w2", "one", "two");
        assertThat(text(inventory, "w2")).isEqualTo(Map.of("from", "topology", "own", "inventory"));
        assertThat(text(inventory, "two")).isEqualTo(Map.of("ansible_port", "2222"));
    }

    @Test
    void shouldKnowWhereTheInventoryAndTheTopologyLie() throws Exception {
        write("inventories/hosts.ini", "host ansible_ssh_private_key_file='{{ inventory_dir }}/key'\n");
        assertThat(host(inventory(List.of("inventories/hosts.ini"), Map.of(), List.of()))
                        .connection()
                        .privateKeyFile())
                .contains(folder.resolve("inventories/key"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[web servers]              | Write [web_servers].",
                "[ db ]                     | Write [db].",
                "[web] ; a comment          | Write [web]  # a comment.",
                "w1 ; a comment             | a host's variable must be written key=value",
                "[web]/[web:vars]/a:root    | Write: a=root",
                "[web]/w1/[web:vars]/ansible_group_priority=high | must be a whole number",
                "w[1:3                      | a range must be closed by ]: w[1:3",
                "w[1-3]                     | Write [1:3].",
                "w[10:1]                    | Write [1:10].",
                "w[1:]                      | Write [1:3].",
                "w[a:3]                     | Write [a:f].",
                "w[08:100]                  | Write [01:10].",
                "w a = 1                    | Write a=…",
                "w a =1                     | Write a=…",
                "w a= 1 b=2                 | Write a=…",
            })
    void shouldSayOnceWhatToWriteWhereAnsibleRefuses(String lines, String wayOut) throws Exception {
        write("hosts.ini", lines.replace('/', '\n') + "\n");
        TopologyException refused = org.assertj.core.api.Assertions.catchThrowableOfType(
                TopologyException.class, () -> inventory(List.of("hosts.ini"), Map.of(), List.of()));
        assertThat(refused.problems()).as(lines).hasSizeLessThanOrEqualTo(lines.contains(";") ? 3 : 1);
        assertThat(refused.problems().toString()).contains(wayOut);
    }

    @Test
    void shouldReadAnEmptyValueBeforeAnotherVariable() throws Exception {
        write("hosts.ini", "host ansible_user= ansible_port=2222\n");
        assertThat(host(inventory(List.of("hosts.ini"), Map.of(), List.of()))
                        .connection()
                        .port())
                .isEqualTo(2222);
    }

    @Test
    void shouldSayHowToConvertWhatAnEditorWroteAsUtf16() throws Exception {
        Files.write(folder.resolve("hosts.ini"), "\ufeff[web]\nweb1\n".getBytes(StandardCharsets.UTF_16LE));
        assertThatThrownBy(() -> inventory(List.of("hosts.ini"), Map.of(), List.of()))
                .hasMessageContaining("is UTF-16 text")
                .hasMessageContaining("iconv -f utf-16 -t utf-8");
    }
}
