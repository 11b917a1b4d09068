package org.aloft.topology.inventory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which host is in which groups, and the other way round: worked out once in one pass, so that asking for each of
 * 100,000 hosts stays cheap. Not thread-safe.
 */
final class GroupIndex {
    private final Map<String, Inventory.Group> groups;
    private final Map<String, List<String>> parents = new HashMap<>();
    private final Map<String, Integer> depths = new HashMap<>();
    private final Map<String, Set<String>> groupsByHost = new HashMap<>();
    /** Hosts that are in the same groups share the sorted list of them. */
    private final Map<Set<String>, List<Inventory.Group>> precedence = new HashMap<>();

    /** Group → its hosts and those of its children, in the inventory's order; {@code all} has every host. */
    final Map<String, List<String>> hostsByGroup = new HashMap<>();

    GroupIndex(Collection<String> hosts, Map<String, Inventory.Group> groups) {
        this.groups = groups;
        groups.values()
                .forEach(group ->
                        group.children.forEach(child -> parents.computeIfAbsent(child, unused -> new ArrayList<>())
                                .add(group.name)));
        Map<String, Set<String>> direct = new LinkedHashMap<>();
        groups.values()
                .forEach(group -> group.hosts.forEach(host ->
                        direct.computeIfAbsent(host, unused -> new TreeSet<>()).add(group.name)));
        Map<Set<String>, Set<String>> closures = new HashMap<>();
        for (String host : hosts) {
            Set<String> mine = closures.computeIfAbsent(direct.getOrDefault(host, Set.of()), this::withParents);
            groupsByHost.put(host, mine);
            mine.forEach(group -> add(group, host));
            add(Inventory.ALL, host);
        }
    }

    private void add(String group, String host) {
        hostsByGroup.computeIfAbsent(group, unused -> new ArrayList<>()).add(host);
    }

    private Set<String> withParents(Set<String> direct) {
        Set<String> mine = new TreeSet<>();
        direct.forEach(group -> climb(group, mine));
        mine.remove(Inventory.ALL);
        if (mine.size() > 1) {
            mine.remove(Inventory.UNGROUPED);
        }
        if (mine.isEmpty()) {
            mine.add(Inventory.UNGROUPED);
        }
        return mine;
    }

    private void climb(String group, Set<String> mine) {
        if (mine.add(group)) {
            parents.getOrDefault(group, List.of()).forEach(parent -> climb(parent, mine));
        }
    }

    Set<String> groupsOf(String host) {
        return groupsByHost.getOrDefault(host, Set.of(Inventory.UNGROUPED));
    }

    /** Weakest first: by depth, then {@code ansible_group_priority}, then the name. */
    List<Inventory.Group> byPrecedence(Set<String> names) {
        return precedence.computeIfAbsent(names, unused -> names.stream()
                .map(groups::get)
                .sorted(Comparator.comparingInt((Inventory.Group group) -> depth(group.name))
                        .thenComparingInt(Inventory.Group::priority)
                        .thenComparing(group -> group.name))
                .toList());
    }

    /** Steps from {@code all} on the longest way. */
    private int depth(String name) {
        Integer known = depths.get(name);
        if (known != null) {
            return known;
        }
        int depth = parents.getOrDefault(name, List.of()).stream()
                .filter(parent -> !parent.equals(Inventory.ALL))
                .mapToInt(parent -> depth(parent) + 1)
                .max()
                .orElse(name.equals(Inventory.ALL) ? 0 : 1);
        depths.put(name, depth);
        return depth;
    }
}
