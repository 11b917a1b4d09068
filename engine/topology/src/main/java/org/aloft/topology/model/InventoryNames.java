package org.aloft.topology.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every host and group of an inventory, for those who choose among them.
 *
 * @param hosts in the inventory's order
 * @param groups group → its hosts and those of its children, {@code all} and {@code ungrouped} included; groups and
 *     hosts in the order in which Ansible counts them: a group's own hosts first, then its children's
 */
public record InventoryNames(List<String> hosts, Map<String, List<String>> groups) {
    /** Takes copies. */
    public InventoryNames {
        hosts = List.copyOf(hosts);
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
    }

    /** Hosts without a group of their own. */
    public static InventoryNames of(List<String> hosts) {
        return new InventoryNames(hosts, Map.of("all", hosts, "ungrouped", hosts));
    }
}
