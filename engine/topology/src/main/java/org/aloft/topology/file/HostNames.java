package org.aloft.topology.file;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.aloft.topology.inventory.Inventory;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.problem.Suggestion;

/** Resolves the names of hosts and groups that the topology uses. */
final class HostNames {
    private final Inventory inventory;
    private final Problems problems;

    HostNames(Inventory inventory, Problems problems) {
        this.inventory = inventory;
        this.problems = problems;
    }

    /** The host, or the hosts of the group; none, with a problem, if there is no such name or the group is empty. */
    List<String> hostsOf(String name, Position at, String key) {
        if (inventory.hasHost(name)) {
            return List.of(name);
        }
        if (!inventory.hasGroup(name)) {
            Set<String> known = new LinkedHashSet<>(inventory.groupNames());
            known.addAll(inventory.hostNames());
            refuse(name, at, key, "the inventory has no host and no group " + name, known);
            return List.of();
        }
        List<String> hosts = inventory.hostsOf(name);
        if (hosts.isEmpty()) {
            problems.add(
                    at, key, "empty", "the group " + name + " has no hosts", "Add hosts to it, or remove it here.");
        }
        return hosts;
    }

    /** Whether this is a host; a problem if not. */
    boolean isHost(String name, Position at, String key) {
        if (inventory.hasHost(name)) {
            return true;
        }
        if (inventory.hasGroup(name)) {
            problems.add(
                    at,
                    key,
                    "group-not-host",
                    "must be a host, but " + name + " is a group",
                    "Name its hosts one by one: " + String.join(", ", inventory.hostsOf(name)));
            return false;
        }
        refuse(name, at, key, "the inventory has no host " + name, inventory.hostNames());
        return false;
    }

    private void refuse(String name, Position at, String key, String message, Set<String> known) {
        if (inventory.hostNames().isEmpty()) {
            return; // the inventory could not be read, or is empty, and that has been told
        }
        if (IpPrefix.address(name).isPresent()) {
            problems.add(
                    at,
                    key,
                    "unknown-host",
                    message,
                    "Hosts are named as in the inventory: add `web1 ansible_host=" + name + "` there, and write web1.");
            return;
        }
        problems.add(at, key, "unknown-host", message, Suggestion.fix(name, known, "The inventory has"));
    }
}
