package org.aloft.topology.file;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.aloft.topology.inventory.Inventory;
import org.aloft.topology.model.Priority;
import org.aloft.topology.problem.Located;
import org.aloft.topology.yaml.YamlValue;

/**
 * {@code members: {lvs1: 100, lvs2: {priority: 90}}}, or {@code {lvs: [100, 90]}}: a group, whose hosts get the
 * priorities in the inventory's order. A host that is named itself overrides what its group says.
 */
final class MembersReader {
    private static final Key<Integer> PRIORITY = Key.whole(
                    "priority", 1, 255, "Give the preferred director the highest number, such as 100.")
            .required("priority: 100")
            .help("The highest is active.");
    private static final int HIGHEST = 100;
    private static final Keys MEMBER_KEYS = Keys.of(PRIORITY);

    static final Key<Void> MEMBERS = Key.structure(
                    "members",
                    new Shape.Names(
                            new Shape.Either(List.of(new Shape.Many(PRIORITY.shape()), new Shape.Map(MEMBER_KEYS)))))
            .required("members: {lvs1: 100, lvs2: 90}")
            .help("Host: priority, or group: a priority for each of its hosts, in a list; the highest is active.");

    private final Block instance;
    private final Inventory inventory;
    private final Map<String, Located<Priority>> byGroup = new LinkedHashMap<>();
    private final Map<String, Located<Priority>> byName = new LinkedHashMap<>();

    MembersReader(Block instance, Inventory inventory) {
        this.instance = instance;
        this.inventory = inventory;
    }

    Map<String, Located<Priority>> read() {
        instance.block(MEMBERS).ifPresent(written -> {
            if (written.entries().isEmpty()) {
                instance.problems()
                        .add(
                                written.at(),
                                written.path(),
                                "empty",
                                "an instance must have at least one member",
                                "Add `members: {lvs1: 100, lvs2: 90}`.");
            }
            written.entries().forEach(entry -> read(written, entry));
        });
        Map<String, Located<Priority>> all = new LinkedHashMap<>(byGroup);
        all.putAll(byName);
        return all;
    }

    private void read(Block written, YamlValue.Entry entry) {
        String path = written.pathOf(entry.key());
        if (entry.value() instanceof YamlValue.Sequence list && !inventory.hasHost(entry.key())) {
            readGroup(written, entry, list);
            return;
        }
        if (entry.value() instanceof YamlValue.Scalar one
                && inventory.hasGroup(entry.key())
                && !inventory.hasHost(entry.key())) {
            refuseOneForAll(entry, one.text(), path);
            return;
        }
        Optional<Located<Integer>> priority = entry.value() instanceof YamlValue.Mapping
                ? Block.of(entry.value(), path, instance.template(), instance.problems())
                        .flatMap(member -> member.check(MEMBER_KEYS).read(PRIORITY))
                : priority(written, entry.value(), path);
        priority.ifPresent(
                number -> byName.put(entry.key(), new Located<>(new Priority(number.value()), entry.keyAt(), path)));
    }

    private void refuseOneForAll(YamlValue.Entry entry, String priority, String path) {
        List<String> hosts = inventory.hostsOf(entry.key());
        int highest = priority.matches("[0-9]{1,3}") ? Integer.parseInt(priority) : HIGHEST;
        List<Integer> priorities = IntStream.range(0, hosts.size())
                .mapToObj(index -> Math.max(1, Math.max(hosts.size(), highest) - index))
                .toList();
        instance.problems()
                .add(
                        entry.keyAt(),
                        path,
                        "group-not-host",
                        "a group must have a priority for each of its hosts, but " + entry.key() + " has "
                                + String.join(", ", hosts) + " and this is one",
                        "Write " + entry.key() + ": " + priorities + ", or name the hosts one by one.");
    }

    private void readGroup(Block written, YamlValue.Entry entry, YamlValue.Sequence list) {
        String path = written.pathOf(entry.key());
        List<String> hosts = new HostNames(inventory, instance.problems()).hostsOf(entry.key(), entry.keyAt(), path);
        List<YamlValue> priorities = list.items();
        if (!hosts.isEmpty() && hosts.size() != priorities.size()) {
            instance.problems()
                    .add(
                            list.at(),
                            path,
                            "bad-value",
                            "each host of a group must have a priority: " + priorities.size() + " stand here, and "
                                    + entry.key() + " has " + String.join(", ", hosts),
                            "Write " + hosts.size() + ", in that order.");
            return;
        }
        for (int i = 0; i < hosts.size(); i++) {
            String host = hosts.get(i);
            priority(written, priorities.get(i), path)
                    .ifPresent(number ->
                            byGroup.putIfAbsent(host, new Located<>(new Priority(number.value()), number.at(), path)));
        }
    }

    private static Optional<Located<Integer>> priority(Block written, YamlValue value, String path) {
        return written.scalar(value, path).flatMap(text -> written.parse(text, PRIORITY));
    }
}
