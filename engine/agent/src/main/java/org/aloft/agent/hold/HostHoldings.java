package org.aloft.agent.hold;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.aloft.agent.config.Holding;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VirtualMac;
import org.aloft.agent.config.VirtualRoute;
import org.aloft.agent.config.VirtualRule;
import org.aloft.agent.kernel.InterfaceAddress;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NetworkInterface;
import org.aloft.agent.kernel.Rtnetlink;
import org.aloft.agent.kernel.Scope;

/**
 * Puts holdings on the host and takes them away. One that the kernel refuses is logged and the others are still handled. What was on
 * the host before, a route or a rule that is exactly the same, is somebody else's and stays when ours would go; a VIP always goes,
 * since another router is about to have it. For the VRRP thread alone.
 */
public final class HostHoldings {
    private static final Logger LOG = System.getLogger(HostHoldings.class.getName());

    private final Rtnetlink kernel;
    private final HoldingJournal journal;

    /** The number of the interface that an address was put on: it is found there even when the interface was renamed since. */
    private final Map<String, Integer> places = new HashMap<>();

    /** Works through this socket and remembers in this journal. */
    public HostHoldings(Rtnetlink kernel, HoldingJournal journal) {
        this.kernel = kernel;
        this.journal = journal;
    }

    /** Puts all of them on the host; returns those that were not there. */
    public List<Holding> put(Collection<? extends Holding> holdings) {
        Interfaces interfaces = new Interfaces();
        Set<String> earlier = new HashSet<>();
        holdings.stream().filter(journal::has).forEach(holding -> earlier.add(holding.journalLine()));
        journal.add(holdings);
        List<Holding> added = new ArrayList<>();
        List<Holding> foreign = new ArrayList<>();
        for (Holding holding : holdings) {
            if (guarded(() -> add(holding, interfaces))) {
                added.add(holding);
            } else if (!(holding instanceof VirtualAddress) && !earlier.contains(holding.journalLine())) {
                foreign.add(holding);
            }
        }
        journal.remove(foreign);
        return added;
    }

    /** Takes all of them from the host, the last first. */
    public void drop(Collection<? extends Holding> holdings) {
        List<Holding> order = new ArrayList<>(holdings);
        Collections.reverse(order);
        remove(order);
    }

    /** Goes from the one to the other without touching what stays. */
    public void move(Collection<? extends Holding> before, Collection<? extends Holding> after) {
        HoldingDifference difference = HoldingDifference.between(before, after);
        remove(difference.replaced());
        put(difference.added());
        remove(difference.removed());
    }

    /** Puts back what somebody took away meanwhile; returns what that was. */
    public List<Holding> restore(Collection<? extends Holding> holdings) {
        return put(holdings.stream().filter(Holding::tracked).toList());
    }

    @SuppressWarnings("try") // the setting is held, not used
    private void remove(List<? extends Holding> holdings) {
        if (holdings.isEmpty()) {
            return;
        }
        Interfaces interfaces = new Interfaces();
        List<InterfaceAddress> addresses = holdings.stream()
                .filter(VirtualAddress.class::isInstance)
                .map(VirtualAddress.class::cast)
                .flatMap(vip -> placed(vip, interfaces).stream())
                .toList();
        List<Holding> gone = new ArrayList<>();
        try (PromotedSecondaries kept = keepingCompany(addresses)) {
            for (Holding holding : holdings) {
                if (holding instanceof VirtualAddress || journal.has(holding)) {
                    guarded(() -> take(holding, interfaces));
                    gone.add(holding);
                }
            }
        }
        journal.remove(gone);
    }

    /** Asks the kernel for its addresses only when one goes that may have company. */
    private PromotedSecondaries keepingCompany(List<InterfaceAddress> going) {
        boolean alone = going.stream().allMatch(address -> address.prefixLength() >= 32);
        return alone
                ? PromotedSecondaries.during(List.of(), List.of(), List.of())
                : PromotedSecondaries.during(going, kernel.addresses(), kernel.interfaces());
    }

    /**
     * Removes what an earlier run left behind.
     *
     * @param kept what this run is certain to hold and therefore leaves where it is
     * @param suspects VIPs that nobody but an earlier run would have put here, even if the journal was lost
     */
    public void removeLeftovers(Collection<? extends Holding> kept, Collection<VirtualAddress> suspects) {
        Set<String> wanted = new HashSet<>();
        kept.forEach(holding -> wanted.add(holding.journalLine()));
        Interfaces interfaces = new Interfaces();
        Map<String, Holding> leftovers = new LinkedHashMap<>();
        journal.entries().forEach(entry -> leftovers.put(entry.journalLine(), entry));
        suspects.forEach(vip -> leftovers.putIfAbsent(vip.journalLine(), vip));
        List<Holding> order = new ArrayList<>(leftovers.values());
        Collections.reverse(order);
        List<Holding> gone = new ArrayList<>();
        for (Holding holding : order) {
            if (wanted.contains(holding.journalLine())) {
                continue;
            }
            if (guarded(() -> take(holding, interfaces))) {
                LOG.log(Level.WARNING, "removed {0}, which an earlier run left behind", holding);
            }
            gone.add(holding);
        }
        journal.remove(gone);
    }

    private static boolean guarded(BooleanSupplier work) {
        try {
            return work.getAsBoolean();
        } catch (KernelException failure) {
            LOG.log(Level.ERROR, failure.getMessage());
            return false;
        }
    }

    /** Returns whether it was missing and is there now. */
    private boolean add(Holding holding, Interfaces interfaces) {
        if (holding instanceof VirtualAddress vip) {
            Optional<NetworkInterface> device = interfaces.byName(vip.device());
            if (device.isEmpty()) {
                LOG.log(Level.ERROR, "cannot add {0}: there is no interface {1}", vip, vip.device());
                return false;
            }
            places.put(vip.journalLine(), device.get().index());
            return kernel.addAddress(toKernel(vip, device.get().index()));
        }
        if (holding instanceof VirtualRoute route) {
            return kernel.addRoute(route.route());
        }
        if (holding instanceof VirtualRule rule) {
            return kernel.addRule(rule.rule());
        }
        return holding instanceof VirtualMac mac && addMac(mac, interfaces);
    }

    /** Returns whether it was there and is gone now. */
    private boolean take(Holding holding, Interfaces interfaces) {
        if (holding instanceof VirtualAddress vip) {
            boolean removed = placed(vip, interfaces).map(kernel::removeAddress).orElse(false);
            places.remove(vip.journalLine());
            return removed;
        }
        if (holding instanceof VirtualRoute route) {
            return kernel.removeRoute(route.route());
        }
        if (holding instanceof VirtualRule rule) {
            return kernel.removeRule(rule.rule());
        }
        return holding instanceof VirtualMac mac && removeMac(mac);
    }

    private boolean addMac(VirtualMac mac, Interfaces interfaces) {
        Optional<NetworkInterface> there = kernel.interfaceByName(mac.name());
        if (there.isPresent()) {
            if (!there.get().mac().equals(mac.mac())) {
                LOG.log(Level.ERROR, "cannot make {0}: {1} is another interface; rename one of them", mac, mac.name());
            }
            return false;
        }
        Optional<NetworkInterface> parent = interfaces.byName(mac.parent());
        if (parent.isEmpty()) {
            LOG.log(Level.ERROR, "cannot make {0}: there is no interface {1}", mac, mac.parent());
            return false;
        }
        kernel.addMacvlan(mac.name(), parent.get().index(), mac.mac());
        return true;
    }

    /** An interface of the same name with another MAC address is not ours. */
    private boolean removeMac(VirtualMac mac) {
        Optional<NetworkInterface> ours =
                kernel.interfaceByName(mac.name()).filter(found -> found.mac().equals(mac.mac()));
        ours.ifPresent(found -> kernel.removeInterface(found.index()));
        return ours.isPresent();
    }

    /** Where it was put, as long as that interface exists under whatever name; else the interface of the name it was given. */
    private Optional<InterfaceAddress> placed(VirtualAddress vip, Interfaces interfaces) {
        Optional<Integer> named = interfaces.byName(vip.device()).map(NetworkInterface::index);
        return Optional.ofNullable(places.get(vip.journalLine()))
                .filter(index -> named.equals(Optional.of(index)) || interfaces.exists(index))
                .or(() -> named)
                .map(index -> toKernel(vip, index));
    }

    private static InterfaceAddress toKernel(VirtualAddress vip, int index) {
        return new InterfaceAddress(
                index,
                vip.address(),
                vip.prefixLength(),
                Scope.valueOf(vip.scope().toUpperCase(Locale.ROOT)),
                vip.label(),
                vip.broadcast().map(InetAddress.class::cast),
                vip.peer(),
                vip.flags(),
                vip.preferred());
    }

    /** Interfaces as they were found once in the course of one call. */
    private final class Interfaces {
        private final Map<String, Optional<NetworkInterface>> found = new HashMap<>();
        private List<NetworkInterface> all = List.of();

        Optional<NetworkInterface> byName(String name) {
            return found.computeIfAbsent(name, kernel::interfaceByName);
        }

        boolean exists(int index) {
            if (all.isEmpty()) {
                all = kernel.interfaces();
            }
            return all.stream().anyMatch(device -> device.index() == index);
        }
    }
}
