package org.aloft.topology.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.model.Topology;
import org.aloft.topology.problem.Problem;
import org.aloft.topology.problem.TopologyException;
import org.aloft.topology.vault.PasswordSource;
import org.aloft.topology.vault.Vault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is encrypted is opened where it is needed, nowhere else, and is a secret from then on. */
class VaultedVariablesTest {
    private static final Path VAULTED = Path.of("src/test/resources/vault");
    private static final String INSTANCE = """
            inventory: hosts.ini
            instances:
              VI_1: {virtual_router_id: 7, interface: eth0, members: {a: 100}, vips: [10.0.0.9]}
            """;
    private static final String CONTENT = "hosts: {a: {files: {/etc/x: {content: \"%s\"}}}}\n";

    @TempDir
    private Path folder;

    @BeforeEach
    void inventory() throws Exception {
        write("hosts.ini", "a ansible_host=10.0.0.1\n[other]\nb ansible_host=10.0.0.2\n");
    }

    @Test
    void shouldOpenAWholeFileAndMaskWhatStandsInIt() throws Exception {
        copy("labelled.vault", "group_vars/all/vault.yml");
        MaskedText text = content("{{ port }} {{ nested.key }} {{ own_text }}", dev());
        assertThat(text.reveal()).isEqualTo("2222 deep-word at a");
        assertThat(text.shown()).isEqualTo("******** ******** ********");
    }

    @Test
    void shouldOpenAValueAndLookForNothingInIt() throws Exception {
        write("group_vars/all.yml", "word: !vault |\n" + indented("inline.vault") + "list: {of: {words: 1}}\n");
        MaskedText text = content("<{{ word }}>", one());
        assertThat(text.reveal()).isEqualTo("<inline {{ as it is }}>");
        assertThat(text.shown()).isEqualTo("<********>");
    }

    @Test
    void shouldOpenWhatStandsInTheTopologyItself() throws Exception {
        write(
                "topology.yml",
                "inventory: hosts.ini\ninstances:\n  VI_1:\n    virtual_router_id: 7\n    interface: eth0\n"
                        + "    members: {a: 100}\n    vips: [10.0.0.9]\n    authentication:\n      type: PASS\n"
                        + "      password: !vault |\n" + indented("short.vault"));
        Topology read = read(one());
        assertThat(read.instances().get(0).password().orElseThrow().reveal()).isEqualTo("eight888");
    }

    @Test
    void shouldOpenAFileThatIsCopied() throws Exception {
        copy("one.vault", "secret.conf");
        write("topology.yml", INSTANCE + "hosts: {a: {files: {/etc/x: {source: secret.conf}}}}\n");
        MaskedText text =
                read(one()).hostSettings().get("a").files().get("/etc/x").content();
        assertThat(text).isEqualTo(new MaskedText("db_password: hunter2\n", "********"));
        assertThat(catchThrowableOfType(TopologyException.class, () -> read(Vault.closed())))
                .hasMessageContaining("topology.yml:4:38: hosts.a.files./etc/x.source: is encrypted by ansible-vault");
    }

    @Test
    void shouldNeedNoPasswordForWhatNobodyNeeds() throws Exception {
        copy("one.vault", "group_vars/other.yml");
        write(
                "host_vars/a.yml",
                "unused: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  not even whole\n"
                        + "ansible_user: root\nansible_become_password: !vault |\n" + indented("inline.vault"));
        assertThat(content("plain", neverAsked()).reveal()).isEqualTo("plain");
        assertThat(content("plain", Vault.closed()).reveal()).isEqualTo("plain");
    }

    @Test
    void shouldSayWhereTheValueStandsThatNeedsAPassword() throws Exception {
        write("group_vars/all.yml", "db: x\nansible_password: !vault |\n" + indented("inline.vault"));
        Problem problem = onlyProblem(Vault.closed());
        assertThat(problem.toString())
                .isEqualTo(folder + "/group_vars/all.yml:2:19: ansible_password: is encrypted by ansible-vault, and no"
                        + " password was given\n    Add --vault-password-file FILE, or --vault-id LABEL@FILE."
                        + " Or give the value itself: -e ansible_password=…");
    }

    @Test
    void shouldPointToTheEncryptedFileThatMayHoldWhatIsMissing() throws Exception {
        copy("one.vault", "group_vars/all/vault.yml");
        write("group_vars/all/vars.yml", "ansible_password: \"{{ db_password }}\"\n");
        assertThat(onlyProblem(Vault.closed()).toString())
                .contains("group_vars/all/vars.yml:1:19: ansible_password: host a has no variable db_password")
                .contains("It may stand in " + folder + "/group_vars/all/vault.yml, which is encrypted");
        assertThat(read(one())
                        .hosts()
                        .get("a")
                        .connection()
                        .password()
                        .orElseThrow()
                        .reveal())
                .isEqualTo("hunter2");
    }

    @Test
    void shouldWarnOfAnEncryptedFileThatIsPassedOver() throws Exception {
        copy("one.vault", "host_vars/a.yml");
        write("topology.yml", INSTANCE);
        List<Problem> warnings = new TopologyReader()
                .read(folder.resolve("topology.yml"), List.of(), Map.of(), List.of(), Vault.closed())
                .warnings();
        assertThat(warnings)
                .filteredOn(warning -> warning.file().endsWith("host_vars/a.yml"))
                .extracting(Problem::message)
                .containsExactly("is encrypted by ansible-vault, and no password was given: it is passed over");
    }

    @Test
    void shouldRefuseAWrongPasswordWhereTheFileBelongsToAHostThatIsWanted() throws Exception {
        copy("one.vault", "host_vars/a.yml");
        Problem problem = onlyProblem(dev());
        assertThat(problem.file()).isEqualTo(folder.resolve("host_vars/a.yml"));
        assertThat(problem.message()).contains("no password that was given opens it");
        Files.move(folder.resolve("host_vars/a.yml"), folder.resolve("host_vars/b.yml"));
        assertThat(read(dev()).otherHosts().find("b")).isEmpty();
    }

    @Test
    void shouldReadAnEncryptedInventoryAndEncryptedExtraVariables() throws Exception {
        copy("inventory.vault", "hosts.ini");
        write("topology.yml", INSTANCE);
        Topology topology = new TopologyReader()
                .read(
                        folder.resolve("topology.yml"),
                        List.of(),
                        Map.of(),
                        List.of("@" + VAULTED.resolve("one.vault"), "ansible_password={{ db_password }}"),
                        one())
                .topology();
        assertThat(topology.hosts().get("a").address()).isEqualTo("10.0.0.77");
        assertThat(topology.hosts()
                        .get("a")
                        .connection()
                        .password()
                        .orElseThrow()
                        .reveal())
                .isEqualTo("hunter2");
    }

    @Test
    void shouldNotRepeatWhatWasEncryptedInAProblem() throws Exception {
        copy("labelled.vault", "group_vars/all.yml");
        write("topology.yml", INSTANCE + "agent: \"{{ nested.key }}\"\n");
        TopologyException thrown = catchThrowableOfType(TopologyException.class, () -> read(dev()));
        assertThat(thrown).hasMessageContaining("must be one of aloftd, keepalived: ********");
        assertThat(thrown.toString()).doesNotContain("deep-word");
    }

    private Problem onlyProblem(Vault vault) throws Exception {
        write("topology.yml", INSTANCE);
        TopologyException thrown = catchThrowableOfType(TopologyException.class, () -> read(vault));
        assertThat(thrown.problems()).hasSize(1);
        return thrown.problems().get(0);
    }

    private MaskedText content(String content, Vault vault) throws Exception {
        write("topology.yml", INSTANCE + CONTENT.formatted(content));
        return read(vault).hostSettings().get("a").files().get("/etc/x").content();
    }

    private Topology read(Vault vault) throws TopologyException {
        return new TopologyReader()
                .read(folder.resolve("topology.yml"), List.of(), Map.of(), List.of(), vault)
                .topology();
    }

    private static Vault one() {
        return new Vault(List.of(PasswordSource.file(VAULTED + "/one.password")));
    }

    private static Vault dev() {
        return new Vault(List.of(PasswordSource.file(VAULTED + "/dev.password")));
    }

    private static Vault neverAsked() {
        Function<String, Optional<String>> fails = prompt -> {
            throw new AssertionError("asked: " + prompt);
        };
        return new Vault(List.of(PasswordSource.of("prompt", fails)));
    }

    private static String indented(String vaulted) throws Exception {
        return Files.readString(VAULTED.resolve(vaulted)).indent(8);
    }

    private void copy(String vaulted, String name) throws Exception {
        write(name, Files.readString(VAULTED.resolve(vaulted)));
    }

    private void write(String name, String text) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
