package org.aloft.agent.config.language;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.aloft.agent.config.LvsMethodBlock;
import org.aloft.agent.config.LvsMethodBlock.Forwarding;
import org.aloft.agent.config.PersistenceBlock;
import org.aloft.agent.config.RealServerBlock;
import org.aloft.agent.config.SchedulingBlock;
import org.aloft.agent.config.SchedulingBlock.Flag;
import org.aloft.agent.config.SorryServerBlock;
import org.aloft.agent.config.VirtualServerBlock;
import org.aloft.agent.config.VirtualServerBlock.Protocol;
import org.aloft.agent.config.VirtualServerTarget;
import org.aloft.agent.config.text.Problems;
import org.aloft.agent.config.text.Statement;
import org.aloft.agent.config.text.Word;

/**
 * The rules that hold within one {@code virtual_server}. What keepalived corrects is corrected the same way, with a
 * warning; so is what it drops in silence from a service. Confined to the reading thread.
 */
final class VirtualServerRules {
    private static final String CLEARED = ", as in keepalived; ";

    private final Statement statement;
    private final VirtualServerLanguage.Draft draft;
    private final Problems problems;
    private final String name;

    VirtualServerRules(Statement statement, VirtualServerLanguage.Draft draft, Problems problems) {
        this.statement = statement;
        this.draft = draft;
        this.problems = problems;
        this.name = "virtual_server "
                + String.join(" ", statement.values().stream().map(Word::text).toList());
    }

    /** The finished block; empty when there is nothing to balance. */
    Optional<VirtualServerBlock> finish(Function<Boolean, VirtualServerTarget> targetOf, List<RealServerBlock> given) {
        VirtualServerTarget target = targetOf.apply(isIpv6(given));
        List<RealServerBlock> realServers = withoutTwins(ofFamily(target, atPorts(target, given)));
        long written = statement.block().orElse(List.of()).stream()
                .filter(line -> VirtualServerLanguage.VOCABULARY.mentions(List.of(line), "real_server"))
                .count();
        boolean allRead = written == given.size();
        if (realServers.isEmpty()) {
            warnIf(
                    allRead,
                    name + " has no real server: passed over" + CLEARED + "add a real_server, or remove the block");
            return Optional.empty();
        }
        Protocol protocol = protocol(target);
        SchedulingBlock scheduling = scheduling(protocol, target);
        boolean ipv6 = target instanceof VirtualServerTarget.Address address ? address.ipv6() : isIpv6(given);
        return Optional.of(new VirtualServerBlock(
                target,
                scheduling,
                protocol,
                persistence(target, ipv6),
                draft.quorum.finish(realServers, allRead, statement.position(), problems),
                sorryServer(target),
                haSuspend(target),
                realServers));
    }

    /** The family of what has no address of its own: as said, as the granularity tells, or as the real servers are. */
    private boolean isIpv6(List<RealServerBlock> realServers) {
        return draft.ipv6
                .or(draft.persistence::ipv6)
                .orElseGet(() -> !realServers.isEmpty()
                        && realServers.stream()
                                .allMatch(server -> server.endpoint().getAddress() instanceof Inet6Address));
    }

    private void warnIf(boolean wanted, String message) {
        if (wanted) {
            warn(message);
        }
    }

    private void warn(String message) {
        problems.warning(statement.position(), message);
    }

    private Protocol protocol(VirtualServerTarget target) {
        if (target instanceof VirtualServerTarget.FirewallMark) {
            draft.protocol.ifPresent(unused -> warn(name + ": protocol says nothing for a firewall mark, which takes"
                    + " every protocol that the firewall marks; remove the line"));
        } else if (draft.protocol.isEmpty()) {
            warn(name + " names no protocol: taken as UDP" + CLEARED + "write protocol TCP if it is TCP");
        }
        return draft.protocol.orElse(Protocol.UDP);
    }

    private SchedulingBlock scheduling(Protocol protocol, VirtualServerTarget target) {
        boolean marked = target instanceof VirtualServerTarget.FirewallMark;
        if (draft.scheduling.flags.contains(Flag.ONE_PACKET) && protocol != Protocol.UDP && !marked) {
            warn(name + ": ops needs protocol UDP: passed over" + CLEARED + "remove the line");
            draft.scheduling.flags.remove(Flag.ONE_PACKET);
        }
        return draft.scheduling.finish(problems);
    }

    private Optional<PersistenceBlock> persistence(VirtualServerTarget target, boolean ipv6) {
        Optional<PersistenceBlock> said = draft.persistence.finish(ipv6, problems);
        boolean everyPort = target instanceof VirtualServerTarget.Address address && address.port() == 0;
        if (everyPort && said.isEmpty()) {
            warn(name
                    + " has no port, so it takes every port, and the kernel has that with persistence only: taken with"
                    + " persistence_timeout 360" + CLEARED + "write a port, or that line");
            return Optional.of(
                    new PersistenceBlock(PersistenceBlock.DEFAULT_TIMEOUT, Optional.empty(), Optional.empty()));
        }
        return said;
    }

    private boolean haSuspend(VirtualServerTarget target) {
        if (draft.haSuspend && target instanceof VirtualServerTarget.FirewallMark) {
            warn(name + ": ha_suspend needs an address to look for: passed over" + CLEARED + "remove the line");
            return false;
        }
        return draft.haSuspend;
    }

    private Optional<SorryServerBlock> sorryServer(VirtualServerTarget target) {
        if (draft.sorryServer.isEmpty()) {
            boolean orphan = draft.sorryServerInhibit || draft.sorryServerMethod.isPresent();
            if (orphan) {
                warn(name + " says how to use a sorry_server and names none; add sorry_server IPADDR PORT");
            }
            return Optional.empty();
        }
        LvsMethodBlock method = draft.sorryServerMethod.orElse(draft.defaults.method);
        InetSocketAddress endpoint = atPort(target, method, draft.sorryServer.get(), "sorry_server");
        if (isOtherFamily(target, method, endpoint)) {
            warn(name + ": sorry_server " + endpoint.getAddress().getHostAddress()
                    + " is of the other address family, which works with TUN only: passed over" + CLEARED
                    + "give an address of the same family");
            return Optional.empty();
        }
        return Optional.of(new SorryServerBlock(endpoint, draft.sorryServerInhibit, method));
    }

    /** A real server without a port answers at the service's, as far as that has just one. */
    private List<RealServerBlock> atPorts(VirtualServerTarget target, List<RealServerBlock> realServers) {
        int unsaid = target instanceof VirtualServerTarget.Address address ? address.port() : 0;
        return realServers.stream()
                .map(server -> {
                    int port = atPort(target, server.method(), server.endpoint(), "real_server")
                            .getPort();
                    return server.atPort(port == 0 ? unsaid : port);
                })
                .toList();
    }

    /** Only NAT rewrites ports. */
    private InetSocketAddress atPort(
            VirtualServerTarget target, LvsMethodBlock method, InetSocketAddress endpoint, String keyword) {
        if (!(target instanceof VirtualServerTarget.Address address) || method.forwarding() == Forwarding.NAT) {
            return endpoint;
        }
        if (endpoint.getPort() != 0 && endpoint.getPort() != address.port()) {
            warn(name + ": " + keyword + " " + endpoint.getAddress().getHostAddress() + " " + endpoint.getPort()
                    + " cannot have a port of its own, for " + method + " changes no ports: taken as " + address.port()
                    + CLEARED + "write that, or lvs_method NAT");
        }
        return new InetSocketAddress(endpoint.getAddress(), address.port());
    }

    private List<RealServerBlock> ofFamily(VirtualServerTarget target, List<RealServerBlock> realServers) {
        List<RealServerBlock> fitting = new ArrayList<>();
        for (RealServerBlock server : realServers) {
            if (isOtherFamily(target, server.method(), server.endpoint())) {
                warn(name + ": real_server " + text(server.endpoint())
                        + " is of the other address family, which works with TUN only: passed over" + CLEARED
                        + "give an address of the same family, or write lvs_method TUN");
            } else {
                fitting.add(server);
            }
        }
        return fitting;
    }

    private static boolean isOtherFamily(
            VirtualServerTarget target, LvsMethodBlock method, InetSocketAddress endpoint) {
        boolean ipv6 = endpoint.getAddress() instanceof Inet6Address;
        return method.forwarding() != Forwarding.TUN && ipv6 != isIpv6(target);
    }

    private static boolean isIpv6(VirtualServerTarget target) {
        if (target instanceof VirtualServerTarget.Address address) {
            return address.ipv6();
        }
        return target instanceof VirtualServerTarget.FirewallMark mark
                ? mark.ipv6()
                : ((VirtualServerTarget.Group) target).ipv6();
    }

    private List<RealServerBlock> withoutTwins(List<RealServerBlock> realServers) {
        Set<InetSocketAddress> seen = new HashSet<>();
        List<RealServerBlock> single = new ArrayList<>();
        for (RealServerBlock server : realServers) {
            if (seen.add(server.endpoint())) {
                single.add(server);
            } else {
                warn(name + ": real_server " + text(server.endpoint()) + " stands twice: the second is passed over"
                        + CLEARED + "keep one");
            }
        }
        return single;
    }

    private static String text(InetSocketAddress endpoint) {
        return endpoint.getAddress().getHostAddress() + " " + endpoint.getPort();
    }
}
