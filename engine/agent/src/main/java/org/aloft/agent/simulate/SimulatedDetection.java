package org.aloft.agent.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.bfd.BfdPacket;
import org.aloft.agent.bfd.GroupMember;
import org.aloft.agent.bfd.GroupPeer;
import org.aloft.agent.bfd.GroupPeers;
import org.aloft.agent.bfd.Hello;
import org.aloft.agent.bfd.PeerLost;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.vrrp.machine.Event;
import org.aloft.agent.vrrp.machine.State;

/**
 * The fast detection of a {@link SimulatedHost}: the real sessions with its peers, on the virtual clock and network. As
 * the daemon's BFD thread does, it goes on while the host is at work with VIPs, and stands still with the process.
 */
final class SimulatedDetection implements GroupPeers.Output {
    private final SimulatedHost host;
    private final List<Arrival> waiting = new ArrayList<>();
    private GroupPeers peers;
    private List<GroupMember> members = List.of();
    private long wakeAt = Deadline.NEVER;

    /** A packet that the process has not read. */
    private record Arrival(SimulatedRouter from, SimulatedRouter to, BfdPacket packet, Hello hello) {}

    SimulatedDetection(SimulatedHost host) {
        this.host = host;
        this.peers = new GroupPeers(host.simulation().random(), this);
    }

    /** Its sessions are gone, without a farewell. */
    void crash() {
        peers = new GroupPeers(host.simulation().random(), this);
        members = List.of();
        waiting.clear();
        wakeAt = Deadline.NEVER;
    }

    /** Looks at the host's routers, as they stand now. */
    void follow() {
        if (!isWanted()) {
            return;
        }
        List<GroupMember> next = new ArrayList<>();
        for (SimulatedRouter router : host.routers()) {
            member(router).ifPresent(next::add);
        }
        if (!next.equals(members)) {
            members = next;
            peers.members(next, host.now());
            schedule();
        }
    }

    /** Asked after every event. */
    private boolean isWanted() {
        for (SimulatedRouter router : host.routers()) {
            if (router.detection().isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static Optional<GroupMember> member(SimulatedRouter router) {
        State state = router.state();
        return router.detection()
                .filter(pace -> router.takesPart())
                .map(pace -> new GroupMember(
                        link(router),
                        router.link(),
                        router.settings().priority(),
                        state instanceof State.Active,
                        state instanceof State.Backup backup ? backup.active().address() : Optional.empty(),
                        List.of(),
                        pace));
    }

    /** Each network has one virtual router, whose number serves as that of the interface as well. */
    private static GroupMember.Link link(SimulatedRouter router) {
        return new GroupMember.Link(router.link(), router.address());
    }

    void receive(SimulatedRouter from, SimulatedRouter to, BfdPacket packet, Hello hello) {
        Arrival arrival = new Arrival(from, to, packet, hello);
        if (host.isAlive()) {
            received(arrival);
            schedule();
        } else {
            waiting.add(arrival);
        }
    }

    private void read() {
        for (Arrival arrival : List.copyOf(waiting)) {
            received(arrival);
        }
        waiting.clear();
    }

    private void received(Arrival arrival) {
        peers.received(arrival.to().link(), arrival.from().address(), arrival.packet(), arrival.hello(), host.now());
    }

    /** The process stood still. */
    void resume() {
        read();
        peers.slept(host.now());
        wakeAt = Deadline.NEVER;
        schedule();
    }

    private void schedule() {
        long deadline = peers.deadline();
        if (deadline == Deadline.NEVER) {
            return;
        }
        long moment = Math.max(host.whenClockShows(deadline), host.simulation().now());
        if (moment < wakeAt) {
            wakeAt = moment;
            host.simulation().at(moment, () -> wake(moment));
        }
    }

    private void wake(long moment) {
        if (moment != wakeAt) {
            return;
        }
        wakeAt = Deadline.NEVER;
        if (host.isAlive()) {
            peers.turn(host.now());
            schedule();
        }
    }

    // ---- what the sessions want

    @Override
    public void send(GroupPeer peer, BfdPacket packet) {
        for (SimulatedRouter router : host.routers()) {
            if (router.link() == peer.link().index()) {
                host.simulation().send(router, peer.address(), packet, peer.said());
                return;
            }
        }
    }

    @Override
    public void changed(GroupPeer peer, boolean up, String reason) {
        host.simulation()
                .tell(
                        host.name(),
                        "BFD with " + peer.address().getHostAddress() + (up ? " is up: " : " is down: ") + reason);
    }

    @Override
    public void unanswered(GroupPeer peer) {
        host.simulation().tell(host.name(), "BFD with " + peer.address().getHostAddress() + " has no answer");
    }

    @Override
    public void lost(PeerLost lost) {
        host.afterwards(() -> {
            for (SimulatedRouter router : host.routers()) {
                if (router.detection().isPresent() && link(router).equals(lost.link())) {
                    router.handle(
                            new Event.RouterLost(lost.peer(), lost.firstIn().contains(router.link()), lost.silence()));
                }
            }
            host.settle();
        });
    }

    @Override
    public void distrusted(GroupPeer peer) {
        host.simulation().tell(host.name(), "BFD with " + peer.address().getHostAddress() + " does not count for now");
    }

    @Override
    public void trustedAgain(GroupPeer peer) {
        host.simulation().tell(host.name(), "BFD with " + peer.address().getHostAddress() + " counts again");
    }

    @Override
    public void forgotten(GroupPeer peer) {}
}
