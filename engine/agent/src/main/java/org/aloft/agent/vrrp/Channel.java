package org.aloft.agent.vrrp;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.Transport;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.socket.HeardRouter;
import org.aloft.agent.kernel.socket.ListeningPlace;
import org.aloft.agent.kernel.socket.ReceivedPacket;
import org.aloft.agent.kernel.socket.VrrpSender;
import org.aloft.agent.vrrp.wire.AdvertDecoder;
import org.aloft.agent.vrrp.wire.AdvertEncoder;
import org.aloft.agent.vrrp.wire.PeerDifferences;
import org.aloft.agent.vrrp.wire.Received;

/**
 * What one instance speaks and hears with: its socket, its part in the socket that adverts come in by, and its codec.
 * For the VRRP thread alone. Sending and receiving allocate nothing.
 *
 * @param link where it speaks
 * @param block what is configured
 * @param learnsChecksum whether it sums as its peers do
 */
record Channel(
        VrrpLink.Ready link,
        VrrpSender sender,
        AdvertReceivers.Subscription subscription,
        VrrpInstanceBlock block,
        AdvertEncoder encoder,
        AdvertDecoder decoder,
        PeerDifferences differences,
        boolean learnsChecksum) {
    /**
     * Opens what is not open yet.
     *
     * @param receivers bring the packets
     * @param recipient takes them
     * @throws KernelException no right to raw sockets, or the interface is gone
     */
    static Channel open(
            VrrpLink.Ready link,
            VrrpInstanceBlock block,
            AdvertReceivers receivers,
            AdvertReceivers.Recipient recipient) {
        VrrpSender sender = VrrpSender.open(link.route());
        try {
            ListeningPlace place = ListeningPlace.of(link.route());
            return of(link, sender, receivers.subscribe(place, block.virtualRouterId(), recipient), block);
        } catch (KernelException failure) {
            sender.close();
            throw failure;
        }
    }

    /** Makes an advert as a channel on that link would, without one. */
    static void rehearse(VrrpLink.Ready link, VrrpInstanceBlock block, int priority) {
        AdvertDecoder unused = new AdvertDecoder(block, link.source());
        new AdvertEncoder(block, link.source(), link.route().destinations()).encode(priority, 0);
    }

    private static Channel of(
            VrrpLink.Ready link,
            VrrpSender sender,
            AdvertReceivers.Subscription subscription,
            VrrpInstanceBlock block) {
        return new Channel(
                link,
                sender,
                subscription,
                block,
                new AdvertEncoder(block, link.source(), link.route().destinations()),
                new AdvertDecoder(block, link.source()),
                new PeerDifferences(block),
                block.wire().learnChecksum());
    }

    /** The same sockets for a changed block, which must ask for some like them. */
    Channel speakingFor(VrrpInstanceBlock changed) {
        return of(link, sender, subscription, changed);
    }

    /**
     * Whether the kernel drops what cannot be valid; else all of this virtual router is heard, and what is wrong can be
     * told.
     */
    void hearGenuineOnly(boolean wanted) {
        subscription.hearOnly(
                wanted
                        ? Optional.of(new HeardRouter.Genuine(block.wire().version(), link.source(), sources()))
                        : Optional.empty());
    }

    private List<InetAddress> sources() {
        return block.wire().transport() instanceof Transport.Unicast unicast && unicast.checkSource()
                ? link.route().destinations()
                : List.of();
    }

    /** Whether it serves a link, too. */
    boolean serves(VrrpLink.Ready other) {
        return link.sameSocket(other);
    }

    /**
     * Sends one advert to each destination.
     *
     * @throws KernelException the interface is down or gone
     */
    void send(int priority) {
        int destinations = link.route().destinations().size();
        for (int destination = 0; destination < destinations; destination++) {
            sender.send(encoder.encode(priority, destination), destination);
        }
    }

    Received decode(ReceivedPacket packet) {
        return decoder.decode(packet.payload(), packet.source(), packet.destination(), packet.hopLimit());
    }

    void close() {
        subscription.close();
        sender.close();
    }
}
