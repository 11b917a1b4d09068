package org.aloft.verify.observe;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The latest look at each host of a cluster, where each host is looked at by itself. Hosts are then seen at different
 * moments: a VIP that has moved would be seen on two of them until both have been looked at again. So the host where it
 * came last has it, until looks at both agree that both have had it for half a second: aloftd hands over without a gap,
 * and so two hosts hold it for a moment.
 *
 * <p>Times are nanoseconds of one monotonic clock. Safe for use by several threads.
 */
public final class LatestLooks {
    private static final long HANDED_OVER = Duration.ofMillis(500).toNanos();

    private final Set<InetAddress> vips;
    private final Map<String, Look> looks = new LinkedHashMap<>();

    /** @param since by VIP, when the first of the looks in a row ended that saw it there */
    private record Look(HostSeen seen, long began, Map<InetAddress, Long> since) {}

    /**
     * Without any look.
     *
     * @param vips that one host at a time holds
     */
    public LatestLooks(Set<InetAddress> vips) {
        this.vips = Set.copyOf(vips);
    }

    /**
     * A host was looked at.
     *
     * @param began when it was asked
     * @param ended when it had answered
     */
    public synchronized void note(HostSeen seen, long began, long ended) {
        Look before = looks.get(seen.host());
        Map<InetAddress, Long> since = new HashMap<>();
        for (InetAddress vip : vips) {
            if (seen.holds(vip)) {
                since.put(vip, before == null ? ended : before.since().getOrDefault(vip, ended));
            }
        }
        looks.put(seen.host(), new Look(seen, began, since));
    }

    /** The cluster, in the order in which its hosts were first looked at. */
    public synchronized ClusterSeen cluster() {
        Map<String, HostSeen> hosts = new LinkedHashMap<>();
        looks.forEach((host, look) -> hosts.put(host, confirmed(look)));
        return new ClusterSeen(hosts);
    }

    private HostSeen confirmed(Look look) {
        List<HostSeen.HeldAddress> held = look.seen().addresses().stream()
                .filter(address -> !look.since().containsKey(address.prefix().address())
                        || address.networkInterface().equals("lo")
                        || !isOutdated(look, address.prefix().address()))
                .toList();
        return held.size() == look.seen().addresses().size()
                ? look.seen()
                : look.seen().with(held);
    }

    /** Whether it came to another host later, and is not known to have been on both for longer than a handover takes. */
    private boolean isOutdated(Look look, InetAddress vip) {
        long here = look.since().get(vip);
        return looks.values().stream()
                .filter(other -> other.since().containsKey(vip))
                .anyMatch(other -> {
                    long there = other.since().get(vip);
                    long bothUntil = Math.min(look.began(), other.began());
                    return there - here > 0 && bothUntil - there < HANDED_OVER;
                });
    }
}
