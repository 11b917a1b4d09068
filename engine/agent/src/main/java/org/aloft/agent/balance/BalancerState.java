package org.aloft.agent.balance;

import java.util.List;
import java.util.Map;
import org.aloft.agent.check.RealServerKey;

/**
 * What the balancer knew at one moment.
 *
 * @param services as configured
 * @param wanted the table that follows; the weights in force are here
 * @param servers every real server of every service
 */
public record BalancerState(
        List<VirtualService> services, List<TableEntry> wanted, Map<RealServerKey, ServerState> servers) {
    /** Copies. */
    public BalancerState {
        services = List.copyOf(services);
        wanted = List.copyOf(wanted);
        servers = Map.copyOf(servers);
    }
}
