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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aloft.agent.config.Holding;
import org.aloft.agent.config.HostSetting;
import org.aloft.agent.config.Unaccepted;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VirtualMac;
import org.aloft.agent.config.VirtualRoute;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.filter.PacketDrop;
import org.aloft.agent.kernel.route.InterfaceAddress;
import org.aloft.agent.kernel.route.InterfaceSetting;
import org.aloft.agent.kernel.route.NetworkInterface;
import org.aloft.agent.kernel.route.Rtnetlink;
import org.aloft.agent.log.Log;

/**
 * Puts holdings on the host and takes them away. One that the kernel refuses is logged and the others are still
 * handled. What was on the host before, a route or a rule that is exactly the same, is somebody else's and stays when
 * ours would go; a VIP always goes, since another router is about to have it. For the VRRP thread alone.
 */
public final class HostHoldings {
    private static final Logger LOG = Log.of(HostHoldings.class);

    private final Rtnetlink kernel;
    private final HoldingJournal journal;
    private final Runnable between;
    private final KnownInterfaces interfaces;
    private final KernelHoldings held;
    private final Set<String> refused = new HashSet<>();

    /**
     * Works through this socket and remembers in this journal.
     *
     * @param between is run after each that was put or taken away
     */
    public HostHoldings(Rtnetlink kernel, HoldingJournal journal, Runnable between) {
        this.kernel = kernel;
        this.between = between;
        this.journal = journal;
        this.interfaces = new KnownInterfaces(kernel);
        this.held = new KernelHoldings(kernel, interfaces);
    }

    /** The interfaces that VIPs are put on. */
    public KnownInterfaces interfaces() {
        return interfaces;
    }

    /** Notes VIPs that may be put on the host at any moment, so that this need not wait for the journal then. */
    public void expect(Collection<VirtualAddress> vips) {
        journal.expect(vips);
    }

    /** Puts all of them on the host; returns those that were not there. */
    public List<Holding> put(Collection<? extends Holding> holdings) {
        Set<String> earlier = new HashSet<>();
        holdings.stream().filter(journal::has).forEach(holding -> earlier.add(holding.journalLine()));
        journal.add(holdings);
        filter(holdings);
        List<Holding> added = new ArrayList<>();
        List<Holding> foreign = new ArrayList<>();
        for (Holding holding : holdings) {
            if (tryToAdd(holding)) {
                added.add(holding);
            } else if (mayBeForeign(holding) && !earlier.contains(holding.journalLine())) {
                foreign.add(holding);
            }
            between.run();
        }
        journal.remove(foreign);
        return added;
    }

    /**
     * Goes through {@link #put} without effect, so that the first that matters finds its code loaded and linked: it
     * puts nothing on the host, and then asks the kernel to put the VIPs on an interface that does not exist, which it
     * refuses.
     */
    public void rehearse(Collection<? extends Holding> holdings) {
        put(List.of());
        journal.rewrite();
        for (Holding holding : holdings) {
            if (holding instanceof VirtualAddress vip) {
                try {
                    journal.has(vip);
                    interfaces.byName(vip.device());
                    held.addNowhere(vip);
                } catch (KernelException expected) {
                    LOG.log(Level.DEBUG, "rehearsed: {0}", expected.getMessage());
                }
            }
        }
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
        difference.rewritten().forEach(journal::rewrite);
        if (difference.replaced().stream().anyMatch(VirtualAddress.class::isInstance)) {
            mendRoutes(); // the address that comes in its place is there by now
        }
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
        List<InterfaceAddress> addresses = holdings.stream()
                .filter(VirtualAddress.class::isInstance)
                .map(VirtualAddress.class::cast)
                .flatMap(vip -> held.placed(vip).stream())
                .toList();
        List<Holding> gone = new ArrayList<>();
        try (PromotedSecondaries kept = keepingCompany(addresses)) {
            for (Holding holding : holdings) {
                if (holding instanceof VirtualAddress || journal.has(holding)) {
                    tryToTake(holding);
                    gone.add(holding);
                    between.run();
                }
            }
        }
        journal.remove(gone);
        filter(gone);
        if (!addresses.isEmpty()) {
            mendRoutes();
        }
    }

    /**
     * With an address the kernel drops the routes that name it as their source, and with an interface's last one all
     * routes through it. What is still to be there comes back at once, before anybody is told that it was missing.
     */
    private void mendRoutes() {
        for (VirtualRoute route : journal.routes()) {
            try {
                if (route.tracked() && kernel.addRoute(route.route())) {
                    LOG.log(Level.DEBUG, "{0} went with an address that was removed, and is back", route);
                }
            } catch (KernelException without) {
                LOG.log(Level.DEBUG, "{0} cannot be there without that address: {1}", route, without.getMessage());
            }
        }
    }

    private static boolean mayBeForeign(Holding holding) {
        return !(holding instanceof VirtualAddress || holding instanceof Unaccepted);
    }

    /**
     * Packets are dropped to those VIPs that the journal names, from one moment to the next, if one of them came or
     * went.
     */
    private void filter(Collection<? extends Holding> changed) {
        Map<String, Unaccepted> tables = new HashMap<>();
        unaccepted(changed).forEach(drop -> tables.put(drop.table(), drop));
        tables.forEach((table, drop) -> {
            Set<InetAddress> addresses = unaccepted(journal.entries())
                    .filter(other -> other.table().equals(table))
                    .map(Unaccepted::address)
                    .collect(Collectors.toSet());
            try (PacketDrop packets = PacketDrop.open()) {
                packets.only(addresses, table, drop.priority());
                refused.remove(drop.journalLine());
            } catch (KernelException failure) {
                refuse(drop, failure);
            }
        });
    }

    private static Stream<Unaccepted> unaccepted(Collection<? extends Holding> holdings) {
        return holdings.stream().filter(Unaccepted.class::isInstance).map(Unaccepted.class::cast);
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
            if (tryToTake(holding)) {
                LOG.log(Level.WARNING, "removed {0}, which an earlier run left behind", holding);
            }
            gone.add(holding);
        }
        journal.remove(gone);
        filter(gone);
    }

    private boolean tryToAdd(Holding holding) {
        try {
            boolean added = held.add(holding);
            refused.remove(holding.journalLine());
            return added;
        } catch (KernelException failure) {
            refuse(holding, failure);
            return false;
        }
    }

    private boolean tryToTake(Holding holding) {
        try {
            boolean taken = held.take(holding);
            refused.remove(holding.journalLine());
            return taken;
        } catch (KernelException failure) {
            refuse(holding, failure);
            return false;
        }
    }

    /** It is logged once, until it works: what is tried again at every change of the host would fill the log. */
    private void refuse(Holding holding, KernelException failure) {
        if (refused.add(holding.journalLine())) {
            LOG.log(Level.ERROR, "{0}: {1}", holding, failure.getMessage());
        }
    }

    /** {@code promote_secondaries} of an interface. */
    public Holding promotion(String device) {
        InterfaceSetting setting = new InterfaceSetting("ipv4", device, "promote_secondaries");
        return journal.entries().stream()
                .filter(HostSetting.class::isInstance)
                .map(HostSetting.class::cast)
                .filter(changed -> changed.setting().equals(setting))
                .findFirst()
                .orElseGet(() -> new HostSetting(setting, "1", setting.read().orElse("0")));
    }

    /**
     * Everything that interfaces with a virtual MAC need: themselves, and the settings around them. A setting that was
     * changed already keeps the memory of what it was.
     */
    public List<Holding> virtualMacs(Collection<VirtualMac> macs) {
        if (macs.isEmpty()) {
            return List.of();
        }
        Map<InterfaceSetting, String> originals = new HashMap<>();
        journal.entries().stream()
                .filter(HostSetting.class::isInstance)
                .map(HostSetting.class::cast)
                .forEach(changed -> originals.put(changed.setting(), changed.before()));
        Set<String> made = macs.stream().map(VirtualMac::name).collect(Collectors.toSet());
        List<String> others = kernel.interfaces().stream()
                .map(NetworkInterface::name)
                .filter(name -> !made.contains(name))
                .toList();
        List<HostSetting> settings =
                VirtualMacSettings.wanted(macs, others, setting -> Optional.ofNullable(originals.get(setting))
                        .or(setting::read)
                        .orElse("0"));
        return Stream.<Holding>concat(settings.stream(), macs.stream()).toList();
    }
}
