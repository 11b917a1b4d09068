package org.aloft.verify.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.topology.model.IpPrefix;

/**
 * What FRR says of BGP on a director.
 *
 * @param sessions router → state, such as {@code Established}
 * @param routes what it offers them
 */
public record BgpTable(Map<InetAddress, String> sessions, Set<IpPrefix> routes) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UP = "Established";

    /** Keeps copies. */
    public BgpTable {
        sessions = Map.copyOf(sessions);
        routes = Set.copyOf(routes);
    }

    /** Whether the session with this router is up. */
    public boolean isUp(InetAddress router) {
        return UP.equals(sessions.get(router));
    }

    /** Whether it offers a VIP. */
    public boolean offers(InetAddress vip) {
        return routes.contains(new IpPrefix(vip, vip.getAddress().length * 8));
    }

    /**
     * Reads the JSON of {@code show bgp summary} and of {@code show bgp ipv4 unicast} and its like, one behind the other.
     *
     * @return empty where FRR has not answered with that
     */
    public static Optional<BgpTable> parse(String text) {
        Map<InetAddress, String> sessions = new LinkedHashMap<>();
        Set<IpPrefix> routes = new LinkedHashSet<>();
        boolean answered = false;
        try (MappingIterator<JsonNode> documents =
                JSON.readerFor(JsonNode.class).readValues(text)) {
            while (documents.hasNextValue()) {
                JsonNode document = documents.nextValue();
                answered = answered || (document.isObject() && !document.isEmpty());
                document.forEach(family -> addSessions(family.path("peers"), sessions));
                document.path("routes").fieldNames().forEachRemaining(route -> prefix(route)
                        .ifPresent(routes::add));
            }
        } catch (IOException notJson) {
            return Optional.empty();
        }
        return answered ? Optional.of(new BgpTable(sessions, routes)) : Optional.empty();
    }

    private static void addSessions(JsonNode peers, Map<InetAddress, String> sessions) {
        peers.properties().forEach(peer -> IpPrefix.address(peer.getKey())
                .ifPresent(router ->
                        sessions.put(router, peer.getValue().path("state").asText("unknown"))));
    }

    private static Optional<IpPrefix> prefix(String text) {
        int slash = text.indexOf('/');
        return slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,3}")
                ? Optional.empty()
                : IpPrefix.address(text.substring(0, slash))
                        .map(address -> new IpPrefix(address, Integer.parseInt(text.substring(slash + 1))));
    }
}
