package org.aloft.agent.vrrp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.List;
import org.aloft.agent.config.Transport;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.Poller;
import org.aloft.agent.kernel.socket.ReceivedPacket;
import org.aloft.agent.kernel.socket.VrrpSocket;
import org.aloft.agent.log.Log;
import org.aloft.agent.vrrp.wire.AdvertDecoder;
import org.aloft.agent.vrrp.wire.AdvertEncoder;
import org.aloft.agent.vrrp.wire.PeerDifferences;
import org.aloft.agent.vrrp.wire.Received;

/**
 * The open socket of one instance, with its codec. For the VRRP thread alone. Sending and receiving allocate nothing.
 *
 * @param link where the socket speaks
 * @param block what is configured
 * @param learnsChecksum whether it sums as its peers do
 */
record Channel(
        VrrpLink.Ready link,
        VrrpSocket socket,
        VrrpInstanceBlock block,
        AdvertEncoder encoder,
        AdvertDecoder decoder,
        PeerDifferences differences,
        boolean learnsChecksum) {
    private static final Logger LOG = Log.of(Channel.class);

    /**
     * Opens the socket.
     *
     * @param poller is to wait for it from now on
     * @throws KernelException no right to raw sockets, or the interface is gone
     */
    static Channel open(VrrpLink.Ready link, VrrpInstanceBlock block, Poller poller) {
        VrrpSocket socket = VrrpSocket.open(link.route(), block.virtualRouterId());
        poller.add(socket.fd());
        return of(link, socket, block);
    }

    /** Makes an advert as a channel on that link would, without one. */
    static void rehearse(VrrpLink.Ready link, VrrpInstanceBlock block, int priority) {
        AdvertDecoder unused = new AdvertDecoder(block, link.source());
        new AdvertEncoder(block, link.source(), link.route().destinations()).encode(priority, 0);
    }

    private static Channel of(VrrpLink.Ready link, VrrpSocket socket, VrrpInstanceBlock block) {
        return new Channel(
                link,
                socket,
                block,
                new AdvertEncoder(block, link.source(), link.route().destinations()),
                new AdvertDecoder(block, link.source()),
                new PeerDifferences(block),
                block.wire().learnChecksum());
    }

    /** The same socket for a changed block, which must ask for one like it. */
    Channel speakingFor(VrrpInstanceBlock changed) {
        return of(link, socket, changed);
    }

    /**
     * Whether the kernel drops what cannot be valid; else all of this virtual router is heard, and what is wrong can be
     * told.
     */
    void hearGenuineOnly(boolean wanted) {
        if (wanted) {
            socket.hearGenuine(block.virtualRouterId(), block.wire().version(), sources());
        } else {
            socket.hearAll(block.virtualRouterId());
        }
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
            socket.send(encoder.encode(priority, destination), destination);
        }
    }

    /**
     * Takes one packet; false when none waits. A socket reports once that its interface went down: the link monitor
     * tells the rest.
     */
    boolean receive(ReceivedPacket into) {
        try {
            return socket.receive(into);
        } catch (KernelException failure) {
            LOG.log(Level.DEBUG, failure.getMessage());
            return false;
        }
    }

    Received decode(ReceivedPacket packet) {
        return decoder.decode(packet.payload(), packet.source(), packet.destination(), packet.hopLimit());
    }

    void close(Poller poller) {
        poller.remove(socket.fd());
        socket.close();
    }
}
