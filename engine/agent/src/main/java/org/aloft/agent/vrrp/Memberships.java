package org.aloft.agent.vrrp;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.aloft.agent.bfd.GroupMember;
import org.aloft.agent.bfd.PeerLost;
import org.aloft.agent.config.FastDetection;
import org.aloft.agent.config.Transport;
import org.aloft.agent.config.UnicastPeer;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.vrrp.machine.State;

/**
 * Tells which instances with fast detection take part, and whom they follow, whenever that changes. For the VRRP thread
 * alone.
 */
final class Memberships {
    private Consumer<List<GroupMember>> listener = members -> {};
    private List<GroupMember> told = List.of();

    /** Who is told; must not block. */
    void tell(Consumer<List<GroupMember>> other) {
        listener = other;
    }

    /** Looks at them, of which one has changed. */
    void follow(List<VirtualRouter> routers) {
        List<GroupMember> members = new ArrayList<>();
        for (VirtualRouter router : routers) {
            router.block()
                    .election()
                    .fastDetection()
                    .flatMap(pace -> member(router, pace))
                    .ifPresent(members::add);
        }
        if (!members.equals(told)) {
            told = List.copyOf(members);
            listener.accept(told);
        }
    }

    /** Those with fast detection on the link where a router fell silent. */
    static List<VirtualRouter> thatMayFollow(PeerLost lost, List<VirtualRouter> routers) {
        return routers.stream()
                .filter(router -> router.block().election().fastDetection().isPresent())
                .filter(router -> router.place()
                        .link()
                        .filter(link -> linkOf(link).equals(lost.link()))
                        .isPresent())
                .toList();
    }

    private static GroupMember.Link linkOf(VrrpLink.Ready link) {
        return new GroupMember.Link(link.interfaceOfSource().index(), link.source());
    }

    private static Optional<GroupMember> member(VirtualRouter router, FastDetection pace) {
        State state = router.standing().settled();
        if (!(state instanceof State.Backup || state instanceof State.Active)) {
            return Optional.empty();
        }
        return router.place()
                .link()
                .map(link -> new GroupMember(
                        linkOf(link),
                        router.block().virtualRouterId(),
                        router.standing().setup().settings().priority(),
                        state instanceof State.Active,
                        state instanceof State.Backup backup ? backup.active().address() : Optional.empty(),
                        unicastPeers(router.block()),
                        pace));
    }

    private static List<InetAddress> unicastPeers(VrrpInstanceBlock block) {
        return block.wire().transport() instanceof Transport.Unicast unicast
                ? unicast.peers().stream().map(UnicastPeer::address).toList()
                : List.of();
    }
}
