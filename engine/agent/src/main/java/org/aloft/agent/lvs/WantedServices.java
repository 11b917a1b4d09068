package org.aloft.agent.lvs;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aloft.agent.balance.BalancingPlan;
import org.aloft.agent.balance.LvsMethod;
import org.aloft.agent.balance.Quorum;
import org.aloft.agent.balance.RealServer;
import org.aloft.agent.balance.SorryServer;
import org.aloft.agent.balance.VirtualService;
import org.aloft.agent.check.CheckSettings;
import org.aloft.agent.check.VirtualServiceKey;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.LvsMethodBlock;
import org.aloft.agent.config.PersistenceBlock;
import org.aloft.agent.config.RealServerBlock;
import org.aloft.agent.config.SchedulingBlock;
import org.aloft.agent.config.SorryServerBlock;
import org.aloft.agent.config.VirtualServerBlock;
import org.aloft.agent.config.VirtualServerGroupBlock;
import org.aloft.agent.config.VirtualServerTarget;
import org.aloft.agent.kernel.ipvs.IpvsDestination.Forwarding;
import org.aloft.agent.kernel.ipvs.IpvsProtocol;
import org.aloft.agent.kernel.ipvs.IpvsService;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;
import org.aloft.agent.kernel.ipvs.IpvsTunnel;

/** What a file's {@code virtual_server} blocks, and {@code global_defs}, ask of the balancer. Pure. */
public final class WantedServices {
    private static final int IPV4_PREFIX = 32;
    private static final int IPV6_PREFIX = 128;

    private final Map<String, VirtualServerGroupBlock> groups;

    private WantedServices(Map<String, VirtualServerGroupBlock> groups) {
        this.groups = groups;
    }

    /** What a configuration wants balanced. */
    public static BalancingPlan of(Configuration configuration) {
        WantedServices wanted = new WantedServices(configuration.virtualServerGroups().stream()
                .collect(Collectors.toMap(VirtualServerGroupBlock::name, Function.identity())));
        return new BalancingPlan(
                configuration.virtualServers().stream().map(wanted::service).toList(), WantedLvs.of(configuration));
    }

    private VirtualService service(VirtualServerBlock block) {
        List<IpvsService> entries =
                keys(block).stream().map(key -> entry(key, block)).toList();
        return new VirtualService(
                key(block, entries),
                entries,
                new Quorum(block.quorum().least(), block.quorum().hysteresis()),
                block.sorryServer().map(WantedServices::sorryServer),
                block.realServers().stream().map(WantedServices::realServer).toList(),
                new VirtualService.Options(block.quorum().omega(), block.haSuspend()));
    }

    private static VirtualServiceKey key(VirtualServerBlock block, List<IpvsService> entries) {
        if (block.target() instanceof VirtualServerTarget.Group group) {
            return new VirtualServiceKey.Group(
                    group.name(),
                    protocol(block.protocol()),
                    entries.get(0).key().ipv6());
        }
        return new VirtualServiceKey.Single(entries.get(0).key());
    }

    private List<IpvsServiceKey> keys(VirtualServerBlock block) {
        VirtualServerTarget target = block.target();
        if (target instanceof VirtualServerTarget.Address address) {
            return List.of(new IpvsServiceKey.Endpoint(protocol(block.protocol()), address.address(), address.port()));
        }
        if (target instanceof VirtualServerTarget.FirewallMark mark) {
            return List.of(new IpvsServiceKey.FirewallMark(mark.mark(), mark.ipv6()));
        }
        VirtualServerTarget.Group group = (VirtualServerTarget.Group) target;
        return groups.get(group.name()).lines().stream()
                .flatMap(line -> keys(line, group, protocol(block.protocol())))
                .toList();
    }

    private static Stream<IpvsServiceKey> keys(
            VirtualServerGroupBlock.Line line, VirtualServerTarget.Group group, IpvsProtocol protocol) {
        if (line instanceof VirtualServerGroupBlock.Mark mark) {
            return Stream.of(
                    new IpvsServiceKey.FirewallMark(mark.mark(), mark.ipv6().orElse(group.ipv6())));
        }
        VirtualServerGroupBlock.Range range = (VirtualServerGroupBlock.Range) line;
        return range.addresses().stream().map(address -> new IpvsServiceKey.Endpoint(protocol, address, range.port()));
    }

    private static IpvsService entry(IpvsServiceKey key, VirtualServerBlock block) {
        int flags = block.scheduling().flags().stream()
                .mapToInt(WantedServices::flag)
                .sum();
        int full = key.ipv6() ? IPV6_PREFIX : IPV4_PREFIX;
        return new IpvsService(
                key,
                block.scheduling().scheduler(),
                flags,
                block.persistence().map(PersistenceBlock::timeout),
                block.persistence().flatMap(PersistenceBlock::prefix).orElse(full),
                block.persistence().flatMap(PersistenceBlock::engine));
    }

    private static int flag(SchedulingBlock.Flag flag) {
        return switch (flag) {
            case FLAG_1 -> IpvsService.SCHEDULER_FLAG_1;
            case FLAG_2 -> IpvsService.SCHEDULER_FLAG_2;
            case FLAG_3 -> IpvsService.SCHEDULER_FLAG_3;
            case ONE_PACKET -> IpvsService.ONE_PACKET;
        };
    }

    private static IpvsProtocol protocol(VirtualServerBlock.Protocol protocol) {
        return switch (protocol) {
            case TCP -> IpvsProtocol.TCP;
            case UDP -> IpvsProtocol.UDP;
            case SCTP -> IpvsProtocol.SCTP;
        };
    }

    private static LvsMethod method(LvsMethodBlock block) {
        Forwarding forwarding =
                switch (block.forwarding()) {
                    case NAT -> Forwarding.MASQUERADE;
                    case DR -> Forwarding.DIRECT_ROUTE;
                    case TUN -> Forwarding.TUNNEL;
                };
        IpvsTunnel.Kind kind =
                switch (block.tunnel().type()) {
                    case IPIP -> IpvsTunnel.Kind.IPIP;
                    case GUE -> IpvsTunnel.Kind.GUE;
                    case GRE -> IpvsTunnel.Kind.GRE;
                };
        IpvsTunnel.Checksum checksum =
                switch (block.tunnel().checksum()) {
                    case NOCSUM -> IpvsTunnel.Checksum.NONE;
                    case CSUM -> IpvsTunnel.Checksum.FULL;
                    case REMCSUM -> IpvsTunnel.Checksum.REMOTE;
                };
        return new LvsMethod(forwarding, new IpvsTunnel(kind, block.tunnel().port(), checksum));
    }

    private static SorryServer sorryServer(SorryServerBlock block) {
        return new SorryServer(
                block.endpoint().getAddress(), block.endpoint().getPort(), method(block.method()), block.inhibit());
    }

    private static RealServer realServer(RealServerBlock server) {
        return new RealServer(
                server.endpoint().getAddress(),
                server.endpoint().getPort(),
                method(server.method()),
                server.weight(),
                server.inhibitOnFailure(),
                server.upperThreshold(),
                server.lowerThreshold(),
                server.checks().stream().map(CheckSettings::of).toList());
    }
}
