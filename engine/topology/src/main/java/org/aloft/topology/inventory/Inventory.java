package org.aloft.topology.inventory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aloft.topology.problem.Position;

/**
 * Hosts and groups as Ansible understands them. Filled by the readers of the single files, then asked. Not thread-safe.
 *
 * <p>Variables, weakest first (Ansible's "variable precedence"): group {@code all}, other groups by depth, both as
 * written in the inventory; {@code group_vars/all}, other {@code group_vars}; the host's own; {@code host_vars}; {@code
 * -e}. Among groups of one depth {@code ansible_group_priority} decides, then the name. Of several inventories the
 * {@code group_vars} beside the later one win, whatever the group.
 */
public final class Inventory {
    static final String ALL = "all";
    static final String UNGROUPED = "ungrouped";

    private final Map<String, Map<String, Variable>> hosts = new LinkedHashMap<>();
    private final Map<String, Position> places = new HashMap<>();
    private final Map<String, Map<String, Variable>> hostFiles = new HashMap<>();
    private final Map<String, Group> groups = new LinkedHashMap<>();
    /** One map for each inventory: group → variables of its files in the {@code group_vars} beside that inventory. */
    private final List<Map<String, Map<String, Variable>>> groupFiles = new ArrayList<>();

    private final Map<String, Variable> extraVariables = new LinkedHashMap<>();
    private GroupIndex index; // null while something may still be added

    Inventory() {
        group(ALL);
        group(UNGROUPED);
    }

    /** A group: members, children, variables. */
    static final class Group {
        final String name;
        final Set<String> hosts = new LinkedHashSet<>();
        final Set<String> children = new LinkedHashSet<>();
        final Map<String, Variable> variables = new LinkedHashMap<>();

        private Group(String name) {
            this.name = name;
        }

        int priority() {
            Variable priority = variables.get("ansible_group_priority");
            return priority != null && priority.value() instanceof Integer number ? number : 1;
        }
    }

    /** The group, made if it is new. */
    Group group(String name) {
        index = null;
        return groups.computeIfAbsent(name, Group::new);
    }

    /** The host's own variables, the host made if it is new. */
    Map<String, Variable> host(String name, Position at) {
        index = null;
        places.putIfAbsent(name, at);
        return hosts.computeIfAbsent(name, unused -> new LinkedHashMap<>());
    }

    /** Group → variables from {@code group_vars} beside one more inventory, to be filled. */
    Map<String, Map<String, Variable>> addGroupFiles() {
        Map<String, Map<String, Variable>> files = new LinkedHashMap<>();
        groupFiles.add(files);
        return files;
    }

    /** Variables of the host from {@code host_vars/}. */
    Map<String, Variable> hostFile(String name) {
        return hostFiles.computeIfAbsent(name, unused -> new LinkedHashMap<>());
    }

    /** Variables that override all others. */
    Map<String, Variable> extraVariables() {
        return extraVariables;
    }

    /** Where the host was named first. */
    Position placeOf(String host) {
        return places.get(host);
    }

    /** Whether a host is called so. */
    public boolean hasHost(String name) {
        return hosts.containsKey(name);
    }

    /** Whether a group is called so. */
    public boolean hasGroup(String name) {
        return groups.containsKey(name);
    }

    /** In the inventory's order. */
    public Set<String> hostNames() {
        return hosts.keySet();
    }

    /** Every group, {@code all} and {@code ungrouped} included. */
    public Set<String> groupNames() {
        return groups.keySet();
    }

    /** The hosts of the group and of its children, in the inventory's order. */
    public List<String> hostsOf(String group) {
        return index().hostsByGroup.getOrDefault(group, List.of());
    }

    /** Whether {@code descendant} is the group or below it. */
    boolean reaches(String group, String descendant) {
        return below(group, new HashSet<>()).contains(descendant);
    }

    /** The group and all below it, each visited once. */
    private Set<String> below(String group, Set<String> visited) {
        if (visited.add(group)) {
            groups.get(group).children.forEach(child -> below(child, visited));
        }
        return visited;
    }

    /** The groups of the host, parents included, {@code all} not: Ansible's {@code group_names}, sorted. */
    Set<String> groupsOf(String host) {
        return index().groupsOf(host);
    }

    /** All that Ansible would know about the host from the inventory. */
    Map<String, Variable> variablesOf(String host) {
        Collection<Group> mine = index().byPrecedence(groupsOf(host));
        Map<String, Variable> variables = new LinkedHashMap<>(groups.get(ALL).variables);
        mine.forEach(group -> variables.putAll(group.variables));
        groupFiles.forEach(files -> variables.putAll(files.getOrDefault(ALL, Map.of())));
        groupFiles.forEach(files -> mine.forEach(group -> variables.putAll(files.getOrDefault(group.name, Map.of()))));
        variables.putAll(hosts.getOrDefault(host, Map.of()));
        variables.putAll(hostFiles.getOrDefault(host, Map.of()));
        variables.putAll(extraVariables);
        return variables;
    }

    /** What holds for every host: the variables of {@code all}, and {@code -e}. */
    Map<String, Variable> sharedVariables() {
        Map<String, Variable> variables = new LinkedHashMap<>(groups.get(ALL).variables);
        groupFiles.forEach(files -> variables.putAll(files.getOrDefault(ALL, Map.of())));
        variables.putAll(extraVariables);
        return variables;
    }

    private GroupIndex index() {
        if (index == null) {
            index = new GroupIndex(hosts.keySet(), groups);
        }
        return index;
    }
}
