package org.aloft.topology.inventory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.yaml.YamlFile;
import org.aloft.topology.yaml.YamlValue;

/**
 * A file that configures an inventory plugin of Ansible's. Aloft has none of them, so it asks Ansible itself.
 *
 * <pre>{@code
 * plugin: amazon.aws.aws_ec2
 * regions: [eu-central-1]
 * }</pre>
 *
 * <p>A plugin may build on what was read before it ({@code constructed} does), so the sources before this one are
 * named as well; what they say comes back as it is. Variables stay with the groups that have them ({@code --export}),
 * and keep their precedence.
 */
final class PluginInventory {
    private static final String PROGRAM = "ansible-inventory";

    /** Otherwise a plugin that fails is a warning beside an empty inventory. */
    private static final Map<String, String> ENVIRONMENT =
            Map.of("ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED", "True", "ANSIBLE_NOCOLOR", "1");

    private final Path file;
    private final List<String> before;
    private final InventoryPrograms programs;
    private final Inventory inventory;
    private final Problems problems;

    /** @param before the sources that were read before it, as {@code -i} takes them */
    PluginInventory(
            Path file, List<String> before, InventoryPrograms programs, Inventory inventory, Problems problems) {
        this.file = file;
        this.before = before;
        this.programs = programs;
        this.inventory = inventory;
        this.problems = problems;
    }

    /** Whether a YAML file configures a plugin. */
    static Optional<YamlValue.Entry> plugin(YamlValue root) {
        return root instanceof YamlValue.Mapping map
                ? Optional.ofNullable(map.entries().get("plugin"))
                        .filter(entry -> entry.value() instanceof YamlValue.Scalar)
                : Optional.empty();
    }

    void read(YamlValue.Entry plugin) {
        Optional<Path> program = programs.find(PROGRAM);
        if (program.isEmpty()) {
            refuse(
                    plugin,
                    "this configures a plugin of Ansible's, which needs " + PROGRAM + ", and that is not in the PATH",
                    "Install ansible-core, or save what the plugin makes where it runs: " + shown()
                            + " --yaml > hosts.yml");
            return;
        }
        List<String> command = new ArrayList<>(List.of(program.get().toString()));
        before.forEach(source -> command.addAll(List.of("-i", source)));
        command.addAll(List.of("-i", file.toAbsolutePath().toString(), "--list", "--export"));
        Path output = Position.typed(shown()).file();
        try {
            YamlFile.parse(output, programs.output(command, ENVIRONMENT), problems)
                    .ifPresent(root ->
                            new PrintedInventory(shown(), inventory, problems).read(root, host -> Optional.empty()));
        } catch (InventoryPrograms.FailedException e) {
            refuse(
                    plugin,
                    PROGRAM + ", which this plugin of Ansible's needs: " + e.getMessage(),
                    "See what it says by hand: " + shown());
        }
    }

    private String shown() {
        return PROGRAM + " -i " + file + " --list";
    }

    private void refuse(YamlValue.Entry plugin, String message, String fix) {
        problems.add(plugin.keyAt(), "plugin", "inventory-plugin", message, fix);
    }
}
