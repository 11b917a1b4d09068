package org.aloft.agent;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.balance.BalancerState;
import org.aloft.agent.balance.RealServer;
import org.aloft.agent.balance.ServerState;
import org.aloft.agent.balance.TableEntry;
import org.aloft.agent.balance.VirtualService;
import org.aloft.agent.check.RealServerKey;
import org.aloft.agent.kernel.IpvsAccess;
import org.aloft.agent.kernel.IpvsDestination;
import org.aloft.agent.kernel.IpvsDestinationUse;
import org.aloft.agent.kernel.IpvsServiceKey;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.status.ServiceStatus;

/** Puts together what the balancer wants, what the checks found, and what the kernel counted. Stateless. */
final class BalancingStatus {
    private static final Logger LOG = System.getLogger(BalancingStatus.class.getName());
    private static final ServerState UNKNOWN = new ServerState(true, Instant.EPOCH, "not checked yet");

    private BalancingStatus() {}

    static List<ServiceStatus> of(BalancerState state, IpvsAccess ipvs) {
        return state.services().stream()
                .filter(service -> service.key() instanceof IpvsServiceKey.Endpoint)
                .map(service -> service(service, (IpvsServiceKey.Endpoint) service.key(), state, ipvs))
                .toList();
    }

    private static ServiceStatus service(
            VirtualService service, IpvsServiceKey.Endpoint key, BalancerState state, IpvsAccess ipvs) {
        List<IpvsDestinationUse> uses = uses(key, ipvs);
        List<IpvsDestination> wanted = state.wanted().stream()
                .filter(entry -> entry.service().key().equals(key))
                .map(TableEntry::destinations)
                .findFirst()
                .orElse(List.of());
        List<ServiceStatus.RealServer> servers = service.realServers().stream()
                .map(server -> server(server, serverState(server, key, state), wanted, uses))
                .toList();
        return new ServiceStatus(
                key.address().getHostAddress(),
                key.port(),
                key.protocol().name(),
                service.entry().scheduler(),
                servers);
    }

    private static ServerState serverState(RealServer server, IpvsServiceKey key, BalancerState state) {
        InetSocketAddress endpoint = new InetSocketAddress(server.address(), server.port());
        return state.servers().getOrDefault(new RealServerKey(key, endpoint), UNKNOWN);
    }

    /** A service that is not in the table, or cannot be asked for, counts as unused. */
    private static List<IpvsDestinationUse> uses(IpvsServiceKey key, IpvsAccess ipvs) {
        try {
            return ipvs.destinations(key);
        } catch (KernelException refused) {
            LOG.log(Level.DEBUG, refused.getMessage());
            return List.of();
        }
    }

    private static ServiceStatus.RealServer server(
            RealServer server, ServerState state, List<IpvsDestination> wanted, List<IpvsDestinationUse> uses) {
        int weight = wanted.stream()
                .filter(entry -> isFor(entry, server))
                .mapToInt(IpvsDestination::weight)
                .findFirst()
                .orElse(0);
        Optional<IpvsDestinationUse> use = uses.stream()
                .filter(entry -> isFor(entry.destination(), server))
                .findFirst();
        return new ServiceStatus.RealServer(
                server.address().getHostAddress(),
                server.port(),
                weight,
                state.up(),
                state.since(),
                state.reason(),
                use.map(IpvsDestinationUse::activeConnections).orElse(0),
                use.map(IpvsDestinationUse::inactiveConnections).orElse(0),
                use.map(IpvsDestinationUse::connections).orElse(0L));
    }

    private static boolean isFor(IpvsDestination entry, RealServer server) {
        return entry.address().equals(server.address()) && entry.port() == server.port();
    }
}
