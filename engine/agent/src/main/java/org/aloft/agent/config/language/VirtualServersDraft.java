package org.aloft.agent.config.language;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.aloft.agent.config.VirtualServerBlock;
import org.aloft.agent.config.VirtualServerGroupBlock;
import org.aloft.agent.config.VirtualServerGroupBlock.Mark;
import org.aloft.agent.config.VirtualServerGroupBlock.Range;
import org.aloft.agent.config.VirtualServerTarget;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Problems;
import org.aloft.agent.config.text.Spelling;

/** The virtual servers and groups read so far, and the rules that hold between them. Confined to the reading thread. */
final class VirtualServersDraft {
    private record Placed<T>(T block, Position position) {}

    private final Map<String, Placed<VirtualServerGroupBlock>> groups = new LinkedHashMap<>();
    private final List<Placed<VirtualServerGroupBlock>> twins = new ArrayList<>();
    private final List<Placed<VirtualServerBlock>> servers = new ArrayList<>();

    void add(VirtualServerBlock block, Position position) {
        servers.add(new Placed<>(block, position));
    }

    void add(VirtualServerGroupBlock block, Position position) {
        Placed<VirtualServerGroupBlock> placed = new Placed<>(block, position);
        if (groups.putIfAbsent(block.name(), placed) != null) {
            twins.add(placed);
        }
    }

    List<VirtualServerGroupBlock> groups() {
        return groups.values().stream().map(Placed::block).toList();
    }

    List<VirtualServerBlock> servers() {
        return servers.stream().map(Placed::block).toList();
    }

    /** Every virtual server, with where its block stands. */
    void forEach(BiConsumer<VirtualServerBlock, Position> visitor) {
        servers.forEach(placed -> visitor.accept(placed.block(), placed.position()));
    }

    /** @param isWritten whether a group of that name is in the file, be it that something is wrong with it */
    void check(Predicate<String> isWritten, Problems problems) {
        twins.forEach(twin -> problems.error(
                twin.position(),
                "virtual_server_group " + twin.block().name() + " stands twice, first in the block at line "
                        + groups.get(twin.block().name()).position().line() + "; keep one"));
        Map<String, Position> services = new HashMap<>();
        for (Placed<VirtualServerBlock> placed : servers) {
            for (String service : services(placed, isWritten, problems)) {
                Position first = services.putIfAbsent(service, placed.position());
                if (first != null) {
                    problems.error(
                            placed.position(),
                            "virtual_server " + service + " stands twice, first in the block at line " + first.line()
                                    + "; keep one");
                }
            }
        }
    }

    /** The services that a block makes in the kernel, as text. */
    private List<String> services(Placed<VirtualServerBlock> placed, Predicate<String> isWritten, Problems problems) {
        VirtualServerBlock server = placed.block();
        if (!(server.target() instanceof VirtualServerTarget.Group group)) {
            boolean marked = server.target() instanceof VirtualServerTarget.FirewallMark;
            return List.of(server.target() + (marked ? "" : " " + server.protocol()));
        }
        Optional<VirtualServerGroupBlock> lines =
                Optional.ofNullable(groups.get(group.name())).map(Placed::block);
        if (lines.isEmpty() && isWritten.test(group.name())) {
            return List.of();
        }
        if (lines.isEmpty()) {
            String hint = Spelling.nearest(group.name(), groups.keySet())
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("; add virtual_server_group " + group.name() + " { … }");
            problems.error(placed.position(), "there is no virtual_server_group " + group.name() + hint);
            return List.of();
        }
        return services(placed, group, lines.get(), problems);
    }

    private static List<String> services(
            Placed<VirtualServerBlock> placed,
            VirtualServerTarget.Group group,
            VirtualServerGroupBlock lines,
            Problems problems) {
        VirtualServerBlock server = placed.block();
        List<String> services = new ArrayList<>();
        for (VirtualServerGroupBlock.Line line : lines.lines()) {
            if (line instanceof Mark mark) {
                boolean ipv6 = mark.ipv6().orElse(group.ipv6());
                services.add(new VirtualServerTarget.FirewallMark(mark.mark(), ipv6).toString());
            } else if (line instanceof Range range) {
                if (!server.isAllTunnelled() && range.first() instanceof Inet6Address != group.ipv6()) {
                    problems.error(
                            placed.position(),
                            "virtual_server_group " + group.name() + " has "
                                    + range.first().getHostAddress()
                                    + ", which is not of the address family of the real servers; keep to one family, or"
                                    + " use lvs_method TUN for all");
                }
                if (range.port() == 0 && server.persistence().isEmpty()) {
                    problems.error(
                            placed.position(),
                            "virtual_server_group " + group.name() + " has "
                                    + range.first().getHostAddress()
                                    + " without a port, which the kernel has with persistence only; add a port there, or"
                                    + " persistence_timeout here");
                }
                for (InetAddress address : range.addresses()) {
                    services.add(new VirtualServerTarget.Address(address, range.port()) + " " + server.protocol());
                }
            }
        }
        return services;
    }
}
