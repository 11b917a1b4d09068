package org.aloft.topology.file;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.aloft.topology.inventory.Inventory;
import org.aloft.topology.inventory.Template;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Suggestion;
import org.aloft.topology.yaml.YamlValue;

/**
 * Values that each member of an instance, or of those of a sync group, may have for itself: one for all, a template that is filled in for each, or a
 * map.
 *
 * <pre>{@code
 * interface: ens33
 * interface: "{{ nic }}"
 * interface: {lvs1: ens33, lvs2: eth0}
 * }</pre>
 */
final class MemberValues {
    private final Set<String> members;
    private final Inventory inventory;

    MemberValues(Set<String> members, Inventory inventory) {
        this.members = members;
        this.inventory = inventory;
    }

    /**
     * Member → its value; those whose value is missing or wrong are left out, with a problem.
     *
     * @param what names one value, for messages: {@code interface}
     * @param example one value, for messages
     */
    <T> Map<String, Located<T>> read(Block block, Key<T> key, String what, String example) {
        if (block.value(key.name()).filter(YamlValue.Mapping.class::isInstance).isPresent()) {
            return readMap(block, key, what, example);
        }
        Map<String, Located<T>> values = new LinkedHashMap<>();
        if (isTemplate(block, key)) {
            members.stream().filter(inventory::hasHost).forEach(host -> block.with(
                            Template.forHost(host, inventory, block.problems()))
                    .read(key)
                    .ifPresent(value -> values.put(host, value)));
            return values;
        }
        block.read(key).ifPresent(value -> members.forEach(host -> values.put(host, value)));
        return values;
    }

    /** The same value for all of them. */
    <T> Map<String, Located<T>> each(Located<T> value) {
        Map<String, Located<T>> values = new LinkedHashMap<>();
        members.forEach(member -> values.put(member, value));
        return values;
    }

    /** Member → what an item of a list is for it: one value for all, or a template that is filled in for each. */
    <T> Map<String, Located<T>> ofItem(Block block, YamlValue item, String path, Key<T> key) {
        boolean template =
                item instanceof YamlValue.Scalar scalar && scalar.text().contains("{{");
        if (!template) {
            return block.scalar(item, path)
                    .flatMap(text -> block.parse(text, key))
                    .map(this::each)
                    .orElse(Map.of());
        }
        Map<String, Located<T>> values = new LinkedHashMap<>();
        members.stream().filter(inventory::hasHost).forEach(host -> {
            Block own = block.with(Template.forHost(host, inventory, block.problems()));
            own.scalar(item, path).flatMap(text -> own.parse(text, key)).ifPresent(value -> values.put(host, value));
        });
        return values;
    }

    /** Whether each member's own variables are filled in. */
    static boolean isTemplate(Block block, Key<?> key) {
        return block.peek(key.name()).contains("{{");
    }

    private <T> Map<String, Located<T>> readMap(Block block, Key<T> key, String what, String example) {
        Map<String, Located<T>> values = new LinkedHashMap<>();
        Block written = block.block(Key.structure(key.name(), key.shape())).orElseThrow();
        for (YamlValue.Entry entry : written.entries()) {
            String path = written.pathOf(entry.key());
            if (!members.isEmpty()
                    && !members.contains(entry.key())
                    && members.stream().allMatch(inventory::hasHost)) {
                block.problems()
                        .add(
                                entry.keyAt(),
                                path,
                                "unknown-member",
                                "must be a member: " + entry.key(),
                                Suggestion.fix(entry.key(), members, "Members"));
            }
            written.scalar(entry.value(), path)
                    .flatMap(text -> written.parse(text, key))
                    .ifPresent(value -> values.put(entry.key(), value));
        }
        for (String member : members) {
            if (!written.has(member) && inventory.hasHost(member)) {
                block.problems()
                        .add(
                                written.at(),
                                written.path(),
                                "missing-key",
                                "the " + what + " of " + member + " is missing",
                                "Add `" + member + ": " + example + "`.");
            }
        }
        return values;
    }
}
