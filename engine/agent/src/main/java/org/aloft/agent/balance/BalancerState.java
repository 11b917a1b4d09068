package org.aloft.agent.balance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.check.RealServerKey;

/**
 * What the balancer knew at one moment.
 *
 * @param services every service, in the order of the file
 * @param servers every real server of every service
 * @param problem why the kernel's table is not as wanted: what, where, and the way out; empty when it is
 */
public record BalancerState(List<Service> services, Map<RealServerKey, Server> servers, Optional<String> problem) {
    /** Nothing is balanced. */
    public static final BalancerState EMPTY = new BalancerState(List.of(), Map.of(), Optional.empty());

    /**
     * One virtual service.
     *
     * @param service as configured
     * @param hasQuorum whether it has enough real servers
     * @param suspended whether its checks rest because none of its addresses is on this host
     * @param wanted the entries that follow; the weights in force are here
     */
    public record Service(VirtualService service, boolean hasQuorum, boolean suspended, List<TableEntry> wanted) {
        /** Takes a copy of the list. */
        public Service {
            wanted = List.copyOf(wanted);
        }
    }

    /**
     * One real server.
     *
     * @param checked what its checks say
     * @param standing what follows
     * @param drain where its drain stands; empty while it is not drained
     */
    public record Server(ServerState checked, Standing standing, Optional<DrainPhase> drain) {}

    /** Copies. */
    public BalancerState {
        services = List.copyOf(services);
        servers = Map.copyOf(servers);
    }
}
