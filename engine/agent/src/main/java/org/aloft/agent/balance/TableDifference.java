package org.aloft.agent.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.kernel.IpvsDestination;
import org.aloft.agent.kernel.IpvsDestination.Forwarding;

/**
 * The changes that make the table in the kernel the wanted one. Pure. Nothing that is right already is touched, so that its
 * connections go on. The order is safe to be cut off anywhere: a real server comes before another goes, so that a service which
 * had someone to answer always has; services that are not wanted go last.
 */
public final class TableDifference {
    private TableDifference() {}

    /** The changes from {@code actual} to {@code wanted}, in the order in which to make them; none when they are the same. */
    public static List<IpvsChange> between(List<TableEntry> wanted, List<TableEntry> actual) {
        List<IpvsChange> changes = new ArrayList<>();
        for (TableEntry want : wanted) {
            find(actual, want).ifPresentOrElse(have -> edit(want, have, changes), () -> add(want, changes));
        }
        for (TableEntry have : actual) {
            if (find(wanted, have).isEmpty()) {
                changes.add(new IpvsChange.DeleteService(have.key()));
            }
        }
        return changes;
    }

    private static Optional<TableEntry> find(List<TableEntry> in, TableEntry like) {
        return in.stream().filter(entry -> entry.key().equals(like.key())).findFirst();
    }

    private static void add(TableEntry want, List<IpvsChange> changes) {
        changes.add(new IpvsChange.AddService(want.service()));
        want.destinations().forEach(destination -> changes.add(new IpvsChange.AddDestination(want.key(), destination)));
    }

    private static void edit(TableEntry want, TableEntry have, List<IpvsChange> changes) {
        if (!want.service().equals(have.service())) {
            changes.add(new IpvsChange.EditService(want.service()));
        }
        for (IpvsDestination destination : want.destinations()) {
            Optional<IpvsDestination> found = have.destination(destination);
            if (found.isEmpty()) {
                changes.add(new IpvsChange.AddDestination(want.key(), destination));
            } else if (!isSame(destination, found.get())) {
                changes.add(new IpvsChange.EditDestination(want.key(), destination));
            }
        }
        for (IpvsDestination destination : have.destinations()) {
            if (want.destination(destination).isEmpty()) {
                changes.add(new IpvsChange.DeleteDestination(want.key(), destination));
            }
        }
    }

    /** The kernel turns any forwarding to the director's own address into LOCAL_NODE; to set it again would not end that. */
    private static boolean isSame(IpvsDestination want, IpvsDestination have) {
        Forwarding forwarding = have.forwarding() == Forwarding.LOCAL_NODE ? Forwarding.LOCAL_NODE : want.forwarding();
        return have.equals(new IpvsDestination(
                want.address(), want.port(), forwarding, want.weight(), want.upperThreshold(), want.lowerThreshold()));
    }
}
