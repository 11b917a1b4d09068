package org.aloft.topology.inventory;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an inventory's file is written in, as Ansible's plugins tell it apart. */
enum InventoryFormat {
    INI,
    YAML,
    SCRIPT,
    TOML,
    /** It has no ending that says so: Ansible tries YAML before INI. */
    BY_TEXT;

    /** A group of a YAML inventory: a name, a colon, and nothing else but a map. */
    private static final Pattern YAML_GROUP = Pattern.compile("[^\\s\\[;=]+:(\\s*(#|\\{).*)?");

    /** By the file's ending. */
    static InventoryFormat of(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return switch (dot > 0 ? name.substring(dot) : "") {
            case ".yml", ".yaml", ".json" -> YAML;
            case ".toml" -> TOML;
            case "" -> BY_TEXT;
            default -> INI;
        };
    }

    /** As this one, once the text is known: never {@link #BY_TEXT}. */
    InventoryFormat with(Path file, String text) {
        boolean script = text.startsWith("#!");
        boolean runs = Files.isExecutable(file) && (script || text.indexOf('\0') >= 0);
        return switch (this) {
            case YAML, TOML -> runs ? SCRIPT : this; // there, # begins a comment
            case SCRIPT -> this;
            case INI -> script || runs ? SCRIPT : INI;
            case BY_TEXT -> script || runs ? SCRIPT : byFirstLine(text);
        };
    }

    private static InventoryFormat byFirstLine(String text) {
        Optional<String> first = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .findFirst();
        return first.filter(line -> line.equals("---")
                                || line.startsWith("{")
                                || YAML_GROUP.matcher(line).matches())
                        .isPresent()
                ? YAML
                : INI;
    }
}
