package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.aloft.lab.Packages;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The collection {@code aloft.ha} by itself: its own tests, what Ansible's checkers say of it, and its archive. */
class CollectionIT {
    private static final Path COLLECTION = Ansible.COLLECTIONS.resolve("ansible_collections/aloft/ha");
    private static final Path DOCUMENTS = COLLECTION.resolve("tests/unit/documents");
    private static final Path VALIDATE_MODULES =
            Path.of("/usr/lib/python3/dist-packages/ansible_test/_util/controller/sanity/validate-modules");

    private static final List<String> MODULES = List.of("cluster", "cluster_info", "drill");

    @TempDir
    static Path folder;

    private static Ansible ansible;

    @BeforeAll
    static void install() throws IOException {
        ansible = Ansible.in(folder);
    }

    @Test
    void shouldPassItsOwnTests() {
        assertFine(run(
                Ansible.COLLECTIONS,
                "/usr/bin/python3",
                "-W",
                "error",
                "-m",
                "unittest",
                "discover",
                "-t",
                ".",
                "-s",
                "ansible_collections/aloft/ha/tests/unit"));
    }

    /** What its own tests take for the words of aloft are as the schemas say. */
    @Test
    void shouldBeTestedWithDocumentsThatAloftCouldHaveWritten() throws IOException {
        Schema.PLAN.holds(Files.readString(DOCUMENTS.resolve("plan.json")));
        Schema.VERIFY.holds(Files.readString(DOCUMENTS.resolve("report.json")));
        Schema.INVENTORY.holds(Files.readString(DOCUMENTS.resolve("inventory.json")));
        Schema.STATUS.holds(Files.readString(DOCUMENTS.resolve("status.json")));
        Schema.ERROR.holds(Files.readString(DOCUMENTS.resolve("mistakes.json")));
        JsonNode events = new ObjectMapper().readTree(Files.readString(DOCUMENTS.resolve("events.json")));
        assertThat(events).isNotEmpty().allSatisfy(event -> Schema.APPLY.holds(event.toString()));
    }

    @Test
    void shouldHaveTheVersionOfAloft() throws IOException {
        assertThat(Files.readAllLines(COLLECTION.resolve("galaxy.yml"))).contains("version: " + Aloft.VERSION);
        assertThat(Files.readString(COLLECTION.resolve("CHANGELOG.md"))).contains("## " + Aloft.VERSION);
    }

    @Test
    void shouldPassPycodestyle() {
        Packages.provide("pycodestyle", "/usr/bin/pycodestyle");

        // E402: a module's documentation stands above its imports. W503: its opposite, W504, is what PEP 8 advises.
        assertFine(run(COLLECTION, "pycodestyle", "--ignore=E402,W503", "--max-line-length=120", "."));
    }

    @Test
    void shouldPassPylint() throws IOException {
        Packages.provide("pylint", "/usr/bin/pylint");
        List<String> words = new ArrayList<>(
                List.of("pylint", "--rcfile", Ansible.HOME.resolve(".pylintrc").toString()));
        try (Stream<Path> files = Files.walk(COLLECTION)) {
            files.filter(file -> file.toString().endsWith(".py"))
                    .map(file -> Ansible.COLLECTIONS.relativize(file).toString())
                    .sorted()
                    .forEach(words::add);
        }

        assertFine(ansible.run(Ansible.COLLECTIONS, words));
    }

    @Test
    void shouldPassYamllint() {
        Packages.provide("yamllint", "/usr/bin/yamllint");

        assertFine(run(Ansible.HOME, "yamllint", "--strict", "playbooks", "inventories", ".ansible-lint", ".yamllint"));
    }

    @Test
    void shouldPassAnsibleLintInItsStrictestProfile() {
        Packages.provide("ansible-lint", "/usr/bin/ansible-lint");

        Invocation linted = run(Ansible.HOME, "ansible-lint", "--offline", "--nocolor", "playbooks", "inventories");

        assertThat(linted.status()).as(linted.toString()).isZero();
        assertThat(linted.err()).contains("Passed with production profile: 0 failure(s), 0 warning(s)");
    }

    /** As ansible-test does, which wants to download Python packages for it. */
    @Test
    void shouldPassValidateModules() throws IOException {
        Packages.provide("python3-voluptuous", "/usr/lib/python3/dist-packages/voluptuous");

        Invocation validated = ansible.with("PYTHONPATH", VALIDATE_MODULES + ":" + Ansible.COLLECTIONS)
                .run(
                        COLLECTION,
                        List.of(
                                "/usr/bin/python3",
                                VALIDATE_MODULES.resolve("validate.py").toString(),
                                "--format=json",
                                "--arg-spec",
                                "--collection=ansible_collections/aloft/ha",
                                "--collection-version=" + Aloft.VERSION,
                                "plugins/modules"));

        JsonNode files = new ObjectMapper().readTree(validated.out());
        String ignored = Files.readString(COLLECTION.resolve("tests/sanity/ignore-2.14.txt"));
        for (String module : MODULES) {
            String name = "plugins/modules/" + module + ".py";
            List<String> said = new ArrayList<>();
            files.get(name)
                    .get("errors")
                    .forEach(error -> said.add(error.get("code").asText()));
            files.get(name)
                    .get("warnings")
                    .forEach(warning -> said.add(warning.get("code").asText()));
            assertThat(said).as(validated.toString()).isNotEmpty().allSatisfy(code -> assertThat(ignored)
                    .contains(name + " validate-modules:" + code + " "));
        }
    }

    @Test
    void shouldCallTheCommandByItsModuleAlone() throws IOException {
        for (String playbook : List.of("site.yml", "verify.yml", "rolling-update.yml", "remove.yml")) {
            Path file = Ansible.HOME.resolve("playbooks").resolve(playbook);
            assertThat(Files.readString(file))
                    .contains("aloft.ha.cluster:")
                    .doesNotContain("command:", "shell:", "raw:", "script:");
            assertFine(ansible.play(file, "--syntax-check"));
        }
    }

    @Test
    void shouldDocumentItself() {
        for (String module : MODULES) {
            Invocation shown = run(folder, "ansible-doc", "aloft.ha." + module);

            assertThat(shown.status()).as(shown.toString()).isZero();
            assertThat(shown.out()).contains("OPTIONS", "connect_timeout", "EXAMPLES", "RETURN VALUES", "exit_code");
            assertThat(shown.err()).isEmpty();
        }
    }

    @Test
    void shouldMakeAnInventoryOfATopology() throws IOException {
        Path source = Files.writeString(
                Files.createDirectories(folder.resolve("inventory")).resolve("web.aloft.yml"),
                "plugin: aloft.ha.topology\ntopology: " + Ansible.HOME.resolve("inventories/lvs-dr") + "\n");

        Invocation listed = run(folder, "ansible-inventory", "-i", source.toString(), "--list");

        assertFine(listed);
        JsonNode found = new ObjectMapper().readTree(listed.out());
        assertThat(found.at("/directors/hosts").toString()).isEqualTo("[\"lvs1\",\"lvs2\"]");
        assertThat(found.at("/real_servers/hosts").toString()).isEqualTo("[\"web1\",\"web2\"]");
        assertThat(found.at("/instance_VI_1/hosts")).isEqualTo(found.at("/directors/hosts"));
        assertThat(found.at("/service_web/hosts")).isEqualTo(found.at("/real_servers/hosts"));
        assertThat(found.at("/_meta/hostvars/lvs1/ansible_host").asText()).isEqualTo("192.168.100.100");
        assertThat(found.at("/_meta/hostvars/web1/aloft_answers/0").asText()).isEqualTo("web");
    }

    /** The role's variables are checked, and reach the module. */
    @Test
    void shouldHaveARoleThatChecksItsVariables() throws IOException {
        Path plays = Files.createDirectories(folder.resolve("role"));
        wrongTopology(plays.resolve("wrong.yml"));
        String play =
                "- {hosts: localhost, connection: local, gather_facts: false, roles: [{role: aloft.ha.cluster, %s}]}";

        Invocation nameless = ansible.play(Files.writeString(plays.resolve("nameless.yml"), play.formatted("x: 1")));
        Invocation wrong = ansible.play(Files.writeString(
                plays.resolve("play.yml"), play.formatted("cluster_topology: wrong.yml, cluster_state: planned")));

        assertThat(nameless.out()).contains("missing required arguments: cluster_topology");
        assertThat(wrong.out()).contains("3 mistakes in what was read; no host was contacted", "wrong.yml:16:11: ");
        assertThat(List.of(nameless.status(), wrong.status())).containsExactly(2, 2);
    }

    /** Away from the checkout, with the command on PATH. */
    @Test
    void shouldWorkWhereItsArchiveIsInstalled() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Invocation built =
                run(elsewhere, "ansible-galaxy", "collection", "build", COLLECTION.toString(), "--output-path", ".");
        assertThat(built.status()).as(built.toString()).isZero();
        Invocation installed = run(
                elsewhere,
                "ansible-galaxy",
                "collection",
                "install",
                "--offline",
                "-p",
                elsewhere.toString(),
                "aloft-ha-" + Aloft.VERSION + ".tar.gz");
        assertThat(installed.status()).as(installed.toString()).isZero();
        Path playbook = Files.writeString(elsewhere.resolve("play.yml"), """
                - hosts: localhost
                  connection: local
                  gather_facts: false
                  tasks:
                    - aloft.ha.cluster: {topology: wrong.yml, state: planned}
                """);
        wrongTopology(elsewhere.resolve("wrong.yml"));

        Invocation played =
                ansible.withCollections(elsewhere).with("PYTHONPATH", "").play(playbook);

        assertThat(played.status()).as(played.toString()).isEqualTo(2);
        assertThat(played.out())
                .contains("3 mistakes in what was read; no host was contacted", "\"exit_code\": 64")
                .contains("wrong.yml:9:21: ", "wrong.yml:16:11: ", "wrong.yml:17:5: ")
                .doesNotContain("Traceback");
    }

    /** The example's, with three mistakes: in the line of a priority, of a port and of a scheduler. */
    static void wrongTopology(Path file) throws IOException {
        Path example = Ansible.HOME.resolve("inventories/lvs-dr");
        Files.copy(example.resolve("hosts.ini"), file.resolveSibling("hosts.ini"));
        Files.writeString(
                file,
                Files.readString(example.resolve("topology.yml"))
                        .replace("lvs1: 100", "lvs1: 300")
                        .replace("port: 80", "port: 80000")
                        .replace("scheduler: rr", "schedular: rr"));
    }

    private static Invocation run(Path where, String... words) {
        return ansible.run(where, List.of(words));
    }

    private static void assertFine(Invocation checked) {
        assertThat(checked.status()).as(checked.toString()).isZero();
    }
}
