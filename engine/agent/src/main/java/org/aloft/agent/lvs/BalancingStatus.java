package org.aloft.agent.lvs;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.aloft.agent.balance.Balancer;
import org.aloft.agent.balance.BalancerState;
import org.aloft.agent.balance.DrainPhase;
import org.aloft.agent.balance.RealServer;
import org.aloft.agent.balance.TableEntry;
import org.aloft.agent.kernel.ipvs.IpvsDestination;
import org.aloft.agent.kernel.ipvs.IpvsDestinationUse;
import org.aloft.agent.kernel.ipvs.IpvsService;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;
import org.aloft.agent.status.ServiceStatus;

/** Puts together what the balancer wants, what the checks found, and what the kernel counted. Stateless. */
final class BalancingStatus {
    private BalancingStatus() {}

    /** One a service in the kernel: a group's addresses stand there one by one. */
    static List<ServiceStatus> of(Balancer balancer) {
        BalancerState state = balancer.state();
        return state.services().stream()
                .flatMap(service -> services(service, state, balancer))
                .toList();
    }

    private static Stream<ServiceStatus> services(
            BalancerState.Service service, BalancerState state, Balancer balancer) {
        return service.wanted().stream().map(entry -> service(service, entry, state, balancer));
    }

    private static ServiceStatus service(
            BalancerState.Service service, TableEntry wanted, BalancerState state, Balancer balancer) {
        IpvsService entry = wanted.service();
        List<IpvsDestinationUse> uses = balancer.uses(entry.key());
        List<ServiceStatus.RealServer> servers = service.service().realServers().stream()
                .map(server -> server(
                        server,
                        state.servers().get(server.key(service.service().key())),
                        server.entry(entry.key(), 0),
                        wanted.destinations(),
                        uses))
                .toList();
        if (entry.key() instanceof IpvsServiceKey.Endpoint endpoint) {
            return new ServiceStatus(
                    endpoint.address().getHostAddress(),
                    endpoint.port(),
                    endpoint.protocol().name(),
                    entry.scheduler(),
                    servers);
        }
        IpvsServiceKey.FirewallMark mark = (IpvsServiceKey.FirewallMark) entry.key();
        return new ServiceStatus(
                "fwmark " + Integer.toUnsignedString(mark.mark()), 0, "FWM", entry.scheduler(), servers);
    }

    private static ServiceStatus.RealServer server(
            RealServer server,
            BalancerState.Server known,
            IpvsDestination like,
            List<IpvsDestination> wanted,
            List<IpvsDestinationUse> uses) {
        int weight = wanted.stream()
                .filter(like::sameAs)
                .mapToInt(IpvsDestination::weight)
                .findFirst()
                .orElse(0);
        Optional<IpvsDestinationUse> use =
                uses.stream().filter(entry -> like.sameAs(entry.destination())).findFirst();
        return new ServiceStatus.RealServer(
                server.address().getHostAddress(),
                server.port(),
                weight,
                known.checked().up(),
                known.checked().since(),
                reason(known),
                use.map(IpvsDestinationUse::activeConnections).orElse(0),
                use.map(IpvsDestinationUse::inactiveConnections).orElse(0),
                use.map(IpvsDestinationUse::connections).orElse(0L));
    }

    private static String reason(BalancerState.Server known) {
        String drain = known.drain()
                .map(phase -> phase == DrainPhase.DRAINED ? "drained; " : "being drained; ")
                .orElse("");
        return drain + known.checked().reason();
    }
}
