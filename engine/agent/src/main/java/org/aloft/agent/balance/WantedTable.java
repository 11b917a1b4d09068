package org.aloft.agent.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.aloft.agent.check.RealServerKey;
import org.aloft.agent.kernel.IpvsDestination;

/**
 * What the kernel's table should be, given the configuration and which real servers are up. Pure.
 *
 * <ul>
 *   <li>A real server that is up is there with its weight. One that is down is not, or has weight 0 ({@code inhibit_on_failure}).
 *   <li>The quorum is lost when the weights of those that are up sum to less than it. With a sorry server, that one takes the place
 *       of all that are up; without one, those that are left carry on.
 * </ul>
 */
public final class WantedTable {
    private WantedTable() {}

    /** The wanted entries, in the order of the configuration. */
    public static List<TableEntry> of(List<VirtualService> services, Predicate<RealServerKey> up) {
        return services.stream().map(service -> entry(service, up)).toList();
    }

    private static TableEntry entry(VirtualService service, Predicate<RealServerKey> up) {
        boolean sorry = service.sorryServer().isPresent() && !hasQuorum(service, up);
        List<IpvsDestination> destinations = new ArrayList<>();
        for (RealServer server : service.realServers()) {
            if (!up.test(server.key(service.key()))) {
                if (server.inhibitOnFailure()) {
                    destinations.add(server.entry(0));
                }
            } else if (!sorry) {
                destinations.add(server.entry(server.weight()));
            }
        }
        if (sorry) {
            IpvsDestination stand = service.sorryServer().orElseThrow().entry();
            destinations.removeIf(stand::sameAs);
            destinations.add(stand);
        }
        return new TableEntry(service.entry(), destinations);
    }

    /** Whether enough real servers are up. */
    public static boolean hasQuorum(VirtualService service, Predicate<RealServerKey> up) {
        long weight = service.realServers().stream()
                .filter(server -> up.test(server.key(service.key())))
                .mapToLong(RealServer::weight)
                .sum();
        return weight >= service.quorum();
    }
}
