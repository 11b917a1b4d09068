package org.aloft.agent.vrrp.router;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.vrrp.machine.Advert;
import org.aloft.agent.vrrp.machine.RouterSettings;
import org.aloft.agent.vrrp.machine.TrackedPriority;

/**
 * What rarely changes of an instance: its configuration, and what follows from it on this host and with its trackers.
 *
 * @param block the configuration
 * @param group the sync group that it is a member of
 * @param tracked what all that it tracks comes to
 * @param own where its adverts come from; empty until the interface has an address
 * @param otherOwner the router that this one, of priority 255, has left the ownership of the VIPs to
 * @param settings all of that for the state machine
 */
public record Setup(
        VrrpInstanceBlock block,
        Optional<String> group,
        TrackedPriority tracked,
        Optional<InetAddress> own,
        Optional<InetAddress> otherOwner,
        RouterSettings settings) {
    /** Stands for the own address while the interface has none; nothing is compared with it then. */
    public static final InetAddress UNKNOWN = new InetSocketAddress(0).getAddress();

    /** As if configured, once another router owns the VIPs. */
    private static final int YIELDED = Advert.OWNER - 1;

    /** Works out the settings for the state machine. */
    public static Setup of(
            VrrpInstanceBlock block, Optional<String> group, TrackedPriority tracked, Optional<InetAddress> own) {
        return of(block, group, tracked, own, Optional.empty());
    }

    private static Setup of(
            VrrpInstanceBlock block,
            Optional<String> group,
            TrackedPriority tracked,
            Optional<InetAddress> own,
            Optional<InetAddress> otherOwner) {
        int configured = otherOwner.isPresent() ? YIELDED : block.election().priority();
        RouterSettings settings =
                RouterSettings.of(block, own.orElse(UNKNOWN), tracked.effective(configured), group.isPresent());
        return new Setup(block, group, tracked, own, otherOwner, settings);
    }

    /** With another address of its own. */
    public Setup withOwn(InetAddress address) {
        return of(block, group, tracked, Optional.of(address), otherOwner);
    }

    /** With what it tracks at another value. */
    public Setup withTracked(TrackedPriority other) {
        return of(block, group, other, own, otherOwner);
    }

    /** Leaves the ownership of the VIPs to this router, until another block comes. */
    public Setup yieldingTo(InetAddress router) {
        return of(block, group, tracked, own, Optional.of(router));
    }

    /** What makes the priority another than the configured one. */
    public List<TrackedPriority.Contribution> contributions() {
        return Stream.concat(
                        otherOwner.stream()
                                .map(router -> new TrackedPriority.Contribution(
                                        router.getHostAddress(),
                                        "other_owner",
                                        "owns the addresses, too (priority 255)",
                                        YIELDED - Advert.OWNER)),
                        tracked.contributions().stream())
                .toList();
    }
}
