package org.aloft.agent.vrrp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.aloft.agent.config.Holding;
import org.aloft.agent.config.StaticBlock;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VirtualMac;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.hold.HoldingJournal;
import org.aloft.agent.hold.HostHoldings;
import org.aloft.agent.kernel.AddressAnnouncer;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.LinkEvent;
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
    private List<Holding> lasting = List.of();

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

    /**
     * Makes these the interfaces with a virtual MAC, and these what the host has whoever is active; what stays is not touched. Call it
     * before instances speak on such an interface, and after those have left whose interface goes.
     */
    void prepare(Collection<VrrpInstanceBlock> instances, StaticBlock statics) {
        List<Holding> next = lasting(instances, statics);
        holdings.move(lasting, next);
        lasting = next;
    }

    private List<Holding> lasting(Collection<VrrpInstanceBlock> instances, StaticBlock statics) {
        List<VirtualMac> macs = instances.stream()
                .flatMap(instance -> instance.holding().virtualMacs().stream())
                .toList();
        List<Holding> all = new ArrayList<>(holdings.virtualMacs(macs));
        instances.stream()
                .filter(instance -> instance.holding().promoteSecondaries())
                .forEach(instance -> all.add(holdings.promotion(instance.networkInterface())));
        all.addAll(statics.everything());
        return all;
    }

    /** Puts back what lasts, should one of these events have taken it away; says so in the log. */
    void restoreLasting(List<LinkEvent> events) {
        boolean concerned = events.stream()
                .anyMatch(event -> event instanceof LinkEvent.Resync
                        || event instanceof LinkEvent.AddressRemoved
                        || event instanceof LinkEvent.RouteRemoved
                        || event instanceof LinkEvent.RuleRemoved
                        || event instanceof LinkEvent.LinkChanged);
        if (concerned) {
            holdings.restore(lasting)
                    .forEach(back -> LOG.log(Level.WARNING, "{0} was removed by somebody; put it back", back));
        }
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
     * Removes what an earlier run left: what the journal names, and VIPs of the configuration. What lasts whoever is active stays, and
     * what belongs to an owner (priority 255), since that is active at once and for certain, and the operator may have put it there.
     */
    void removeLeftovers(List<VrrpInstanceBlock> instances, StaticBlock statics) {
        Map<Boolean, List<VrrpInstanceBlock>> byOwner = instances.stream()
                .collect(Collectors.partitioningBy(
                        instance -> instance.election().priority() == Advert.OWNER));
        List<VirtualAddress> suspects = byOwner.get(false).stream()
                .flatMap(instance -> instance.holding().addresses().stream())
                .toList();
        List<Holding> kept = new ArrayList<>(lasting(instances, statics));
        kept.addAll(whileActive(byOwner.get(true)));
        holdings.removeLeftovers(kept, suspects);
    }

    @Override
    public void close() {
        holdings.drop(lasting);
        announcer.close();
        kernel.close();
    }
}
