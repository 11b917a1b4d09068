package org.aloft.agent;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.balance.RealServer;
import org.aloft.agent.balance.SorryServer;
import org.aloft.agent.balance.VirtualService;
import org.aloft.agent.check.CheckSettings;
import org.aloft.agent.config.RealServerBlock;
import org.aloft.agent.config.VirtualServerBlock;
import org.aloft.agent.kernel.IpvsDestination.Forwarding;
import org.aloft.agent.kernel.IpvsProtocol;
import org.aloft.agent.kernel.IpvsService;
import org.aloft.agent.kernel.IpvsServiceKey;

/** What a file's {@code virtual_server} blocks ask of the balancer. Pure. */
final class WantedServices {
    private static final int NO_FLAGS = 0;

    /** Each client address counts as a client of its own. */
    private static final int FULL_PREFIX = 32;

    private WantedServices() {}

    static List<VirtualService> of(List<VirtualServerBlock> blocks) {
        return blocks.stream().map(WantedServices::service).toList();
    }

    private static VirtualService service(VirtualServerBlock block) {
        Forwarding forwarding = forwarding(block.forwarding());
        IpvsService entry = new IpvsService(key(block), block.scheduler(), NO_FLAGS, block.persistence(), FULL_PREFIX);
        Optional<SorryServer> sorry = block.sorryServer()
                .map(endpoint -> new SorryServer(endpoint.getAddress(), endpoint.getPort(), forwarding));
        List<RealServer> realServers = block.realServers().stream()
                .map(server -> realServer(server, forwarding))
                .toList();
        return new VirtualService(entry, block.quorum(), sorry, realServers);
    }

    private static IpvsServiceKey key(VirtualServerBlock block) {
        InetSocketAddress endpoint = block.endpoint();
        return new IpvsServiceKey.Endpoint(protocol(block.protocol()), endpoint.getAddress(), endpoint.getPort());
    }

    private static IpvsProtocol protocol(VirtualServerBlock.Protocol protocol) {
        return switch (protocol) {
            case TCP -> IpvsProtocol.TCP;
            case UDP -> IpvsProtocol.UDP;
        };
    }

    private static Forwarding forwarding(VirtualServerBlock.Forwarding forwarding) {
        return switch (forwarding) {
            case NAT -> Forwarding.MASQUERADE;
            case DR -> Forwarding.DIRECT_ROUTE;
            case TUN -> Forwarding.TUNNEL;
        };
    }

    private static RealServer realServer(RealServerBlock server, Forwarding forwarding) {
        return new RealServer(
                server.endpoint().getAddress(),
                server.endpoint().getPort(),
                forwarding,
                server.weight(),
                server.inhibitOnFailure(),
                server.checks().stream().map(CheckSettings::of).toList());
    }
}
