package org.aloft.agent.simulate;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.Transport;
import org.aloft.agent.kernel.socket.VrrpRoute;
import org.aloft.agent.vrrp.wire.AdvertDecoder;
import org.aloft.agent.vrrp.wire.AdvertEncoder;
import org.aloft.agent.vrrp.wire.DropReason;
import org.aloft.agent.vrrp.wire.Received;

/** What becomes of one router's adverts at another one, by the codec itself. */
sealed interface Hearing {
    /** They count. */
    record Heard() implements Hearing {}

    /** They arrive and are dropped. */
    record Dropped(DropReason reason) implements Hearing {}

    /** They have another virtual_router_id. */
    record OtherRouter() implements Hearing {}

    /** They do not arrive: other peers, another multicast group, or another version of IP. */
    record Unreached() implements Hearing {}

    /** Writes an advert of the one and lets the other read it. */
    static Hearing of(Member from, Member to) {
        if (from.block().wire().family() != to.block().wire().family()) {
            return new Unreached();
        }
        return destination(from, to).map(where -> at(where, from, to)).orElseGet(Unreached::new);
    }

    private static Optional<InetAddress> destination(Member from, Member to) {
        Transport transport = from.block().wire().transport();
        if (transport instanceof Transport.Unicast unicast) {
            return unicast.peers().stream()
                    .map(peer -> peer.address())
                    .filter(to.address()::equals)
                    .findFirst();
        }
        boolean listens =
                to.isUnicast() || to.block().wire().transport().group().equals(transport.group());
        return listens ? Optional.of(transport.group()) : Optional.empty();
    }

    private static Hearing at(InetAddress destination, Member from, Member to) {
        AdvertEncoder encoder = new AdvertEncoder(from.block(), from.address(), List.of(destination));
        int hopLimit = from.block().wire().transport() instanceof Transport.Unicast unicast
                ? unicast.hopLimit()
                : VrrpRoute.FULL_HOP_LIMIT;
        Received received = new AdvertDecoder(to.block(), to.address())
                .decode(encoder.encode(from.block().election().priority(), 0), from.address(), destination, hopLimit);
        if (received instanceof Received.Dropped dropped) {
            return new Dropped(dropped.reason());
        }
        return received instanceof Received.OtherGroup ? new OtherRouter() : new Heard();
    }
}
