package org.aloft.topology.file;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.inventory.Inventory;
import org.aloft.topology.inventory.Template;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.problem.Suggestion;
import org.aloft.topology.yaml.YamlValue;

/**
 * {@code keepalived: |}: lines in the language of keepalived.conf(5) for what has no word here, taken as they are. Where
 * hosts differ, a map of host or group; a host gets the lines of each entry that means it, in their order.
 *
 * <pre>{@code
 * keepalived:
 *   all: |
 *     garp_master_delay 2
 *   lvs1: |
 *     garp_master_refresh 60
 * }</pre>
 */
final class RawLines {
    private static final Key<String> ANY = Key.text("keepalived", text -> text, "")
            .withShape(new Shape.Either(List.of(new Shape.Text(), new Shape.Names(new Shape.Text()))));

    /** In an instance. */
    static final Key<String> OF_INSTANCE = ANY.help("Lines of keepalived.conf for this instance, for what has no word"
            + " here, taken as they are; a map of host or group: lines where members differ.");

    /** At the top of the file. */
    static final Key<String> WHOLE_BLOCKS = ANY.help("Whole blocks of keepalived.conf, such as global_defs {…}, for"
            + " what has no word here, taken as they are; a map of host or group: blocks where directors differ.");

    private final Block owner;
    private final Set<String> hosts;
    private final Inventory inventory;
    private final String what;

    private RawLines(Block owner, Set<String> hosts, Inventory inventory, String what) {
        this.owner = owner;
        this.hosts = hosts;
        this.inventory = inventory;
        this.what = what;
    }

    /** Member → its lines. */
    static Map<String, MaskedText> ofInstance(Block instance, Set<String> members, Inventory inventory) {
        return new RawLines(instance, members, inventory, "member of the instance").read();
    }

    /** Director → its blocks. */
    static Map<String, MaskedText> ofDirectors(Block top, Set<String> directors, Inventory inventory) {
        return new RawLines(top, directors, inventory, "director").read();
    }

    private Map<String, MaskedText> read() {
        Map<String, MaskedText> lines = new LinkedHashMap<>();
        if (owner.value(ANY.name()).filter(YamlValue.Mapping.class::isInstance).isEmpty()) {
            put(owner, ANY.name(), hosts, lines);
            return lines;
        }
        Block written = owner.block(Key.structure(ANY.name(), ANY.shape())).orElseThrow();
        HostNames names = new HostNames(inventory, owner.problems());
        for (YamlValue.Entry entry : written.entries()) {
            List<String> named = names.hostsOf(entry.key(), entry.keyAt(), written.pathOf(entry.key()));
            List<String> meant = named.stream().filter(hosts::contains).toList();
            if (meant.isEmpty() && !named.isEmpty() && !hosts.isEmpty()) {
                owner.problems()
                        .add(
                                entry.keyAt(),
                                written.pathOf(entry.key()),
                                "unknown-member",
                                "must be a " + what + ", or a group with one: " + entry.key(),
                                Suggestion.fix(entry.key(), hosts, "There are"));
            }
            put(written, entry.key(), meant, lines);
        }
        return lines;
    }

    /** The lines of one key, to what these hosts have already; each host's own variables are filled in. */
    private void put(Block block, String key, Iterable<String> meant, Map<String, MaskedText> lines) {
        if (!block.peek(key).contains("{{")) {
            sound(block, key).ifPresent(text -> meant.forEach(host -> lines.merge(host, text, RawLines::joined)));
            return;
        }
        for (String host : meant) {
            if (inventory.hasHost(host)) {
                Template own = Template.forHost(host, inventory, block.problems());
                sound(block.with(own), key).ifPresent(text -> lines.merge(host, text, RawLines::joined));
            }
        }
    }

    private static MaskedText joined(MaskedText before, MaskedText added) {
        return new MaskedText(
                before.reveal().stripTrailing() + "\n" + added.reveal(),
                before.shown().stripTrailing() + "\n" + added.shown());
    }

    /** A text; empty, with a problem, where its braces do not fit. */
    private static Optional<MaskedText> sound(Block block, String key) {
        return block.maskedText(key).filter(text -> {
            boolean balanced = balanced(text.reveal());
            if (!balanced) {
                block.refuse(
                        key,
                        "unbalanced-braces",
                        "each { must have a } behind it, and no } may stand alone, for the lines end up between others",
                        "Add what is missing.");
            }
            return balanced;
        });
    }

    /** Braces in comments and between quotes do not count (keepalived.conf(5)). */
    private static boolean balanced(String text) {
        int depth = 0;
        boolean quoted = false;
        boolean comment = false;
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '\n') {
                quoted = false;
                comment = false;
            } else if (letter == '"') {
                quoted = !quoted;
            } else if (!quoted && !comment) {
                comment = letter == '#' || letter == '!';
                depth += letter == '{' ? 1 : letter == '}' ? -1 : 0;
            }
            if (depth < 0) {
                return false;
            }
        }
        return depth == 0;
    }
}
