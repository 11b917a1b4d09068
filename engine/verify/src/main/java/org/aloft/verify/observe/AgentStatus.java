package org.aloft.verify.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The status document of aloftd, version 1, with its own camelCase names. Unknown fields are ignored.
 *
 * @param agent name and version, such as {@code aloftd 0.1.0}
 * @param instances its VRRP instances
 * @param virtualServices its virtual services
 */
public record AgentStatus(String agent, List<Instance> instances, List<Service> virtualServices) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Keeps copies. */
    public AgentStatus {
        instances = List.copyOf(instances);
        virtualServices = List.copyOf(virtualServices);
    }

    /**
     * A VRRP instance.
     *
     * @param name as in the configuration
     * @param state ACTIVE, BACKUP, INITIALIZE or FAULT
     * @param since start of that state, ISO-8601, by the host's clock
     * @param reason why it is in that state
     * @param priority in use, 0..255
     * @param transitions state changes since the agent started
     * @param adverts that came to it
     */
    public record Instance(
            String name,
            String state,
            String since,
            String reason,
            int priority,
            long transitions,
            AdvertsHeard adverts) {}

    /**
     * The adverts of a group that came to an instance since the agent started.
     *
     * @param received and used
     * @param dropped by reason, in the agent's words, such as {@code authenticationData}
     */
    public record AdvertsHeard(long received, Map<String, Long> dropped) {
        /** Keeps a copy. */
        public AdvertsHeard {
            dropped = Collections.unmodifiableMap(new LinkedHashMap<>(dropped));
        }
    }

    /**
     * A virtual service.
     *
     * @param address the VIP
     * @param port 1..65535
     * @param realServers all configured ones, up or down
     */
    public record Service(String address, int port, List<RealServer> realServers) {
        /** Keeps a copy. */
        public Service {
            realServers = List.copyOf(realServers);
        }
    }

    /**
     * A real server.
     *
     * @param address of the real server
     * @param port 1..65535
     * @param weight 0..65535
     * @param up whether its health checks pass
     * @param activeConnections as last seen by the agent; may be absent
     */
    public record RealServer(String address, int port, int weight, boolean up, Optional<Integer> activeConnections) {}

    /** The instance of that name. */
    public Optional<Instance> instance(String name) {
        return instances.stream()
                .filter(instance -> instance.name().equals(name))
                .findFirst();
    }

    /**
     * Reads the document.
     *
     * @throws IllegalArgumentException when it is not a status document of version 1
     */
    public static AgentStatus parse(String text) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the agent's status is not JSON: " + e.getOriginalMessage(), e);
        }
        if (root.path("version").asInt() != 1) {
            throw new IllegalArgumentException("the agent's status has version "
                    + root.path("version").asText("none") + ", this Aloft reads version 1; run `aloft apply`");
        }
        List<Instance> instances = new ArrayList<>();
        root.path("instances").forEach(node -> instances.add(instance(node)));
        List<Service> services = new ArrayList<>();
        root.path("virtualServices").forEach(node -> services.add(service(node)));
        return new AgentStatus(root.path("agent").asText(), instances, services);
    }

    private static Instance instance(JsonNode node) {
        return new Instance(
                node.path("name").asText(),
                node.path("state").asText(),
                node.path("since").asText(),
                node.path("reason").asText(),
                node.path("priority").asInt(),
                node.path("transitions").asLong(),
                adverts(node));
    }

    private static AdvertsHeard adverts(JsonNode node) {
        Map<String, Long> dropped = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> reason : node.path("advertsDropped").properties()) {
            dropped.put(reason.getKey(), reason.getValue().asLong());
        }
        return new AdvertsHeard(node.path("advertsReceived").asLong(), dropped);
    }

    private static Service service(JsonNode node) {
        List<RealServer> realServers = new ArrayList<>();
        node.path("realServers").forEach(server -> realServers.add(realServer(server)));
        return new Service(node.path("address").asText(), node.path("port").asInt(), realServers);
    }

    private static RealServer realServer(JsonNode node) {
        JsonNode connections = node.path("activeConnections");
        return new RealServer(
                node.path("address").asText(),
                node.path("port").asInt(),
                node.path("weight").asInt(),
                node.path("up").asBoolean(),
                connections.isNumber() ? Optional.of(connections.asInt()) : Optional.empty());
    }
}
