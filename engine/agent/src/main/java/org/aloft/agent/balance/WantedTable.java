package org.aloft.agent.balance;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aloft.agent.check.RealServerKey;
import org.aloft.agent.kernel.ipvs.IpvsDestination;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;

/**
 * What the kernel's table should be, given the configuration and where the real servers stand. Pure.
 *
 * <ul>
 *   <li>A real server that is up is there with its weight. One that is down is not, or has weight 0 ({@code
 *       inhibit_on_failure}).
 *   <li>While the quorum is lost and there is a sorry server, that one takes the place of all that are up; those with
 *       {@code inhibit_on_failure} stay with weight 0. Without a sorry server, those that are left carry on.
 *   <li>A sorry server that is not needed is not there, or has weight 0 ({@code sorry_server_inhibit}).
 *   <li>A real server that was drained to the end is not there, whatever its checks say.
 * </ul>
 */
public final class WantedTable {
    private static final int SORRY_WEIGHT = 1;

    private WantedTable() {}

    /** The wanted entries of one service, in the order of the configuration. */
    public static List<TableEntry> of(
            VirtualService service, boolean hasQuorum, Map<RealServerKey, Standing> standings) {
        return service.entries().stream()
                .map(entry -> new TableEntry(entry, destinations(service, entry.key(), hasQuorum, standings)))
                .toList();
    }

    private static List<IpvsDestination> destinations(
            VirtualService service, IpvsServiceKey entry, boolean hasQuorum, Map<RealServerKey, Standing> standings) {
        boolean sorry = service.sorryServer().isPresent() && !hasQuorum;
        // By endpoint, as the kernel tells them apart: with DR and TUN two ports of one server are one entry.
        Map<InetSocketAddress, IpvsDestination> destinations = new LinkedHashMap<>();
        for (RealServer server : service.realServers()) {
            Standing standing = standings.get(server.key(service.key()));
            if (standing.drained()) {
                continue;
            }
            if (standing.up() && !sorry) {
                put(server.entry(entry, standing.weight()), destinations);
            } else if (server.inhibitOnFailure()) {
                put(server.entry(entry, 0), destinations);
            }
        }
        service.sorryServer().ifPresent(stand -> {
            IpvsDestination wanted = stand.entry(entry, sorry ? SORRY_WEIGHT : 0);
            if (sorry) {
                destinations.put(endpoint(wanted), wanted);
            } else if (stand.inhibit()) {
                put(wanted, destinations);
            }
        });
        return List.copyOf(destinations.values());
    }

    private static void put(IpvsDestination destination, Map<InetSocketAddress, IpvsDestination> destinations) {
        destinations.putIfAbsent(endpoint(destination), destination);
    }

    private static InetSocketAddress endpoint(IpvsDestination destination) {
        return new InetSocketAddress(destination.address(), destination.port());
    }

    /** The sum of the weights of the real servers that are up, which the quorum is measured against. */
    public static long liveWeight(VirtualService service, Map<RealServerKey, Standing> standings) {
        return service.realServers().stream()
                .mapToLong(server -> standings.get(server.key(service.key())).liveWeight())
                .sum();
    }
}
