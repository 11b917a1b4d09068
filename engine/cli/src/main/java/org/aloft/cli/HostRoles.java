package org.aloft.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.model.VrrpInstance;

/**
 * What {@code aloft inventory --roles} says of hosts beside how they are reached.
 *
 * @param topology what makes a host a director or a real server
 */
record HostRoles(Topology topology) {
    /** For people: one line for each of these hosts that has a role. */
    String text(List<String> hosts) {
        return hosts.stream()
                .filter(host -> !roles(host).isEmpty())
                .map(host -> host + ": " + String.join("; ", words(host)) + "\n")
                .collect(Collectors.joining());
    }

    private List<String> words(String host) {
        List<String> words = new ArrayList<>();
        if (topology.isDirector(host)) {
            List<String> parts = new ArrayList<>(instances(host));
            parts.addAll(balances(host));
            words.add("director of " + String.join(", ", parts));
        }
        if (!answers(host).isEmpty()) {
            words.add("real server of " + String.join(", ", answers(host)));
        }
        return words;
    }

    /** For machines. */
    void write(String host, ObjectNode node) {
        put(node, "roles", roles(host));
        put(node, "instances", instances(host));
        put(node, "balances", balances(host));
        put(node, "answers", answers(host));
    }

    private static void put(ObjectNode node, String name, List<String> values) {
        ArrayNode array = node.putArray(name);
        values.forEach(array::add);
    }

    private List<String> roles(String host) {
        List<String> roles = new ArrayList<>();
        if (topology.isDirector(host)) {
            roles.add("director");
        }
        if (!answers(host).isEmpty()) {
            roles.add("real_server");
        }
        return roles;
    }

    private List<String> instances(String host) {
        return topology.instancesOf(host).stream().map(VrrpInstance::name).toList();
    }

    private List<String> balances(String host) {
        return topology.virtualServicesOfDirector(host).stream()
                .map(VirtualService::name)
                .toList();
    }

    private List<String> answers(String host) {
        return topology.virtualServicesWithRealServer(host).stream()
                .map(VirtualService::name)
                .toList();
    }
}
