package org.aloft.agent.vrrp.router;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.vrrp.machine.RouterSettings;
import org.aloft.agent.vrrp.machine.TrackedPriority;

/**
 * What rarely changes of an instance: its configuration, and what follows from it on this host and with its trackers.
 *
 * @param block the configuration
 * @param group the sync group that it is a member of
 * @param tracked what all that it tracks comes to
 * @param own where its adverts come from; empty until the interface has an address
 * @param settings all of that for the state machine
 */
public record Setup(
        VrrpInstanceBlock block,
        Optional<String> group,
        TrackedPriority tracked,
        Optional<InetAddress> own,
        RouterSettings settings) {
    /** Stands for the own address while the interface has none; nothing is compared with it then. */
    public static final InetAddress UNKNOWN = new InetSocketAddress(0).getAddress();

    /** Works out the settings for the state machine. */
    public static Setup of(
            VrrpInstanceBlock block, Optional<String> group, TrackedPriority tracked, Optional<InetAddress> own) {
        int priority = tracked.effective(block.election().priority());
        RouterSettings settings = RouterSettings.of(block, own.orElse(UNKNOWN), priority, group.isPresent());
        return new Setup(block, group, tracked, own, settings);
    }

    /** With another address of its own. */
    public Setup withOwn(InetAddress address) {
        return of(block, group, tracked, Optional.of(address));
    }
}
