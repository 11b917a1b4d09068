package org.aloft.agent.bfd;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.aloft.agent.log.Log;

/** Sends what sessions with peers want sent, and tells what becomes of them. Confined to the BFD thread. */
final class PeerTraffic implements GroupPeers.Output {
    private static final Logger LOG = Log.of(PeerTraffic.class);

    /** A packet that arrives with it came through no router (RFC 5881 §5). */
    static final int HOPS = 255;

    private final RandomGenerator random;
    private final Consumer<PeerLost> listener;
    private final Map<GroupPeer, SessionSender> senders = new HashMap<>();
    private boolean news;

    PeerTraffic(RandomGenerator random, Consumer<PeerLost> listener) {
        this.random = random;
        this.listener = listener;
    }

    /** Whether a session began, changed or ended since the last call. */
    boolean takeNews() {
        boolean had = news;
        news = false;
        return had;
    }

    @Override
    public void send(GroupPeer peer, BfdPacket packet) {
        senders.computeIfAbsent(peer, this::sender).send(packet, Optional.of(peer.said()));
    }

    private SessionSender sender(GroupPeer peer) {
        news = true;
        int index = peer.link().index();
        return new SessionSender(
                name(peer), onLink(peer.link().own(), index), onLink(peer.address(), index), HOPS, random);
    }

    @Override
    public void changed(GroupPeer peer, boolean up, String reason) {
        news = true;
        LOG.log(up ? Level.INFO : Level.WARNING, "{0} is {1}: {2}", name(peer), up ? "up" : "down", reason);
    }

    @Override
    public void unanswered(GroupPeer peer) {
        LOG.log(
                Level.WARNING,
                "{0}: no answer on UDP port {1}, so only missing adverts count. Give that host fast_detection,"
                        + " too, and let that port through the firewalls of both",
                name(peer),
                Integer.toString(SessionSender.PORT));
    }

    @Override
    public void lost(PeerLost lost) {
        listener.accept(lost);
    }

    @Override
    public void distrusted(GroupPeer peer) {
        news = true;
        LOG.log(
                Level.WARNING,
                "{0}: {1} false alarms within {2} min; for the next {3} min only missing adverts count. Look for lost packets or an overloaded host, or write a longer interval",
                name(peer),
                Alarms.MOST,
                Alarms.WINDOW.toMinutes(),
                Alarms.REST.toMinutes());
    }

    @Override
    public void trustedAgain(GroupPeer peer) {
        news = true;
        LOG.log(Level.INFO, "{0}: its silence counts again", name(peer));
    }

    @Override
    public void forgotten(GroupPeer peer) {
        news = true;
        Optional.ofNullable(senders.remove(peer)).ifPresent(SessionSender::close);
    }

    private static String name(GroupPeer peer) {
        return "fast_detection of " + peer.address().getHostAddress();
    }

    /** A link-local address means something together with its link alone. */
    private static InetAddress onLink(InetAddress address, int index) {
        try {
            return address.isLinkLocalAddress() && address instanceof Inet6Address
                    ? Inet6Address.getByAddress(null, address.getAddress(), index)
                    : address;
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("sixteen octets are always an address", impossible);
        }
    }
}
