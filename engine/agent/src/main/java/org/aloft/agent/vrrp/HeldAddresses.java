package org.aloft.agent.vrrp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.aloft.agent.config.AnnouncementPaces;
import org.aloft.agent.config.Holding;
import org.aloft.agent.config.StaticBlock;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VirtualMac;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.hold.HoldingJournal;
import org.aloft.agent.hold.HostHoldings;
import org.aloft.agent.hold.LeftInPlace;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.route.LinkEvent;
import org.aloft.agent.kernel.route.NetworkInterface;
import org.aloft.agent.kernel.route.Rtnetlink;
import org.aloft.agent.kernel.socket.AddressAnnouncer;
import org.aloft.agent.log.Log;
import org.aloft.agent.vrrp.PacedAnnouncements.Place;
import org.aloft.agent.vrrp.machine.Advert;

/**
 * VIPs on interfaces: puts them there, takes them away, announces them, and removes what a crash left behind. A VIP
 * that the kernel refuses is logged and the others are still handled. For the VRRP thread alone.
 */
final class HeldAddresses implements AutoCloseable {
    private static final Logger LOG = Log.of(HeldAddresses.class);

    private final Rtnetlink kernel;
    private final AddressAnnouncer announcer;
    private final HostHoldings holdings;
    private final HoldingJournal journal;
    private final Runnable between;
    private final PacedAnnouncements announcements = new PacedAnnouncements(new ToTheNetwork());
    private List<Holding> lasting = List.of();

    HeldAddresses(Path journal, Runnable between) {
        this.between = between;
        this.journal = new HoldingJournal(journal);
        this.kernel = Rtnetlink.open();
        this.holdings = new HostHoldings(kernel, this.journal, between);
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

    /**
     * Goes through {@link #take} and {@link #announce} without effect, so that the first that matters finds its code
     * loaded.
     */
    void rehearse(VrrpInstanceBlock instance) {
        holdings.rehearse(instance.holding().whileActive());
        PacedAnnouncements silent = new PacedAnnouncements(new ToNobody());
        silent.announce(places(instance), 1, 0);
    }

    /** Interfaces came, went, or have another name, number or MAC. */
    void interfacesChanged() {
        holdings.interfaces().forget();
    }

    /** Removes everything. */
    void release(VrrpInstanceBlock instance) {
        announcements.forget(places(instance));
        holdings.drop(instance.holding().whileActive());
    }

    /** Keeps this pace from now on. */
    void pace(AnnouncementPaces paces) {
        announcements.pace(paces);
    }

    /** Tells the network where an instance's VIPs are, {@code repeat} times, at once or as the pace has it. */
    void announce(VrrpInstanceBlock instance, int repeat, long now) {
        announcements.announce(places(instance), repeat, now);
    }

    /** When {@link #announceDue} is to be called. */
    long announcementDeadline() {
        return announcements.deadline();
    }

    /** Sends announcements whose time has come. */
    void announceDue(long now) {
        announcements.send(now);
    }

    private static List<Place> places(VrrpInstanceBlock instance) {
        return instance.holding().addresses().stream()
                .map(vip -> new Place(vip.device(), link(vip.device(), instance), vip.address()))
                .toList();
    }

    /** What an interface with a virtual MAC stands on; any other stands for itself. */
    private static String link(String device, VrrpInstanceBlock instance) {
        return instance.holding().virtualMacs().stream()
                .filter(mac -> mac.name().equals(device))
                .map(VirtualMac::parent)
                .findFirst()
                .orElse(device);
    }

    /** Asks the network's hosts who else has an instance's VIPs. */
    void askForHolders(VrrpInstanceBlock instance) {
        instance.holding().addresses().forEach(vip -> {
            try {
                kernel.interfaceByName(vip.device()).ifPresent(on -> announcer.ask(on, vip.address()));
            } catch (KernelException failure) {
                LOG.log(Level.WARNING, failure.getMessage());
            }
        });
    }

    /** Puts back what was removed from outside; returns what that was, as text. */
    List<String> restore(VrrpInstanceBlock instance) {
        return holdings.restore(instance.holding().whileActive()).stream()
                .map(Holding::toString)
                .toList();
    }

    /**
     * Goes from what all active instances held to what they hold now, without touching what stays, even where that goes
     * from one instance to another.
     */
    void change(Collection<VrrpInstanceBlock> before, Collection<VrrpInstanceBlock> after) {
        List<Place> gone = new ArrayList<>(places(before));
        gone.removeAll(places(after));
        announcements.forget(gone);
        holdings.move(whileActive(before), whileActive(after));
    }

    /**
     * Makes these the interfaces with a virtual MAC, and these what the host has whoever is active, and notes which VIPs
     * may come; what stays is not touched. Call it before instances speak on such an interface, and after those have left whose interface goes.
     */
    void prepare(Collection<VrrpInstanceBlock> instances, StaticBlock statics) {
        List<Holding> next = lasting(instances, statics);
        holdings.move(lasting, next);
        lasting = next;
        holdings.expect(instances.stream()
                .flatMap(instance -> instance.holding().addresses().stream())
                .toList());
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

    /** Puts back static addresses, routes and rules that one of these events removed, and logs it. */
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

    private static List<Place> places(Collection<VrrpInstanceBlock> instances) {
        return instances.stream().flatMap(instance -> places(instance).stream()).toList();
    }

    /** On each turn of the loop: retries a journal write that failed before. */
    void catchUp(long now) {
        journal.catchUp(now);
    }

    private static List<Holding> whileActive(Collection<VrrpInstanceBlock> instances) {
        return instances.stream()
                .flatMap(instance -> instance.holding().whileActive().stream())
                .toList();
    }

    /** No lambdas on the takeover path: the first use of each costs half a millisecond. */
    private final class ToTheNetwork implements PacedAnnouncements.Sender {
        @Override
        public void announce(Place place, int times) {
            try {
                Optional<NetworkInterface> device = interfaceOf(place);
                for (int time = 0; device.isPresent() && time < times; time++) {
                    announcer.announce(device.get(), place.address());
                }
            } catch (KernelException failure) {
                LOG.log(Level.ERROR, failure.getMessage());
            }
            between.run();
        }

        @Override
        public void announcePart(Place place, int part) {
            try {
                Optional<NetworkInterface> device = interfaceOf(place);
                if (device.isPresent()) {
                    announcer.announcePart(device.get(), place.address(), part);
                }
            } catch (KernelException failure) {
                LOG.log(Level.ERROR, failure.getMessage());
            }
        }
    }

    private Optional<NetworkInterface> interfaceOf(Place place) {
        return holdings.interfaces().byName(place.device());
    }

    /** Makes the messages, and gives the kernel those of ARP for an interface that there is not; it drops them. */
    private final class ToNobody implements PacedAnnouncements.Sender {
        @Override
        public void announce(Place place, int times) {
            try {
                Optional<NetworkInterface> device = interfaceOf(place);
                if (device.isPresent() && place.address() instanceof Inet4Address address) {
                    announcer.announce(device.get().withIndex(0), address);
                }
            } catch (KernelException expected) {
                LOG.log(Level.DEBUG, "rehearsed: {0}", expected.getMessage());
            }
        }

        @Override
        public void announcePart(Place place, int part) {
            announce(place, 1);
        }
    }

    /**
     * Removes what an earlier run left: what the journal names, and VIPs of the configuration. What lasts whoever is
     * active stays, and what belongs to an owner (priority 255), since that is active at once and for certain, and the
     * operator may have put it there. What the process before left in place stays as well.
     */
    void removeLeftovers(List<VrrpInstanceBlock> instances, StaticBlock statics, LeftInPlace left) {
        Map<Boolean, List<VrrpInstanceBlock>> byStay = instances.stream()
                .collect(Collectors.partitioningBy(
                        instance -> instance.election().priority() == Advert.OWNER
                                || left.instances().contains(instance.name())));
        List<VirtualAddress> suspects = byStay.get(false).stream()
                .flatMap(instance -> instance.holding().addresses().stream())
                .toList();
        List<Holding> kept = new ArrayList<>(lasting(instances, statics));
        kept.addAll(whileActive(byStay.get(true)));
        holdings.removeLeftovers(kept, suspects);
    }

    @Override
    public void close() {
        holdings.drop(lasting);
        holdings.expect(List.of());
        announcer.close();
        kernel.close();
    }
}
