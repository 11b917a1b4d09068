package org.aloft.agent.balance;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.aloft.agent.kernel.ipvs.IpvsChange;
import org.aloft.agent.kernel.ipvs.IpvsDestination;
import org.aloft.agent.kernel.ipvs.IpvsDestination.Forwarding;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;

/**
 * The changes that make the table in the kernel the wanted one. Pure. Nothing that is right already is touched, so that
 * its connections go on. The order is safe to be cut off anywhere: a real server comes before another goes, so that a
 * service which had someone to answer always has; services that are not wanted go last. The work grows with the size of
 * the tables, not with its square.
 */
public final class TableDifference {
    private TableDifference() {}

    /**
     * The changes from {@code actual} to {@code wanted}, in the order in which to make them; none when they are the
     * same.
     *
     * @param removable of the services that are not wanted, those that may go; others belong to somebody else
     */
    public static List<IpvsChange> between(
            List<TableEntry> wanted, List<TableEntry> actual, Predicate<IpvsServiceKey> removable) {
        Map<IpvsServiceKey, TableEntry> there = new HashMap<>();
        actual.forEach(entry -> there.put(entry.key(), entry));
        List<IpvsChange> changes = new ArrayList<>();
        Set<IpvsServiceKey> kept = new HashSet<>();
        for (TableEntry want : wanted) {
            kept.add(want.key());
            TableEntry have = there.get(want.key());
            if (have == null) {
                add(want, changes);
            } else {
                edit(want, have, changes);
            }
        }
        actual.stream()
                .map(TableEntry::key)
                .filter(key -> !kept.contains(key) && removable.test(key))
                .forEach(key -> changes.add(new IpvsChange.DeleteService(key)));
        return changes;
    }

    private static void add(TableEntry want, List<IpvsChange> changes) {
        changes.add(new IpvsChange.AddService(want.service()));
        want.destinations().forEach(destination -> changes.add(new IpvsChange.AddDestination(want.key(), destination)));
    }

    private static void edit(TableEntry want, TableEntry have, List<IpvsChange> changes) {
        if (!want.service().equals(have.service())) {
            changes.add(new IpvsChange.EditService(want.service()));
        }
        Map<InetSocketAddress, IpvsDestination> there = new HashMap<>();
        have.destinations().forEach(destination -> there.put(endpoint(destination), destination));
        Set<InetSocketAddress> kept = new HashSet<>();
        for (IpvsDestination destination : want.destinations()) {
            kept.add(endpoint(destination));
            IpvsDestination found = there.get(endpoint(destination));
            if (found == null) {
                changes.add(new IpvsChange.AddDestination(want.key(), destination));
            } else if (!isSame(destination, found)) {
                changes.add(new IpvsChange.EditDestination(want.key(), destination));
            }
        }
        have.destinations().stream()
                .filter(destination -> !kept.contains(endpoint(destination)))
                .forEach(destination -> changes.add(new IpvsChange.DeleteDestination(want.key(), destination)));
    }

    private static InetSocketAddress endpoint(IpvsDestination destination) {
        return new InetSocketAddress(destination.address(), destination.port());
    }

    /**
     * The kernel turns any forwarding to the director's own address into LOCAL_NODE; to set it again would not end
     * that.
     */
    private static boolean isSame(IpvsDestination want, IpvsDestination have) {
        boolean sameWay = have.forwarding() == Forwarding.LOCAL_NODE
                || (have.forwarding() == want.forwarding() && have.tunnel().equals(want.tunnel()));
        return sameWay
                && have.weight() == want.weight()
                && have.upperThreshold() == want.upperThreshold()
                && have.lowerThreshold() == want.lowerThreshold();
    }
}
