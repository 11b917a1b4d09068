package org.aloft.cli;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.AutoComplete;

/**
 * The subcommands by their names, in the order of the help. For each of them picocli reads all options by reflection,
 * which takes a third of the time until a command begins: so only the one that is typed is made.
 */
final class Subcommands {
    private static final Map<String, Class<?>> ALL = all();

    private Subcommands() {}

    private static Map<String, Class<?>> all() {
        Map<String, Class<?>> all = new LinkedHashMap<>();
        all.put("validate", ValidateCommand.class);
        all.put("inventory", InventoryCommand.class);
        all.put("plan", PlanCommand.class);
        all.put("apply", ApplyCommand.class);
        all.put("destroy", DestroyCommand.class);
        all.put("verify", VerifyCommand.class);
        all.put("status", StatusCommand.class);
        all.put("history", HistoryCommand.class);
        all.put("unlock", UnlockCommand.class);
        all.put("digest", DigestCommand.class);
        all.put("demo", DemoCommand.class);
        all.put("lab", LabCommand.class);
        all.put("init", InitCommand.class);
        all.put("import", ImportCommand.class);
        all.put("graph", GraphCommand.class);
        all.put("schema", SchemaCommand.class);
        all.put("generate-completion", AutoComplete.GenerateCompletion.class);
        return Collections.unmodifiableMap(all);
    }

    /** Each one's class by its name. */
    static Map<String, Class<?>> byName() {
        return ALL;
    }

    /** Those that a command line needs: all of them unless it begins with one's name, or only asks for the version. */
    static Collection<Class<?>> neededFor(String... arguments) {
        if (arguments.length == 0) {
            return ALL.values();
        }
        String first = arguments[0];
        if (arguments.length == 1 && (first.equals("--version") || first.equals("-V"))) {
            return List.of();
        }
        // What is completed is all of them.
        return ALL.containsKey(first) && ALL.get(first) != AutoComplete.GenerateCompletion.class
                ? List.of(ALL.get(first))
                : ALL.values();
    }
}
