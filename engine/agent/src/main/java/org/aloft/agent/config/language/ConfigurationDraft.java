package org.aloft.agent.config.language;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.agent.config.BfdCheckBlock;
import org.aloft.agent.config.CheckBlock;
import org.aloft.agent.config.FileCheckBlock;
import org.aloft.agent.config.SslBlock;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VirtualMac;
import org.aloft.agent.config.VirtualServerBlock;
import org.aloft.agent.config.VirtualServerGroupBlock;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.VrrpSyncGroupBlock;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Problems;
import org.aloft.agent.config.text.Spelling;
import org.aloft.agent.config.text.Statement;

/** The blocks read so far, and the rules between them. Confined to the reading thread. */
final class ConfigurationDraft {
    /** A record and where its block stands. */
    private record Placed<T>(T block, Position position) {}

    /**
     * Where a VIP stands: two links may each have the same link-local gateway, and each interface an address of its
     * own.
     *
     * @param link the interface, or the one beneath it for a virtual MAC
     */
    private record VipPlace(InetAddress address, String link) {
        static VipPlace of(VirtualAddress vip, VrrpInstanceBlock instance) {
            String link = instance.holding().virtualMacs().stream()
                    .filter(mac -> mac.name().equals(vip.device()))
                    .map(VirtualMac::parent)
                    .findFirst()
                    .orElse(vip.device());
            return new VipPlace(vip.address(), link);
        }
    }

    final RulePriorities rulePriorities = new RulePriorities();

    final Set<String> virtualMacNames = new HashSet<>();

    final StaticLanguage.Draft statics = new StaticLanguage.Draft(rulePriorities);

    /** Complete before any other block is read. */
    final GlobalDefinitionsLanguage.Draft global = new GlobalDefinitionsLanguage.Draft();

    final TrackingDraft tracking;

    private final List<Statement> statements;

    private final List<Placed<VrrpInstanceBlock>> instances = new ArrayList<>();
    private final List<Placed<VrrpSyncGroupBlock>> syncGroups = new ArrayList<>();
    private Optional<Placed<SslBlock>> ssl = Optional.empty();
    final VirtualServersDraft virtualServers = new VirtualServersDraft();

    /** @param statements all of the file's, outermost */
    ConfigurationDraft(List<Statement> statements) {
        this.statements = statements;
        this.tracking = new TrackingDraft(this::isWritten);
    }

    /** Whether a block is there, be it that something is wrong with it, which was said then. */
    private boolean isWritten(String keyword, String name) {
        return statements.stream()
                .anyMatch(statement -> statement.name().equals(keyword)
                        && !statement.values().isEmpty()
                        && statement.values().get(0).text().equals(name));
    }

    void add(SslBlock block, Arguments arguments) {
        ssl.ifPresent(first -> arguments.error(
                "SSL stands twice, first at line " + first.position().line() + "; keep one"));
        ssl = ssl.or(() -> Optional.of(new Placed<>(block, arguments.statement().position())));
    }

    void add(VrrpInstanceBlock block, Position position) {
        instances.add(new Placed<>(block, position));
    }

    void add(VrrpSyncGroupBlock block, Position position) {
        syncGroups.add(new Placed<>(block, position));
    }

    void add(VirtualServerBlock block, Position position) {
        virtualServers.add(block, position);
    }

    void add(VirtualServerGroupBlock block, Position position) {
        virtualServers.add(block, position);
    }

    SslBlock ssl() {
        return ssl.map(Placed::block).orElse(SslBlock.NONE);
    }

    List<VrrpInstanceBlock> instances() {
        return instances.stream().map(Placed::block).toList();
    }

    List<VrrpSyncGroupBlock> syncGroups() {
        return syncGroups.stream().map(Placed::block).toList();
    }

    void checkAcrossBlocks(Problems problems) {
        Map<String, Position> names = new HashMap<>();
        Map<String, Position> routerIds = new HashMap<>();
        Map<VipPlace, Position> addresses = new HashMap<>();
        for (Placed<VrrpInstanceBlock> placed : instances) {
            VrrpInstanceBlock instance = placed.block();
            Position position = placed.position();
            refuseSecond(names, instance.name(), "vrrp_instance " + instance.name(), position, problems);
            String routerId = "virtual_router_id " + instance.virtualRouterId() + " on " + instance.networkInterface();
            String group = routerId + instance.wire().group();
            refuseSecond(routerIds, group, routerId, position, problems);
            instance.holding()
                    .virtualAddresses()
                    .forEach(vip -> refuseSecond(
                            addresses,
                            VipPlace.of(vip, instance),
                            "the VIP " + vip.address().getHostAddress(),
                            position,
                            problems));
        }
        checkSyncGroups(names, problems);
        virtualServers.check(name -> isWritten("virtual_server_group", name), problems);
        virtualServers.forEach((server, position) -> server.realServers().stream()
                .flatMap(realServer -> realServer.checks().stream())
                .forEach(check -> checkThatItIsTold(check, position, problems)));
    }

    /** A check that watches a tracker needs that tracker. */
    private void checkThatItIsTold(CheckBlock check, Position position, Problems problems) {
        if (check instanceof FileCheckBlock file) {
            requireName("track_file", file.file(), tracking.fileNames(), file.keyword(), position, problems);
        } else if (check instanceof BfdCheckBlock bfd) {
            requireName("bfd_instance", bfd.session(), tracking.sessionNames(), bfd.keyword(), position, problems);
        }
    }

    private void requireName(
            String kind, String name, Set<String> names, String check, Position position, Problems problems) {
        if (!names.contains(name) && !isWritten(kind, name)) {
            String hint = Spelling.nearest(name, names)
                    .map(near -> "did you mean " + near + "?")
                    .orElse("add " + kind + " " + name + " { … }");
            problems.error(
                    position,
                    "a " + check + " of this virtual_server names " + name + ", but there is no such " + kind + "; "
                            + hint);
        }
    }

    private void checkSyncGroups(Map<String, Position> instanceNames, Problems problems) {
        Map<String, Position> groupNames = new HashMap<>();
        Map<String, Position> members = new HashMap<>();
        for (Placed<VrrpSyncGroupBlock> placed : syncGroups) {
            VrrpSyncGroupBlock group = placed.block();
            Position position = placed.position();
            refuseSecond(groupNames, group.name(), "vrrp_sync_group " + group.name(), position, problems);
            for (String member : group.instances()) {
                refuseSecond(members, member, member + " as a member of a vrrp_sync_group", position, problems);
                if (!instanceNames.containsKey(member) && !isWritten("vrrp_instance", member)) {
                    String hint = Spelling.nearest(member, instanceNames.keySet())
                            .map(near -> "did you mean " + near + "?")
                            .orElse("add it, or take it out of the group");
                    problems.error(
                            position,
                            "vrrp_sync_group " + group.name() + " names " + member
                                    + ", but there is no such vrrp_instance; " + hint);
                }
            }
        }
    }

    private static <K> void refuseSecond(
            Map<K, Position> seen, K key, String what, Position position, Problems problems) {
        Position first = seen.putIfAbsent(key, position);
        if (first != null) {
            problems.error(position, what + " stands twice, first in the block at line " + first.line() + "; keep one");
        }
    }
}
