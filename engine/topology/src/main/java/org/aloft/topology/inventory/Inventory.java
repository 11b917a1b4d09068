package org.aloft.topology.inventory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.model.InventoryNames;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.vault.Vault;

/**
 * Hosts and groups as Ansible understands them. Filled by the readers of the single files, then asked. Not thread-safe.
 *
 * <p>Variables, weakest first (Ansible's "variable precedence"): group {@code all}, other groups by depth, both as
 * written in the inventory; {@code group_vars/all}, other {@code group_vars}; the host's own; {@code host_vars}; {@code
 * -e}. Among groups of one depth {@code ansible_group_priority} decides, then the name. Of several inventories the
 * {@code group_vars} beside the later one win, whatever the group; those beside the topology win over all inventories',
 * as those beside a playbook do.
 */
public final class Inventory {
    static final String ALL = "all";
    static final String UNGROUPED = "ungrouped";
    static final String PRIORITY = "ansible_group_priority";

    private final Map<String, Map<String, Variable>> hosts = new LinkedHashMap<>();
    private final Map<String, Position> places = new HashMap<>();
    private final Map<String, Group> groups = new LinkedHashMap<>();
    /** One for each inventory, in their order, and the topology's. */
    private final List<Adjacent> adjacent = new ArrayList<>();

    /** Of many hosts in one file its path is worked out once. */
    private final Map<Path, Path> sources = new HashMap<>();

    private final Vault vault;
    private Optional<Path> playbookFolder = Optional.empty();

    private final Map<String, Variable> extraVariables = new LinkedHashMap<>();
    private GroupIndex index; // null while something may still be added

    Inventory(Vault vault) {
        this.vault = vault;
        group(ALL);
        group(UNGROUPED);
        group(ALL).children.add(UNGROUPED);
    }

    /**
     * What stands in {@code group_vars/} and {@code host_vars/} of one folder.
     *
     * @param ofGroups group → its files, weakest first
     * @param ofHosts host → its files, weakest first
     */
    record Adjacent(Map<String, List<VariableFile>> ofGroups, Map<String, List<VariableFile>> ofHosts) {}

    /** A group: members, children, variables. */
    static final class Group {
        final String name;
        final Set<String> hosts = new LinkedHashSet<>();
        final Set<String> children = new LinkedHashSet<>();
        private final Map<String, Variable> variables = new LinkedHashMap<>();
        private int priority = 1;

        private Group(String name) {
            this.name = name;
        }

        /**
         * Sets one variable, or the group's priority.
         *
         * @throws NumberFormatException when a priority is no whole number
         */
        void set(String variable, Variable value) {
            if (variable.equals(PRIORITY)) {
                priority = Integer.parseInt(value.text().strip());
            } else {
                variables.put(variable, value);
            }
        }

        int priority() {
            return priority;
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

    /** Adds hosts to a group, with the port that was written behind them. */
    void addHosts(HostRange range, String group, Position at) {
        for (String name : range.names()) {
            group(group).hosts.add(name);
            boolean known = hosts.containsKey(name);
            Map<String, Variable> variables = host(name, at);
            if (range.port() > 0 && !known) {
                variables.put(
                        "ansible_port", new Variable(range.port(), at)); // of a host that is named again, it is lost
            }
        }
    }

    /** Sets a host's own variables; what is meant for a host that is called as a group goes to the group. */
    void setForHost(String host, Map<String, Variable> variables, Problems problems) {
        if (groups.containsKey(host)) {
            variables.forEach((name, variable) -> setForGroup(host, name, variable, problems));
        } else {
            hosts.get(host).putAll(variables);
        }
    }

    /** Sets a group's variable; a priority that is no number is a problem. */
    void setForGroup(String group, String name, Variable variable, Problems problems) {
        try {
            group(group).set(name, variable);
        } catch (NumberFormatException e) {
            problems.add(
                    variable.at(),
                    name,
                    "bad-value",
                    "must be a whole number: " + variable.text(),
                    "Write 1, which is what a group has without it.");
        }
    }

    /** Warns of hosts that are called as groups. */
    void warnOfSharedNames(Problems problems) {
        for (String host : hosts.keySet()) {
            if (groups.containsKey(host)) {
                problems.warn(
                        places.get(host),
                        host,
                        "same-name",
                        "is the name of a host and of a group: what is set for the one is set for the other, as in Ansible",
                        "Rename one of the two.");
            }
        }
    }

    /**
     * Once every inventory is read: groups below no other are below {@code all}, and {@code ungrouped} are the hosts
     * that are in no other group.
     */
    void complete() {
        index = null;
        Set<String> children = new HashSet<>();
        groups.values().forEach(group -> children.addAll(group.children));
        groups.keySet().stream()
                .filter(name -> !name.equals(ALL) && !children.contains(name))
                .forEach(name -> groups.get(ALL).children.add(name));
        Set<String> grouped = new HashSet<>();
        groups.values().stream()
                .filter(group -> !group.name.equals(ALL) && !group.name.equals(UNGROUPED))
                .forEach(group -> grouped.addAll(group.hosts));
        Set<String> ungrouped = groups.get(UNGROUPED).hosts;
        ungrouped.removeAll(grouped);
        hosts.keySet().stream().filter(host -> !grouped.contains(host)).forEach(ungrouped::add);
    }

    /** The folder of the topology: Ansible's {@code playbook_dir}. */
    void playbookFolder(Path folder) {
        playbookFolder = Optional.of(folder);
    }

    /** The folder of the topology, where there is one. */
    Optional<Path> playbookFolder() {
        return playbookFolder;
    }

    /** What stands beside one more inventory, or beside the topology; it wins over those before. */
    void addAdjacent(Adjacent files) {
        adjacent.add(files);
    }

    /** Opens what ansible-vault encrypted. */
    Vault vault() {
        return vault;
    }

    /** Variables that override all others. */
    Map<String, Variable> extraVariables() {
        return extraVariables;
    }

    /** Where the host was named first. */
    Position placeOf(String host) {
        return places.get(host);
    }

    /** The file in which the host was named first, as an absolute path. */
    Path sourceOf(String host) {
        return sources.computeIfAbsent(
                placeOf(host).file(), file -> file.toAbsolutePath().normalize());
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

    /** Every host and group, for those who choose among them. */
    public InventoryNames names() {
        Map<String, List<String>> members = new LinkedHashMap<>();
        groups.keySet().forEach(name -> members.put(name, levelByLevel(name)));
        return new InventoryNames(List.copyOf(hosts.keySet()), members);
    }

    /** The group's hosts as Ansible counts them: its own, those of its children, of their children, and so on. */
    private List<String> levelByLevel(String name) {
        Set<String> members = new LinkedHashSet<>();
        Set<String> visited = new LinkedHashSet<>(List.of(name));
        Set<String> level = visited;
        while (!level.isEmpty()) {
            Set<String> below = new LinkedHashSet<>();
            for (String each : level) {
                members.addAll(groups.get(each).hosts);
                below.addAll(groups.get(each).children);
            }
            below.removeAll(visited);
            visited = new LinkedHashSet<>(visited);
            visited.addAll(below);
            level = below;
        }
        return List.copyOf(members);
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
        adjacent.forEach(files -> addAll(files.ofGroups.get(ALL), variables));
        adjacent.forEach(files -> mine.forEach(group -> addAll(files.ofGroups.get(group.name), variables)));
        variables.putAll(hosts.getOrDefault(host, Map.of()));
        adjacent.forEach(files -> addAll(files.ofHosts.get(host), variables));
        variables.putAll(extraVariables);
        return variables;
    }

    private static void addAll(List<VariableFile> files, Map<String, Variable> variables) {
        if (files != null) {
            files.forEach(file -> variables.putAll(file.variables()));
        }
    }

    /** The files of variables that count for every host. */
    List<VariableFile> filesOfAll() {
        List<VariableFile> files = new ArrayList<>();
        adjacent.forEach(folder -> files.addAll(folder.ofGroups.getOrDefault(ALL, List.of())));
        return files;
    }

    /** The files of variables that count for the host, in no order. */
    List<VariableFile> filesOf(String host) {
        List<VariableFile> files = new ArrayList<>();
        for (Adjacent folder : adjacent) {
            files.addAll(folder.ofGroups.getOrDefault(ALL, List.of()));
            groupsOf(host).forEach(group -> files.addAll(folder.ofGroups.getOrDefault(group, List.of())));
            files.addAll(folder.ofHosts.getOrDefault(host, List.of()));
        }
        return files;
    }

    /** What holds for every host: the variables of {@code all}, and {@code -e}. */
    Map<String, Variable> sharedVariables() {
        Map<String, Variable> variables = new LinkedHashMap<>(groups.get(ALL).variables);
        adjacent.forEach(files -> addAll(files.ofGroups.get(ALL), variables));
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
