package org.aloft.agent.simulate;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.aloft.agent.config.VirtualAddress;

/**
 * VIPs that the same instances can hold, on the same interfaces, and that so share their fate.
 *
 * @param addresses at least one
 * @param places where they can be
 */
record Vips(List<InetAddress> addresses, List<Place> places) {
    /**
     * Where VIPs can be.
     *
     * @param member the number of an instance within {@link Cluster#members}
     * @param host of that instance
     * @param device the interface there
     */
    record Place(int member, int host, String device) {}

    /** All VIPs of all instances, in the order of the files. */
    static List<Vips> of(List<Member> members) {
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
                .map(entry -> new Vips(entry.getValue(), entry.getKey()))
                .toList();
    }

    /** The first few, for people. */
    String describe() {
        int shown = 3;
        String first =
                addresses.stream().limit(shown).map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
        return addresses.size() > shown ? first + " and " + (addresses.size() - shown) + " more" : first;
    }
}
