package org.aloft.agent.vrrp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.aloft.agent.config.Holding;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.hold.HoldingJournal;
import org.aloft.agent.hold.HostHoldings;
import org.aloft.agent.kernel.AddressAnnouncer;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NetworkInterface;
import org.aloft.agent.kernel.Rtnetlink;

/**
 * VIPs on interfaces: puts them there, takes them away, announces them, and removes what a crash left behind. A VIP that the kernel
 * refuses is logged and the others are still handled. For the VRRP thread alone.
 */
final class HeldAddresses implements AutoCloseable {
    private static final Logger LOG = System.getLogger(HeldAddresses.class.getName());

    private final Rtnetlink kernel;
    private final AddressAnnouncer announcer;
    private final HostHoldings holdings;

    HeldAddresses(Path journal) {
        HoldingJournal remembered = new HoldingJournal(journal);
        this.kernel = Rtnetlink.open();
        this.holdings = new HostHoldings(kernel, remembered);
        try {
            this.announcer = AddressAnnouncer.open();
        } catch (RuntimeException failure) {
            kernel.close();
            throw failure;
        }
    }

    Rtnetlink kernel() {
        return kernel;
    }

    /** Puts all that an instance holds while it is active on the host. */
    void take(VrrpInstanceBlock instance) {
        holdings.put(instance.holding().whileActive());
    }

    /** Takes all of it away. */
    void release(VrrpInstanceBlock instance) {
        holdings.drop(instance.holding().whileActive());
    }

    /** Tells the network where an instance's VIPs are, {@code repeat} times. */
    void announce(VrrpInstanceBlock instance, int repeat) {
        instance.holding().addresses().forEach(vip -> announce(vip, repeat));
    }

    /** Puts back what somebody took away meanwhile; returns what that was, for people. */
    List<String> restore(VrrpInstanceBlock instance) {
        return holdings.restore(instance.holding().whileActive()).stream()
                .map(Holding::toString)
                .toList();
    }

    /**
     * Goes from what all active instances held to what they hold now, without touching what stays, even where that goes from one
     * instance to another.
     */
    void change(Collection<VrrpInstanceBlock> before, Collection<VrrpInstanceBlock> after) {
        holdings.move(whileActive(before), whileActive(after));
    }

    private static List<Holding> whileActive(Collection<VrrpInstanceBlock> instances) {
        return instances.stream()
                .flatMap(instance -> instance.holding().whileActive().stream())
                .toList();
    }

    /** Tells the network where a VIP is, {@code repeat} times. */
    private void announce(VirtualAddress vip, int repeat) {
        try {
            Optional<NetworkInterface> device = kernel.interfaceByName(vip.device());
            for (int time = 0; time < repeat && device.isPresent(); time++) {
                announcer.announce(device.get(), vip.address());
            }
        } catch (KernelException failure) {
            LOG.log(Level.ERROR, failure.getMessage());
        }
    }

    /**
     * Removes what an earlier run left: what the journal names, and VIPs of the configuration. What belongs to an owner (priority 255)
     * stays, since that is active at once and for certain, and the operator may have put the address there.
     */
    void removeLeftovers(List<VrrpInstanceBlock> instances) {
        Map<Boolean, List<VrrpInstanceBlock>> byOwner = instances.stream()
                .collect(Collectors.partitioningBy(
                        instance -> instance.election().priority() == Advert.OWNER));
        List<VirtualAddress> suspects = byOwner.get(false).stream()
                .flatMap(instance -> instance.holding().addresses().stream())
                .toList();
        holdings.removeLeftovers(whileActive(byOwner.get(true)), suspects);
    }

    @Override
    public void close() {
        announcer.close();
        kernel.close();
    }
}
