package org.aloft.agent.vrrp;

import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.kernel.ArpSocket;
import org.aloft.agent.kernel.InterfaceAddress;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NetworkInterface;
import org.aloft.agent.kernel.Rtnetlink;
import org.aloft.agent.kernel.Scope;

/**
 * VIPs on interfaces: puts them there, takes them away, announces them, and removes what a crash left behind. A VIP that the kernel
 * refuses is logged and the others are still handled. For the VRRP thread alone.
 */
final class HeldAddresses implements AutoCloseable {
    private static final Logger LOG = System.getLogger(HeldAddresses.class.getName());

    private final Rtnetlink kernel;
    private final ArpSocket arp;
    private final VipJournal journal;

    HeldAddresses(VipJournal journal) {
        this.journal = journal;
        this.kernel = Rtnetlink.open();
        try {
            this.arp = ArpSocket.open();
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
        instance.holding().virtualAddresses().forEach(this::add);
    }

    /** Takes all of it away. */
    void release(VrrpInstanceBlock instance) {
        instance.holding().virtualAddresses().forEach(this::remove);
    }

    /** Tells the network where an instance's VIPs are, {@code repeat} times. */
    void announce(VrrpInstanceBlock instance, int repeat) {
        instance.holding().virtualAddresses().forEach(vip -> announce(vip, repeat));
    }

    /** Puts back what somebody took away meanwhile; returns what that was, for people. */
    List<String> restore(VrrpInstanceBlock instance) {
        return instance.holding().virtualAddresses().stream()
                .filter(this::add)
                .map(VirtualAddress::toString)
                .toList();
    }

    /**
     * Goes from what all active instances held to what they hold now, without touching what stays, even where that goes from one
     * instance to another.
     */
    void change(List<VrrpInstanceBlock> before, List<VrrpInstanceBlock> after) {
        List<VirtualAddress> wanted = virtualAddresses(after);
        List<VirtualAddress> present = virtualAddresses(before);
        present.stream().filter(vip -> !wanted.contains(vip)).forEach(this::remove);
        wanted.stream().filter(vip -> !present.contains(vip)).forEach(this::add);
    }

    private static List<VirtualAddress> virtualAddresses(List<VrrpInstanceBlock> instances) {
        return instances.stream()
                .flatMap(instance -> instance.holding().virtualAddresses().stream())
                .toList();
    }

    /** Returns whether it was missing and is there now. */
    private boolean add(VirtualAddress vip) {
        try {
            Optional<NetworkInterface> device = kernel.interfaceByName(vip.device());
            if (device.isEmpty()) {
                LOG.log(Level.ERROR, "cannot add {0}: there is no interface {1}", vip, vip.device());
                return false;
            }
            journal.add(entry(vip));
            return kernel.addAddress(toKernel(vip, device.get()));
        } catch (KernelException | UncheckedIOException failure) {
            LOG.log(Level.ERROR, failure.getMessage());
            return false;
        }
    }

    /** Returns whether it was there and is gone now. */
    private boolean remove(VirtualAddress vip) {
        try {
            boolean removed = remove(vip.device(), vip.address(), vip.prefixLength());
            journal.remove(entry(vip));
            return removed;
        } catch (KernelException | UncheckedIOException failure) {
            LOG.log(Level.ERROR, failure.getMessage());
            return false;
        }
    }

    private boolean remove(String device, InetAddress address, int prefixLength) {
        return kernel.interfaceByName(device)
                .map(found -> kernel.removeAddress(InterfaceAddress.of(found.index(), address, prefixLength)))
                .orElse(false);
    }

    /** Tells the network where a VIP is, {@code repeat} times. */
    private void announce(VirtualAddress vip, int repeat) {
        try {
            Optional<NetworkInterface> device = kernel.interfaceByName(vip.device());
            for (int time = 0; time < repeat && device.isPresent(); time++) {
                arp.announce(device.get(), (Inet4Address) vip.address());
            }
        } catch (KernelException failure) {
            LOG.log(Level.ERROR, failure.getMessage());
        }
    }

    /**
     * Removes VIPs that an earlier run left: those in the journal, and those of the configuration, except where this router owns
     * the address and the operator may have put it there.
     */
    void removeLeftovers(List<VrrpInstanceBlock> instances) {
        List<InterfaceAddress> present = kernel.addresses();
        for (VipJournal.Entry entry : journal.entries()) {
            removeLeftover(entry, present);
            journal.remove(entry);
        }
        instances.stream()
                .filter(instance -> instance.election().priority() != Advert.OWNER)
                .flatMap(instance -> instance.holding().virtualAddresses().stream())
                .forEach(vip -> removeLeftover(entry(vip), present));
    }

    private void removeLeftover(VipJournal.Entry entry, List<InterfaceAddress> present) {
        Optional<NetworkInterface> device = kernel.interfaceByName(entry.device());
        present.stream()
                .filter(address -> device.isPresent()
                        && address.interfaceIndex() == device.get().index())
                .filter(address -> address.toString().equals(entry.cidr()))
                .forEach(address -> {
                    if (kernel.removeAddress(address)) {
                        LOG.log(Level.WARNING, "removed {0}, which an earlier run left behind", entry);
                    }
                });
    }

    private static VipJournal.Entry entry(VirtualAddress vip) {
        return new VipJournal.Entry(vip.device(), vip.cidr());
    }

    private static InterfaceAddress toKernel(VirtualAddress vip, NetworkInterface device) {
        return new InterfaceAddress(
                device.index(),
                vip.address(),
                vip.prefixLength(),
                Scope.valueOf(vip.scope().toUpperCase(Locale.ROOT)),
                vip.label(),
                vip.broadcast().map(InetAddress.class::cast));
    }

    @Override
    public void close() {
        arp.close();
        kernel.close();
    }
}
