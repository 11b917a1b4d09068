package org.aloft.topology.file;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.topology.model.Tracking;
import org.aloft.topology.problem.Located;
import org.aloft.topology.yaml.YamlValue;

/**
 * What an instance or a sync group tracks, each as a list, or as a map with a weight that holds here.
 *
 * <pre>{@code
 * track:
 *   scripts: [nginx]
 *   processes: {haproxy: -10}
 *   files: [maintenance]
 *   interfaces: [eth1]                # or maps, see TrackedInterfaceBlock
 *   ports: [80]
 * }</pre>
 */
record TrackBlock(Map<Kind, Map<String, Located<Optional<Integer>>>> tracked, List<TrackedInterfaceBlock> interfaces) {
    /** Nothing but the instance's own interface. */
    static final TrackBlock NONE = new TrackBlock(Map.of(), List.of());

    /** What can be tracked by a name that all members have for it. */
    enum Kind {
        SCRIPTS,
        PROCESSES,
        FILES,
        PORTS
    }

    private static final String NAME_IT = "Write a name that stands in `track` at the top of the file.";
    private static final Key<Integer> WEIGHT = TrackedInterfaceBlock.WEIGHT;
    private static final Key<String> SCRIPTS = named("scripts", NameRule.INSTANCE, NAME_IT)
            .help("Names of `track.scripts`, with weights of their own in a map.");
    private static final Key<String> PROCESSES = named("processes", NameRule.INSTANCE, NAME_IT)
            .help("Names of `track.processes`, with weights of their own in a map.");
    private static final Key<String> FILES = named("files", NameRule.INSTANCE, NAME_IT)
            .help("Names of `track.files`, with weights of their own in a map.");
    private static final Key<String> PORTS = Key.text("ports", TrackBlock::port, "Write the number of a TCP port.")
            .withShape(listOrMap(new Shape.Whole(1, 65535)))
            .help("TCP ports of the host on which something must listen; with weights in a map.");
    private static final Keys TRACK_KEYS = Keys.of(SCRIPTS, PROCESSES, FILES, TrackedInterfaceBlock.INTERFACES, PORTS);

    static final Key<Void> TRACK = Key.structure("track", new Shape.Map(TRACK_KEYS), "track: {scripts: [nginx]}")
            .help("What must be well for a member to hold the VIPs, or changes its priority.");

    private static Key<String> named(String name, NameRule rule, String fix) {
        return Key.named(name, rule, fix).withShape(listOrMap(new Shape.Pattern(rule.regex())));
    }

    private static Shape listOrMap(Shape name) {
        return new Shape.Either(List.of(new Shape.Many(name), new Shape.Names(WEIGHT.shape())));
    }

    private static String port(String text) {
        return Values.integer("port", 1, 65535).apply(text).toString();
    }

    /** Of the block that has the key {@code track}. */
    static TrackBlock read(Block owner, MemberValues byMember) {
        return owner.block(TRACK)
                .map(block -> {
                    block.check(TRACK_KEYS);
                    Map<Kind, Map<String, Located<Optional<Integer>>>> tracked = new EnumMap<>(Kind.class);
                    for (Kind kind : Kind.values()) {
                        tracked.put(kind, read(block, keyOf(kind)));
                    }
                    return new TrackBlock(tracked, TrackedInterfaceBlock.readAll(block, byMember));
                })
                .orElse(NONE);
    }

    private static Key<String> keyOf(Kind kind) {
        return switch (kind) {
            case SCRIPTS -> SCRIPTS;
            case PROCESSES -> PROCESSES;
            case FILES -> FILES;
            case PORTS -> PORTS;
        };
    }

    private static Map<String, Located<Optional<Integer>>> read(Block block, Key<String> key) {
        Map<String, Located<Optional<Integer>>> tracked = new LinkedHashMap<>();
        if (block.value(key.name()).filter(YamlValue.Mapping.class::isInstance).isEmpty()) {
            block.texts(key.name()).forEach(text -> block.parse(text, key)
                    .ifPresent(name -> tracked.put(name.value(), name.with(Optional.empty()))));
            return tracked;
        }
        return weights(block, key);
    }

    /** A map of name: weight. */
    static Map<String, Located<Optional<Integer>>> weights(Block block, Key<String> key) {
        Map<String, Located<Optional<Integer>>> tracked = new LinkedHashMap<>();
        Block weights = block.block(Key.structure(key.name(), key.shape())).orElseThrow();
        for (YamlValue.Entry entry : weights.entries()) {
            String path = weights.pathOf(entry.key());
            Located<String> name = new Located<>(entry.key(), entry.keyAt(), path);
            weights.scalar(entry.value(), path)
                    .flatMap(text -> weights.parse(text, WEIGHT))
                    .ifPresent(weight -> weights.parse(name, key)
                            .ifPresent(sound -> tracked.put(sound.value(), sound.with(Optional.of(weight.value())))));
        }
        return tracked;
    }

    /** Name → its weight here. */
    Map<String, Located<Optional<Integer>>> of(Kind kind) {
        return tracked.getOrDefault(kind, Map.of());
    }

    Tracking build() {
        return new Tracking(
                weights(Kind.SCRIPTS),
                weights(Kind.PROCESSES),
                weights(Kind.FILES),
                interfaces.stream().map(TrackedInterfaceBlock::build).toList(),
                weights(Kind.PORTS));
    }

    private Map<String, Optional<Integer>> weights(Kind kind) {
        Map<String, Optional<Integer>> weights = new LinkedHashMap<>();
        of(kind).forEach((name, weight) -> weights.put(name, weight.value()));
        return weights;
    }
}
