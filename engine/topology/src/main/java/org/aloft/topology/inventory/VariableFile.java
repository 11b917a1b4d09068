package org.aloft.topology.inventory;

import java.nio.file.Path;
import java.util.Map;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.yaml.TextFile;
import org.aloft.topology.yaml.YamlFile;
import org.aloft.topology.yaml.YamlValue;

/** A YAML file of variables under {@code group_vars/} or {@code host_vars/}. */
final class VariableFile {
    private VariableFile() {}

    static void read(Path file, Map<String, Variable> variables, Problems problems) {
        TextFile.read(file, Position.wholeFile(file), "", problems)
                .filter(text -> !isVault(text, file, problems))
                .flatMap(text -> YamlFile.parse(file, text, problems))
                .ifPresent(value -> addAll(value, variables, problems));
    }

    /** Adds every key of a map; another value than a map is a problem, nothing at all is fine. */
    static void addAll(YamlValue value, Map<String, Variable> variables, Problems problems) {
        if (value instanceof YamlValue.Mapping map) {
            map.entries()
                    .forEach((name, entry) -> variables.put(
                            name,
                            new Variable(entry.value().plain(), entry.value().at())));
        } else if (value.plain() != null) {
            problems.add(
                    value.at(),
                    "",
                    "wrong-type",
                    "variables must be a map, but this is " + value.kind(),
                    "Write one `name: value` a line.");
        }
    }

    /** Whether the whole file is encrypted; then a problem is told. */
    static boolean isVault(String text, Path file, Problems problems) {
        boolean vault = text.startsWith("$ANSIBLE_VAULT;");
        if (vault) {
            problems.add(
                    Position.wholeFile(file),
                    "",
                    "vault",
                    "files encrypted by ansible-vault are not read yet",
                    "Use SSH keys, pass single values with -e, or decrypt it: ansible-vault decrypt " + file);
        }
        return vault;
    }
}
