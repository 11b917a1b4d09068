package org.aloft.agent.vrrp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.agent.config.IpFamily;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.Poller;
import org.aloft.agent.kernel.route.MacAddress;
import org.aloft.agent.kernel.route.NetworkInterface;
import org.aloft.agent.kernel.route.Rtnetlink;
import org.aloft.agent.kernel.socket.AddressClaim;
import org.aloft.agent.kernel.socket.ClaimSocket;
import org.aloft.agent.log.Log;

/**
 * Hears other hosts claim VIPs that are held here, by one socket for each interface and family that an active router
 * has VIPs on. While they are backups it lets nothing through, or the active router's own ARP would wake this one all
 * the time; it stays open, since closing it waits until no processor can be reading it (synchronize_rcu in the kernel's
 * packet_release), a time in which others' adverts would be late. For the VRRP thread alone; while nothing is claimed
 * it allocates nothing.
 */
final class ClaimWatch implements AutoCloseable {
    private static final Logger LOG = Log.of(ClaimWatch.class);

    /** Packets read in one turn, so that a flood delays no advert. */
    private static final int MOST_AT_ONCE = 16;

    private final Rtnetlink kernel;
    private final Poller poller;
    private final List<Ear> ears = new ArrayList<>();
    private Set<MacAddress> own = Set.of();
    private boolean lookAgain;

    private record Place(String device, IpFamily family) {}

    /** A socket and the router that each of its addresses belongs to. */
    private record Ear(Place place, ClaimSocket socket, Map<InetAddress, VirtualRouter> holders) {}

    ClaimWatch(Rtnetlink kernel, Poller poller) {
        this.kernel = kernel;
        this.poller = poller;
    }

    /** Interfaces may have come, gone, or have another MAC; or there are other routers. */
    void lookAgain() {
        lookAgain = true;
    }

    /** Listens for the VIPs of those that are active now, if that changed. */
    void follow(List<VirtualRouter> routers) {
        boolean changed = lookAgain;
        for (int index = 0; index < routers.size(); index++) {
            changed |= routers.get(index).takeClaimsChanged();
        }
        if (changed) {
            lookAgain = false;
            try {
                listen(wanted(routers, true), wanted(routers, false).keySet());
            } catch (KernelException failure) {
                LOG.log(
                        Level.WARNING,
                        "{0}; other holders of VIPs are heard by their adverts only",
                        failure.getMessage());
            }
        }
    }

    /** For the VIPs of those that are active, or of all. */
    private static Map<Place, Map<InetAddress, VirtualRouter>> wanted(List<VirtualRouter> routers, boolean active) {
        Map<Place, Map<InetAddress, VirtualRouter>> wanted = new HashMap<>();
        for (VirtualRouter router : routers) {
            for (VirtualAddress vip :
                    router.isActive() || !active ? router.block().holding().addresses() : List.<VirtualAddress>of()) {
                Place place = new Place(vip.device(), IpFamily.of(vip.address()));
                wanted.computeIfAbsent(place, any -> new HashMap<>()).put(vip.address(), router);
            }
        }
        return wanted;
    }

    private void listen(Map<Place, Map<InetAddress, VirtualRouter>> wanted, Set<Place> later) {
        List<Ear> before = List.copyOf(ears);
        ears.clear();
        own = wanted.isEmpty()
                ? Set.of()
                : kernel.interfaces().stream().map(NetworkInterface::mac).collect(Collectors.toSet());
        try {
            wanted.forEach((place, holders) -> listen(place, holders, before));
            before.stream()
                    .filter(ear -> !wanted.containsKey(ear.place()) && later.contains(ear.place()) && isUsable(ear))
                    .forEach(this::deafen);
        } finally {
            before.stream()
                    .filter(ear -> ears.stream().noneMatch(kept -> kept.socket() == ear.socket()))
                    .forEach(this::close);
        }
    }

    private void deafen(Ear ear) {
        ear.socket().watch(Set.of());
        ears.add(new Ear(ear.place(), ear.socket(), Map.of()));
    }

    /**
     * On an interface that is down, gone or has another MAC it is of no more use; a new one is opened when that is
     * over.
     */
    private boolean isUsable(Ear ear) {
        return kernel.interfaceByName(ear.place().device())
                .filter(NetworkInterface::up)
                .filter(found -> isSame(ear, found))
                .isPresent();
    }

    private static boolean isSame(Ear ear, NetworkInterface found) {
        NetworkInterface known = ear.socket().on();
        return known.index() == found.index() && known.mac().equals(found.mac());
    }

    private void listen(Place place, Map<InetAddress, VirtualRouter> holders, List<Ear> before) {
        Optional<NetworkInterface> on = kernel.interfaceByName(place.device())
                .filter(found -> !found.mac().equals(MacAddress.NONE));
        if (on.isPresent()) {
            ears.add(new Ear(place, socket(place, on.get(), holders.keySet(), before), holders));
        }
    }

    private ClaimSocket socket(Place place, NetworkInterface on, Set<InetAddress> addresses, List<Ear> before) {
        for (Ear ear : before) {
            if (ear.place().equals(place) && isSame(ear, on)) {
                ear.socket().watch(addresses);
                return ear.socket();
            }
        }
        ClaimSocket opened = ClaimSocket.open(on, addresses);
        poller.add(opened.fd());
        return opened;
    }

    /** Tells the routers what was claimed. */
    void hear() {
        for (int index = 0; index < ears.size(); index++) {
            Ear ear = ears.get(index);
            if (poller.isReady(ear.socket().fd())) {
                hear(ear);
            }
        }
    }

    private void hear(Ear ear) {
        for (int count = 0; count < MOST_AT_ONCE && ear.socket().receive(); count++) {
            Optional<AddressClaim> claim = ear.socket().claim();
            claim.filter(said -> !own.contains(said.mac()))
                    .ifPresent(said -> ear.holders().get(said.address()).claimed(said));
        }
    }

    private void close(Ear ear) {
        poller.remove(ear.socket().fd());
        ear.socket().close();
    }

    @Override
    public void close() {
        ears.forEach(this::close);
        ears.clear();
    }
}
