package org.aloft.topology.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.aloft.lab.Packages;
import org.aloft.topology.model.InventoryNames;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.problem.TopologyException;
import org.aloft.topology.vault.PasswordSource;
import org.aloft.topology.vault.Vault;
import org.aloft.topology.yaml.YamlFile;
import org.aloft.topology.yaml.YamlValue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The distribution's own Ansible reads the same files, and what both make of them is compared as data. */
class AnsibleIT {
    private static final Path RESOURCES = Path.of("src/test/resources").toAbsolutePath();
    private static final long SECONDS_MOST = 120;

    @TempDir
    private Path folder;

    @BeforeAll
    static void ansible() {
        Packages.provide("ansible-core", "/usr/bin/ansible-inventory");
    }

    static List<Path> inventories() throws IOException {
        try (Stream<Path> folders = Files.list(RESOURCES.resolve("inventories"))) {
            return folders.sorted().toList();
        }
    }

    /** Each folder has a file {@code sources}: what {@code -i} names, one a line. */
    @ParameterizedTest
    @MethodSource("inventories")
    void shouldReadInventoriesAsAnsibleDoes(Path inventory) throws Exception {
        List<String> sources = Files.readAllLines(inventory.resolve("sources"));
        Optional<Path> playbooks = Files.exists(inventory.resolve("playbook-dir"))
                ? Optional.of(inventory.resolve(
                        Files.readString(inventory.resolve("playbook-dir")).strip()))
                : Optional.empty();
        List<String> command = new ArrayList<>(List.of("ansible-inventory", "--list"));
        sources.forEach(source -> command.addAll(List.of("-i", source)));
        playbooks.ifPresent(path -> command.addAll(List.of("--playbook-dir", path.toString())));
        Map<?, ?> theirs = (Map<?, ?>) json(run(inventory, command, ""));

        Inventory ours = read(inventory, sources, playbooks);

        assertThat(hostVariables(ours)).isEqualTo(theirVariables(theirs));
        assertThat(groups(ours)).isEqualTo(theirGroups(theirs));
    }

    private static Inventory read(Path folder, List<String> sources, Optional<Path> playbooks)
            throws TopologyException {
        Problems problems = new Problems();
        Inventory inventory = new InventoryReader(problems, Vault.closed())
                .read(
                        sources.stream()
                                .map(source -> source.contains(",") ? Path.of(source) : folder.resolve(source))
                                .map(source -> new Located<>(source, Position.wholeFile(source), ""))
                                .toList(),
                        playbooks,
                        Map.of(),
                        List.of());
        problems.throwIfAny();
        return inventory;
    }

    private static Map<String, Object> hostVariables(Inventory inventory) {
        Map<String, Object> all = new TreeMap<>();
        for (String host : inventory.hostNames()) {
            Map<String, Object> variables = new TreeMap<>();
            inventory.variablesOf(host).forEach((name, variable) -> variables.put(name, asJson(variable.value())));
            if (!variables.isEmpty()) {
                all.put(host, variables);
            }
        }
        return all;
    }

    /** As ansible-inventory writes what JSON has no word for. */
    private static Object asJson(Object value) {
        if (value instanceof YamlValue.Encrypted encrypted) {
            return Map.of("__ansible_vault", encrypted.text());
        }
        if (value instanceof YamlValue.Unsafe unsafe) {
            return Map.of("__ansible_unsafe", unsafe.text());
        }
        if (value instanceof YamlValue.Octal octal) {
            return octal.value();
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(item -> item == null ? "null" : asJson(item))
                    .toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> entries = new TreeMap<>();
            map.forEach((key, item) -> entries.put(String.valueOf(key), item == null ? "null" : asJson(item)));
            return entries;
        }
        return value == null ? "null" : value;
    }

    private static Map<String, Object> theirVariables(Map<?, ?> theirs) {
        Map<String, Object> all = new TreeMap<>();
        Map<?, ?> meta = (Map<?, ?>) theirs.get("_meta");
        ((Map<?, ?>) meta.get("hostvars")).forEach((host, variables) -> all.put((String) host, asJson(variables)));
        return all;
    }

    private static Map<String, Object> groups(Inventory inventory) {
        Map<String, Object> all = new TreeMap<>();
        for (String name : inventory.groupNames()) {
            Inventory.Group group = inventory.group(name);
            // Ansible leaves out the hosts that stand in all itself
            all.put(
                    name,
                    members(name.equals("all") ? List.of() : List.copyOf(group.hosts), List.copyOf(group.children)));
        }
        all.values().removeIf(members -> ((Map<?, ?>) members).isEmpty());
        return all;
    }

    private static Map<String, Object> theirGroups(Map<?, ?> theirs) {
        Map<String, Object> all = new TreeMap<>();
        theirs.forEach((name, group) -> {
            if (!name.equals("_meta")) {
                Map<?, ?> map = (Map<?, ?>) group;
                all.put((String) name, members((List<?>) map.get("hosts"), (List<?>) map.get("children")));
            }
        });
        return all;
    }

    private static Map<String, Object> members(List<?> hosts, List<?> children) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (hosts != null && !hosts.isEmpty()) {
            members.put("hosts", hosts);
        }
        if (children != null && !children.isEmpty()) {
            members.put("children", children);
        }
        return members;
    }

    /** The rows that {@link HostPatternsTest} holds us to. */
    @Test
    void shouldExpectOfPatternsWhatAnsibleMakesOfThem() throws Exception {
        String script = """
                import json, sys
                from ansible.parsing.dataloader import DataLoader
                from ansible.inventory.manager import InventoryManager
                inventory = InventoryManager(DataLoader(), sources=[sys.argv[1]])
                for line in sys.stdin:
                    try:
                        print(json.dumps([host.name for host in inventory.get_hosts(line.rstrip("\\n"))]))
                    except Exception:
                        print("[]")
                """;
        List<PatternCase> cases = PatternCase.all();
        String patterns =
                String.join("\n", cases.stream().map(PatternCase::pattern).toList());
        String answers = run(
                RESOURCES.resolve("patterns"), List.of("/usr/bin/python3", "-c", script, "hosts.ini"), patterns + "\n");
        List<List<?>> theirs = new ArrayList<>();
        answers.lines().forEach(line -> theirs.add((List<?>) json(line)));
        assertThat(theirs).isEqualTo(cases.stream().map(PatternCase::hosts).toList());
    }

    @Test
    void shouldOpenWhatAnsibleVaultEncryptsNow() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "some words of a password");
        String text = "word: \u00e9\u2603\n".repeat(1000);
        String plain = run(
                folder,
                List.of("ansible-vault", "encrypt", "--vault-password-file", "password", "--output", "-"),
                text);
        String labelled =
                run(folder, List.of("ansible-vault", "encrypt", "--vault-id", "prod@password", "--output", "-"), text);
        assertThat(labelled).startsWith("$ANSIBLE_VAULT;1.2;AES256;prod");
        Vault vault = new Vault(List.of(PasswordSource.file(password.toString())));
        assertThat(vault.open(plain)).isEqualTo(text);
        assertThat(vault.open(labelled)).isEqualTo(text);
    }

    @Test
    void shouldCountTheHostsOfAGroupAsAnsibleDoes() throws Exception {
        String listed =
                run(RESOURCES.resolve("patterns"), List.of("ansible", "site", "-i", "hosts.ini", "--list-hosts"), "");
        InventoryNames names = PatternCase.inventory().names();
        assertThat(listed.lines().skip(1).map(String::strip))
                .containsExactlyElementsOf(names.groups().get("site"));
    }

    private static Object json(String text) {
        Problems problems = new Problems();
        Object value = YamlFile.parse(Path.of("ansible"), text, problems)
                .map(YamlValue::plain)
                .orElse(Map.of());
        assertThat(problems.count()).isZero();
        return value;
    }

    /** What it prints; what it complains of, if it fails. */
    private String run(Path where, List<String> command, String input) throws Exception {
        Path errors = folder.resolve("errors");
        Path out = folder.resolve("out");
        Path in = Files.writeString(folder.resolve("in"), input);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ANSIBLE_"));
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(SECONDS_MOST, TimeUnit.SECONDS))
                    .as("%s ended", command)
                    .isTrue();
            assertThat(process.exitValue()).as(() -> read(errors)).isZero();
        } finally {
            process.destroyForcibly();
        }
        return read(out);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
