package org.aloft.topology.yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Turns snakeyaml's nodes into {@link YamlValue}s: merges {@code <<} (the nearer key wins), reports keys that stand
 * twice, tags that mean nothing here and aliases that contain themselves. A node behind several aliases is converted
 * once, so that aliases of aliases cost nothing.
 */
final class YamlNodes {
    private static final Set<Tag> PLAIN_MAPS = Set.of(Tag.MAP, Tag.OMAP);

    private static final long NODES_MOST = 10_000_000;

    private final Path file;
    private final Problems problems;
    private final IdentityHashMap<Node, Optional<YamlValue>> converted = new IdentityHashMap<>();
    private final IdentityHashMap<Node, Long> sizes = new IdentityHashMap<>();
    private final Set<Node> inProgress = Collections.newSetFromMap(new IdentityHashMap<>());

    YamlNodes(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    Optional<YamlValue> convert(Node node) {
        Optional<YamlValue> known = converted.get(node);
        if (known != null) {
            return known;
        }
        if (!inProgress.add(node)) {
            problems.add(
                    at(node),
                    "",
                    "recursive-alias",
                    "an alias contains itself",
                    "Write the value out where it is used.");
            return Optional.empty();
        }
        Optional<YamlValue> value = convertNew(node);
        inProgress.remove(node);
        if (sizeOf(node) > NODES_MOST) {
            problems.add(
                    at(node),
                    "",
                    "too-many-aliases",
                    "aliases of aliases make more than " + NODES_MOST + " values of this",
                    "Write out what is meant, with fewer aliases.");
            value = Optional.empty();
        }
        converted.put(node, value);
        return value;
    }

    /** How many values stand below the node once every alias is written out. */
    private long sizeOf(Node node) {
        long size = 1;
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                size += 1 + sizes.getOrDefault(tuple.getValueNode(), 1L);
            }
        } else if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                size += sizes.getOrDefault(item, 1L);
            }
        }
        sizes.put(node, Math.min(size, NODES_MOST + 1));
        return size;
    }

    private Optional<YamlValue> convertNew(Node node) {
        if (node instanceof MappingNode mapping && PLAIN_MAPS.contains(node.getTag())) {
            return Optional.of(new YamlValue.Mapping(at(node), entries(mapping)));
        }
        if (node instanceof SequenceNode sequence && node.getTag().equals(Tag.SEQ)) {
            List<YamlValue> items = new ArrayList<>();
            sequence.getValue().forEach(item -> convert(item).ifPresent(items::add));
            return Optional.of(new YamlValue.Sequence(at(node), List.copyOf(items)));
        }
        if (node instanceof ScalarNode scalar) {
            Optional<YamlValue.ScalarKind> kind = kindOf(scalar.getTag());
            if (kind.isPresent()) {
                return Optional.of(new YamlValue.Scalar(at(node), scalar.getValue(), kind.get()));
            }
        }
        refuseTag(node);
        return Optional.empty();
    }

    private void refuseTag(Node node) {
        problems.add(
                at(node),
                "",
                "unknown-tag",
                "the tag " + node.getTag().getValue() + " is not understood",
                "Remove the tag.");
    }

    private Map<String, YamlValue.Entry> entries(MappingNode mapping) {
        Map<String, YamlValue.Entry> own = new LinkedHashMap<>();
        Map<String, YamlValue.Entry> merged = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                convert(tuple.getValueNode()).ifPresent(value -> merge(value, merged));
            } else {
                addEntry(tuple, own);
            }
        }
        merged.forEach(own::putIfAbsent);
        return Collections.unmodifiableMap(own);
    }

    private void addEntry(NodeTuple tuple, Map<String, YamlValue.Entry> own) {
        Position keyAt = at(tuple.getKeyNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
            problems.add(keyAt, "", "bad-key", "a key must be a single value", "Write the key as plain text.");
            return;
        }
        String key = keyNode.getValue();
        YamlValue.Entry before = own.get(key);
        if (before != null) {
            problems.add(
                    keyAt,
                    key,
                    "duplicate-key",
                    "stands twice in the same map: first in " + before.keyAt().seenFrom(keyAt),
                    "Remove one of the two.");
            return;
        }
        convert(tuple.getValueNode()).ifPresent(value -> own.put(key, new YamlValue.Entry(keyAt, key, value)));
    }

    private void merge(YamlValue value, Map<String, YamlValue.Entry> merged) {
        if (value instanceof YamlValue.Mapping map) {
            map.entries().forEach(merged::putIfAbsent);
        } else if (value instanceof YamlValue.Sequence list
                && list.items().stream().allMatch(YamlValue.Mapping.class::isInstance)) {
            list.items().forEach(item -> merge(item, merged));
        } else {
            problems.add(
                    value.at(),
                    "<<",
                    "wrong-type",
                    "what is merged must be a map or a list of maps, but is " + value.kind(),
                    "Name an anchor of a map: <<: *name");
        }
    }

    private static Optional<YamlValue.ScalarKind> kindOf(Tag tag) {
        if (tag.equals(Tag.STR) || tag.equals(Tag.TIMESTAMP) || tag.getValue().equals("!")) {
            return Optional.of(YamlValue.ScalarKind.TEXT);
        }
        if (tag.getValue().equals("!unsafe")) {
            return Optional.of(YamlValue.ScalarKind.UNSAFE);
        }
        if (tag.getValue().equals("!vault") || tag.getValue().equals("!vault-encrypted")) {
            return Optional.of(YamlValue.ScalarKind.ENCRYPTED);
        }
        if (tag.equals(Tag.BOOL)) {
            return Optional.of(YamlValue.ScalarKind.BOOLEAN);
        }
        if (tag.equals(Tag.INT)) {
            return Optional.of(YamlValue.ScalarKind.INTEGER);
        }
        if (tag.equals(Tag.FLOAT)) {
            return Optional.of(YamlValue.ScalarKind.DECIMAL);
        }
        return tag.equals(Tag.NULL) ? Optional.of(YamlValue.ScalarKind.NULL) : Optional.empty();
    }

    private Position at(Node node) {
        return new Position(
                file, node.getStartMark().getLine() + 1, node.getStartMark().getColumn() + 1);
    }
}
