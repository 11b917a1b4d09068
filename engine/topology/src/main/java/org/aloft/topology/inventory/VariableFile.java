package org.aloft.topology.inventory;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.vault.Vault;
import org.aloft.topology.vault.VaultException;
import org.aloft.topology.yaml.TextFile;
import org.aloft.topology.yaml.YamlFile;
import org.aloft.topology.yaml.YamlValue;

/**
 * A YAML file of variables: under {@code group_vars/} or {@code host_vars/}, or named by {@code -e @}. One that is
 * encrypted as a whole is opened when somebody asks for a host or group that it belongs to, not before. Not
 * thread-safe.
 */
final class VariableFile {
    private final Path file;
    private final Vault vault;
    /** Of the opening: told to whoever needs the variables. */
    private final Problems problems = new Problems();

    private String encrypted; // null once it was tried
    private boolean locked;
    private Map<String, Variable> variables = Map.of();

    private VariableFile(Path file, Vault vault) {
        this.file = file;
        this.vault = vault;
    }

    /** Reads the file, and opens it unless it is encrypted. */
    static VariableFile read(Path file, Vault vault, Problems problems) {
        VariableFile read = new VariableFile(file, vault);
        TextFile.read(file, Position.wholeFile(file), "", problems).ifPresent(text -> {
            if (Vault.isEncrypted(text)) {
                read.encrypted = text;
            } else {
                read.parse(text, false, problems);
            }
        });
        return read;
    }

    private void parse(String text, boolean secret, Problems told) {
        Optional<YamlValue> root = YamlFile.parse(file, text, told);
        variables = new LinkedHashMap<>();
        root.ifPresent(value -> addAll(value, secret, variables, told));
    }

    /** What stands in it; nothing where it cannot be opened. */
    Map<String, Variable> variables() {
        open();
        return variables;
    }

    /** Whether it is encrypted, and there is no password at all. */
    boolean isLocked() {
        open();
        return locked;
    }

    /** Whether it could not be opened although there was a password: what stands in it is not known. */
    boolean hasFailed() {
        open();
        return problems.count() > 0;
    }

    Path file() {
        return file;
    }

    /** Tells why it could not be opened, if that is so: whoever asks needs what stands in it. */
    void tell(Problems told) {
        open();
        told.addAll(problems);
    }

    private void open() {
        if (encrypted == null) {
            return;
        }
        try {
            parse(vault.open(encrypted), true, problems);
        } catch (VaultException e) {
            locked = e.reason() == VaultException.Reason.NO_PASSWORD;
            if (locked) {
                problems.warn(
                        Position.wholeFile(file),
                        "",
                        "vault-locked",
                        e.getMessage() + ": it is passed over",
                        e.fix() + " Otherwise what it sets does not count.");
            } else {
                problems.add(Position.wholeFile(file), "", "vault", e.getMessage(), e.fix());
            }
        }
        encrypted = null;
    }

    /** Adds every key of a map; another value than a map is a problem, nothing at all is fine. */
    static void addAll(YamlValue value, Map<String, Variable> variables, Problems problems) {
        addAll(value, false, variables, problems);
    }

    private static void addAll(YamlValue value, boolean secret, Map<String, Variable> variables, Problems problems) {
        if (value instanceof YamlValue.Mapping map) {
            map.entries()
                    .forEach((name, entry) -> variables.put(
                            name,
                            new Variable(entry.value().plain(), entry.value().at(), secret)));
        } else if (value.plain() != null) {
            problems.add(
                    value.at(),
                    "",
                    "wrong-type",
                    "variables must be a map, but this is " + value.kind(),
                    "Write one `name: value` a line.");
        }
    }
}
