package org.aloft.agent.vrrp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.Poller;
import org.aloft.agent.kernel.socket.ListeningPlace;
import org.aloft.agent.kernel.socket.OtherRouter;
import org.aloft.agent.kernel.socket.ReceivedPacket;
import org.aloft.agent.kernel.socket.VrrpListener;
import org.aloft.agent.log.Log;

/**
 * Logs other VRRP routers on the instances' interfaces ({@code log_unknown_vrids}), each router and virtual_router_id
 * once. It has sockets of its own for that, so that those of the instances stay as they are: with the word left out
 * this does nothing, and a flood of foreign adverts still costs nothing. With it, the kernel is told of each that was
 * logged and drops its further adverts. For the VRRP thread alone.
 */
final class OtherRouterWatch implements AutoCloseable {
    private static final Logger LOG = Log.of(OtherRouterWatch.class);

    /** Most routers reported for one interface; the kernel's filter and the log are finite. */
    private static final int MOST = 100;

    /** Packets read in one turn, so that a flood delays no advert. */
    private static final int MOST_AT_ONCE = 16;

    private final Poller poller;
    private final ReceivedPacket packet = new ReceivedPacket();
    private final List<Ear> ears = new ArrayList<>();
    private boolean enabled;
    private boolean lookAgain;

    /** A socket, the ids of the instances there, and who has been told. */
    private record Ear(VrrpListener socket, Set<Integer> own, Set<OtherRouter> told) {
        /** Has the kernel drop what would not be told. */
        void leaveOut() {
            if (told.size() >= MOST) {
                socket.hearNobody();
            } else {
                socket.hearAllBut(own, told);
            }
        }
    }

    /** Where instances speak, and the ids of those. */
    private record Surroundings(ListeningPlace place, Set<Integer> own) {}

    OtherRouterWatch(Poller poller) {
        this.poller = poller;
    }

    /** Begins or ends. */
    void enable(boolean wanted) {
        enabled = wanted;
        lookAgain = true;
    }

    /** There may be other instances, or they may speak elsewhere. */
    void lookAgain() {
        lookAgain = true;
    }

    /** Listens where these speak now, if that may have changed. */
    void follow(List<VirtualRouter> routers) {
        if (!lookAgain) {
            return;
        }
        lookAgain = false;
        try {
            listen(enabled ? routers : List.of());
        } catch (KernelException failure) {
            LOG.log(Level.WARNING, "{0}; log_unknown_vrids tells nothing there", failure.getMessage());
        }
    }

    private void listen(List<VirtualRouter> routers) {
        List<Ear> before = List.copyOf(ears);
        ears.clear();
        try {
            surroundings(routers).forEach(around -> ears.add(ear(around, before)));
        } finally {
            before.stream()
                    .filter(ear -> ears.stream().noneMatch(kept -> kept.socket() == ear.socket()))
                    .forEach(this::close);
        }
    }

    private static List<Surroundings> surroundings(List<VirtualRouter> routers) {
        List<Surroundings> all = new ArrayList<>();
        for (VirtualRouter router : routers) {
            Optional<ListeningPlace> place = router.place().route().map(ListeningPlace::of);
            if (place.isPresent()) {
                Surroundings around = all.stream()
                        .filter(known -> known.place().isSame(place.get()))
                        .findFirst()
                        .orElseGet(() -> {
                            all.add(new Surroundings(place.get(), new TreeSet<>()));
                            return all.get(all.size() - 1);
                        });
                around.own().add(router.block().virtualRouterId());
            }
        }
        return all;
    }

    private Ear ear(Surroundings around, List<Ear> before) {
        for (Ear ear : before) {
            if (ear.socket().place().isSame(around.place())) {
                Ear kept = new Ear(ear.socket(), around.own(), ear.told());
                if (!kept.own().equals(ear.own())) {
                    kept.leaveOut();
                }
                return kept;
            }
        }
        Ear opened = new Ear(VrrpListener.open(around.place()), around.own(), new HashSet<>());
        poller.add(opened.socket().fd());
        opened.leaveOut();
        return opened;
    }

    /** Tells who is new. */
    void hear() {
        for (int index = 0; index < ears.size(); index++) {
            Ear ear = ears.get(index);
            if (poller.isReady(ear.socket().fd())) {
                hear(ear);
            }
        }
    }

    private void hear(Ear ear) {
        for (int count = 0; count < MOST_AT_ONCE && receive(ear.socket()); count++) {
            OtherRouter other = new OtherRouter(
                    Byte.toUnsignedInt(packet.payload().get(VrrpListener.ROUTER_ID_AT)), packet.source());
            boolean isNew = !ear.own().contains(other.virtualRouterId())
                    && ear.told().size() < MOST
                    && ear.told().add(other);
            if (isNew) {
                tell(ear, other);
                ear.leaveOut();
            }
        }
    }

    /** A socket reports once that its interface went down: the link monitor tells the rest. */
    private boolean receive(VrrpListener socket) {
        try {
            return socket.receive(packet);
        } catch (KernelException failure) {
            LOG.log(Level.DEBUG, failure.getMessage());
            return false;
        }
    }

    private static void tell(Ear ear, OtherRouter other) {
        String name = ear.socket().place().on().name();
        LOG.log(
                Level.INFO,
                "{0}: {1} sends adverts of virtual_router_id {2}, which no vrrp_instance here has; this is told once",
                name,
                other.address().getHostAddress(),
                other.virtualRouterId());
        if (ear.told().size() >= MOST) {
            LOG.log(Level.INFO, "{0}: {1} such routers so far; further ones are not reported", name, MOST);
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
