package org.aloft.agent.simulate;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.aloft.agent.config.Transport;
import org.aloft.agent.config.UnicastPeer;

/**
 * Which instances of different files are meant to be one group: those that share a VIP; a virtual_router_id, version of
 * IP and interface; or of which one names the other as its unicast peer. What is alone after that is put together with
 * what has the same virtual_router_id on an interface of another name, since hosts name their interfaces differently.
 * Pure; confined to one thread.
 */
final class Grouping {
    private final List<Member> members;
    private final int[] leader;

    private Grouping(List<Member> members) {
        this.members = members;
        leader = new int[members.size()];
        for (int index = 0; index < leader.length; index++) {
            leader[index] = index;
        }
    }

    /** The groups, in the order of their first members. */
    static List<List<Member>> of(List<Member> members) {
        Grouping grouping = new Grouping(members);
        grouping.joinWhere((one, other) -> belongTogether(members.get(one), members.get(other)));
        grouping.joinWhere((one, other) ->
                sameRouter(members.get(one), members.get(other)) && grouping.isAlone(one) && grouping.isAlone(other));
        return grouping.groups();
    }

    private void joinWhere(BiPredicate<Integer, Integer> together) {
        for (int one = 0; one < leader.length; one++) {
            for (int other = one + 1; other < leader.length; other++) {
                boolean apart = members.get(one).host() != members.get(other).host();
                if (apart && together.test(one, other)) {
                    join(leader[one], leader[other]);
                }
            }
        }
    }

    private void join(int to, int from) {
        for (int index = 0; index < leader.length; index++) {
            leader[index] = leader[index] == Math.max(to, from) ? Math.min(to, from) : leader[index];
        }
    }

    private boolean isAlone(int member) {
        return Arrays.stream(leader).filter(one -> one == leader[member]).count() == 1;
    }

    private static boolean belongTogether(Member one, Member other) {
        boolean sameLink = one.block().networkInterface().equals(other.block().networkInterface());
        return (sameRouter(one, other) && sameLink)
                || one.vips().stream().anyMatch(other.vips()::contains)
                || names(one, other)
                || names(other, one);
    }

    private static boolean sameRouter(Member one, Member other) {
        return one.block().virtualRouterId() == other.block().virtualRouterId()
                && one.block().wire().family() == other.block().wire().family();
    }

    private static boolean names(Member one, Member other) {
        return !other.isMadeUp()
                && one.block().virtualRouterId() == other.block().virtualRouterId()
                && peers(one).anyMatch(other.address()::equals);
    }

    private static Stream<InetAddress> peers(Member member) {
        return member.block().wire().transport() instanceof Transport.Unicast unicast
                ? unicast.peers().stream().map(UnicastPeer::address)
                : Stream.empty();
    }

    private List<List<Member>> groups() {
        Map<Integer, List<Member>> groups = new LinkedHashMap<>();
        for (int index = 0; index < leader.length; index++) {
            groups.computeIfAbsent(leader[index], first -> new ArrayList<>()).add(members.get(index));
        }
        return groups.values().stream().map(Grouping::withPeersAddresses).toList();
    }

    /** A router that does not say its own address is the one that the others name and that it does not name itself. */
    private static List<Member> withPeersAddresses(List<Member> group) {
        List<Member> named = new ArrayList<>();
        for (Member member : group) {
            List<InetAddress> taken = Stream.of(
                            peers(member),
                            named.stream().map(Member::address),
                            group.stream().filter(other -> !other.isMadeUp()).map(Member::address))
                    .flatMap(all -> all)
                    .toList();
            Optional<InetAddress> called = group.stream()
                    .filter(other -> other.host() != member.host())
                    .flatMap(Grouping::peers)
                    .filter(address -> !taken.contains(address))
                    .findFirst();
            named.add(member.isMadeUp() && called.isPresent() ? member.at(called.get(), false) : member);
        }
        return List.copyOf(named);
    }
}
