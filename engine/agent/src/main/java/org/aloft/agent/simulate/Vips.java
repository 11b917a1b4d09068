package org.aloft.agent.simulate;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.aloft.agent.config.VirtualAddress;

/**
 * VIPs that the same instances can hold, on the same interfaces, and that so share their fate.
 *
 * @param addresses at least one
 * @param places where they can be
 * @param group the numbers of all instances that are meant to be one virtual router with those, within {@link
 *     Cluster#members}
 */
record Vips(List<InetAddress> addresses, List<Place> places, List<Integer> group) {
    private static final int SHOWN = 3;

    /**
     * Where VIPs can be.
     *
     * @param member the number of an instance within {@link Cluster#members}
     * @param host of that instance
     * @param device the interface there
     */
    record Place(int member, int host, String device) {}

    /**
     * All VIPs of all instances, in the order of the files.
     *
     * @param groups of {@link Cluster#members}, one after the other
     */
    static List<Vips> of(List<List<Member>> groups, List<Member> members) {
        Map<InetAddress, List<Place>> places = new LinkedHashMap<>();
        for (int number = 0; number < members.size(); number++) {
            Member member = members.get(number);
            for (VirtualAddress vip : member.block().holding().addresses()) {
                places.computeIfAbsent(vip.address(), first -> new ArrayList<>())
                        .add(new Place(number, member.host(), member.linkOf(vip.device())));
            }
        }
        Map<List<Place>, List<InetAddress>> together = new LinkedHashMap<>();
        places.forEach((vip, where) ->
                together.computeIfAbsent(where, first -> new ArrayList<>()).add(vip));
        return together.entrySet().stream()
                .map(entry -> new Vips(
                        entry.getValue(),
                        entry.getKey(),
                        group(groups, entry.getKey().get(0).member())))
                .toList();
    }

    private static List<Integer> group(List<List<Member>> groups, int member) {
        int first = 0;
        for (List<Member> group : groups) {
            if (member < first + group.size()) {
                return IntStream.range(first, first + group.size()).boxed().toList();
            }
            first += group.size();
        }
        throw new IllegalArgumentException("no group has member " + member);
    }

    String describe() {
        return describe(addresses);
    }

    /** The first few, for people. */
    static String describe(List<InetAddress> addresses) {
        String first =
                addresses.stream().limit(SHOWN).map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
        return addresses.size() > SHOWN ? first + " and " + (addresses.size() - SHOWN) + " more" : first;
    }
}
