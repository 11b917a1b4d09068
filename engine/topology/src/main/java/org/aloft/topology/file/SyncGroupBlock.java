package org.aloft.topology.file;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.topology.inventory.Inventory;
import org.aloft.topology.model.SyncGroup;
import org.aloft.topology.problem.Located;
import org.aloft.topology.yaml.YamlValue;

/**
 * One entry of {@code sync_groups}: a list of instances, or a map.
 *
 * <pre>{@code
 * sync_groups:
 *   VG_1: [VI_1, VI_2]
 *   VG_2: {instances: [VI_3, VI_4], track: {scripts: [nginx]}, notify: {active: /usr/local/bin/up}, mail: true}
 * }</pre>
 */
record SyncGroupBlock(
        Located<String> name, List<Located<String>> instances, TrackBlock tracking, NoticesBlock notices) {
    private static final Key<String> INSTANCES = Key.named("instances", NameRule.INSTANCE, "Name an instance.")
            .withShape(new Shape.Many(new Shape.Pattern(NameRule.INSTANCE.regex())))
            .required("instances: [VI_1, VI_2]")
            .help("Names of instances that have the same members.");
    private static final Keys GROUP_KEYS =
            Keys.of(INSTANCES, TrackBlock.TRACK, NoticesBlock.NOTIFY, NoticesBlock.MAIL, NoticesBlock.WEBHOOKS);

    static final Key<Void> SYNC_GROUPS = Key.structure(
                    "sync_groups",
                    new Shape.Names(new Shape.Either(List.of(INSTANCES.shape(), new Shape.Map(GROUP_KEYS)))),
                    "sync_groups: {VG_1: [VI_1, VI_2]}")
            .help("Instances that move together: when one fails, all of them go.");

    static List<SyncGroupBlock> readAll(Block top, List<InstanceBlock> instances, Inventory inventory) {
        List<SyncGroupBlock> groups = new ArrayList<>();
        top.block(SYNC_GROUPS).ifPresent(block -> {
            if (block.entries().isEmpty()) {
                block.problems()
                        .add(
                                block.at(),
                                block.path(),
                                "empty",
                                "there must be a sync group",
                                "Add one, or remove the key.");
            }
            block.entries()
                    .forEach(entry -> read(block, entry, instances, inventory).ifPresent(groups::add));
        });
        return groups;
    }

    private static Optional<SyncGroupBlock> read(
            Block groups, YamlValue.Entry entry, List<InstanceBlock> known, Inventory inventory) {
        Located<String> name = new Located<>(entry.key(), entry.keyAt(), groups.pathOf(entry.key()));
        NameRules.check(name, NameRule.INSTANCE, groups.problems());
        if (!(entry.value() instanceof YamlValue.Mapping)) {
            List<Located<String>> instances = groups.texts(entry.key());
            return Optional.of(new SyncGroupBlock(name, instances, TrackBlock.NONE, NoticesBlock.none()));
        }
        return Block.of(entry.value(), name.key(), groups.template(), groups.problems())
                .map(written -> {
                    written.check(GROUP_KEYS);
                    List<Located<String>> instances = written.texts(INSTANCES.name());
                    MemberValues byMember = new MemberValues(members(instances, known), inventory);
                    return new SyncGroupBlock(
                            name, instances, TrackBlock.read(written, byMember), NoticesBlock.read(written));
                });
    }

    private static Set<String> members(List<Located<String>> instances, List<InstanceBlock> known) {
        Set<String> names = instances.stream().map(Located::value).collect(Collectors.toSet());
        return known.stream()
                .filter(instance -> names.contains(instance.name().value()))
                .flatMap(instance -> instance.members().keySet().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    SyncGroup build() {
        return new SyncGroup(
                name.value(), instances.stream().map(Located::value).toList(), tracking.build(), notices.build());
    }
}
