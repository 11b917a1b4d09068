package org.aloft.agent.simulate;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aloft.agent.config.Transport;
import org.aloft.agent.config.UnicastPeer;
import org.aloft.agent.config.text.Position;

/** What members of one group do not agree on, though they must. Pure; confined to one thread. */
final class GroupRules {
    private final List<Member> group;
    private final List<Finding> found = new ArrayList<>();

    private GroupRules(List<Member> group) {
        this.group = group;
    }

    static List<Finding> of(List<Member> group) {
        GroupRules rules = new GroupRules(group);
        rules.oneMember();
        rules.wire();
        rules.detection();
        rules.samePriority();
        rules.vips();
        rules.peers();
        group.forEach(rules::preemption);
        return rules.found;
    }

    private void oneMember() {
        if (group.size() == 1) {
            Member only = group.get(0);
            String message = only.describe() + " is alone: no other file shares a VIP with it, or its"
                    + " virtual_router_id on the same interface; nobody takes over from it";
            found.add(Finding.of("one-member", message, List.of(only.line("virtual_router_id"))));
        }
    }

    private void wire() {
        differ(
                "version-mixed",
                "version",
                member -> "version " + member.block().wire().version(),
                "v2 and v3 mixed: neither takes the other's adverts, so there are two holders; write the same version"
                        + " on all members",
                member -> true);
        differ(
                "virtual-router-id-differs",
                "virtual_router_id",
                member -> "virtual_router_id " + member.block().virtualRouterId(),
                "virtual_router_id differs: they are two groups, and each has its holder; write the same one on all"
                        + " members",
                member -> true);
        differ(
                "multicast-group-differs",
                "mcast_dst_ip",
                member -> "mcast_dst_ip "
                        + member.block().wire().transport().group().getHostAddress(),
                "mcast_dst_ip differs: no advert gets to the others, so there are two holders; write the same one on"
                        + " all members",
                member -> !member.isUnicast());
        Predicate<Member> speaksVersion2 = member -> member.block().wire().version() == 2;
        differ(
                "interval-differs",
                "advert_int",
                member -> "advert_int " + member.block().wire().advertInterval().toSeconds(),
                "advert_int differs, which version 2 does not allow: adverts are dropped, so there are two holders;"
                        + " write the same one on all members",
                speaksVersion2);
        differ(
                "authentication-differs",
                "authentication",
                member -> member.block()
                        .wire()
                        .authentication()
                        .map(Object::hashCode)
                        .map(String::valueOf)
                        .orElse(""),
                "authentication differs: adverts are dropped, so there are two holders; write the same auth_type and"
                        + " auth_pass on all members",
                speaksVersion2);
    }

    private void detection() {
        differ(
                "fast-detection-differs",
                "fast_detection",
                member -> member.block().election().fastDetection().isPresent() ? "fast_detection" : "none",
                "fast_detection is missing on some members: between those and the others a crash is noticed only by"
                        + " missing adverts; write it on all members",
                member -> true);
    }

    /** If what members have is not the same for all that count. */
    private void differ(
            String name, String keyword, Function<Member, String> value, String sentence, Predicate<Member> counts) {
        Map<String, Member> first = new LinkedHashMap<>();
        group.stream().filter(counts).forEach(member -> first.putIfAbsent(value.apply(member), member));
        if (first.size() > 1) {
            boolean secret = keyword.equals("authentication");
            String who = first.entrySet().stream()
                    .map(entry -> (secret ? "" : entry.getKey() + " in ")
                            + entry.getValue().describe())
                    .collect(Collectors.joining(", "));
            found.add(Finding.of(name, sentence + " (" + who + ")", lines(first.values().stream(), keyword)));
        }
    }

    private static List<Position> lines(Stream<Member> members, String keyword) {
        return members.map(member -> member.line(keyword)).toList();
    }

    private void samePriority() {
        Map<Integer, List<Member>> byPriority = group.stream()
                .collect(Collectors.groupingBy(
                        member -> member.block().election().priority(), LinkedHashMap::new, Collectors.toList()));
        byPriority.forEach((priority, members) -> {
            if (members.size() > 1) {
                String message = names(members) + " have the same priority " + priority
                        + ": the higher address of their interfaces decides who is active; give each its own";
                found.add(Finding.of("same-priority", message, lines(members.stream(), "priority")));
            }
        });
    }

    private static String names(List<Member> members) {
        return members.stream().map(Member::describe).collect(Collectors.joining(" and "));
    }

    private void vips() {
        Set<InetAddress> all = group.stream()
                .flatMap(member -> member.vips().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (Member member : group) {
            Set<InetAddress> missing = new LinkedHashSet<>(all);
            missing.removeAll(new HashSet<>(member.vips()));
            if (!missing.isEmpty()) {
                String which = missing.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
                String message = "VIPs differ: " + member.describe() + " has no " + which
                        + ", which goes away when it takes over; write the same VIPs on all members";
                found.add(Finding.of("vips-differ", message, List.of(member.line("virtual_ipaddress"))));
            }
        }
    }

    private void peers() {
        boolean someUnicast = group.stream().anyMatch(Member::isUnicast);
        for (Member member : group) {
            if (someUnicast && !member.isUnicast()) {
                String message = member.describe() + " has no unicast_peer, while others of its group have: it sends"
                        + " to a multicast group that they do not listen to; add unicast_peer";
                found.add(Finding.of("peers-not-mutual", message, List.of(member.line("interface"))));
            }
            group.stream()
                    .filter(other -> other.host() != member.host() && member.isUnicast() && other.isUnicast())
                    .filter(other -> !names(member, other))
                    .forEach(other -> found.add(Finding.of(
                            "peers-not-mutual",
                            member.describe() + " does not name " + other.describe() + " ("
                                    + other.address().getHostAddress()
                                    + ") in unicast_peer, so that one hears nothing of it; add the address",
                            List.of(member.line("unicast_peer"), other.line("unicast_src_ip")))));
        }
    }

    private static boolean names(Member member, Member other) {
        return ((Transport.Unicast) member.block().wire().transport())
                .peers().stream().map(UnicastPeer::address).anyMatch(other.address()::equals);
    }

    private void preemption(Member member) {
        boolean startsActive = member.says("state", "MASTER");
        if (startsActive && member.says("nopreempt", "")) {
            String message = "nopreempt with state MASTER: nopreempt is ignored, so " + member.describe()
                    + " takes its VIPs back when it returns; write state BACKUP on every member to have it";
            found.add(Finding.of(
                    "nopreempt-with-master", message, List.of(member.line("nopreempt"), member.line("state"))));
        }
    }
}
