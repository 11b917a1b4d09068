package org.aloft.topology.inventory;

import java.io.IOException;
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

/**
 * A row of {@code patterns/cases.txt}: a pattern, and the hosts that Ansible lists for it, in its order.
 *
 * @param hosts none where Ansible lists none, or refuses the pattern
 */
record PatternCase(String pattern, List<String> hosts) {
    private static final Path FOLDER = Path.of("src/test/resources/patterns");

    static List<PatternCase> all() throws IOException {
        return Files.readAllLines(FOLDER.resolve("cases.txt")).stream()
                .map(PatternCase::parse)
                .toList();
    }

    private static PatternCase parse(String row) {
        int bar = row.lastIndexOf('|') > row.indexOf(" | ") ? row.indexOf(" | ") + 1 : row.lastIndexOf('|');
        String hosts = row.substring(bar + 1).strip();
        return new PatternCase(
                row.substring(0, bar).strip(), hosts.isEmpty() ? List.of() : List.of(hosts.split(" ", -1)));
    }

    /** The inventory that the patterns choose from. */
    static Inventory inventory() throws TopologyException {
        Problems problems = new Problems();
        Path file = FOLDER.resolve("hosts.ini");
        Inventory inventory = new InventoryReader(problems, Vault.closed())
                .read(
                        List.of(new Located<>(file, Position.wholeFile(file), "")),
                        Optional.empty(),
                        Map.of(),
                        List.of());
        problems.throwIfAny();
        return inventory;
    }
}
