package org.aloft.agent.vrrp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.aloft.agent.config.Checksum;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.route.NetworkInterface;
import org.aloft.agent.kernel.socket.ReceivedPacket;
import org.aloft.agent.kernel.socket.VrrpRoute;
import org.aloft.agent.log.Log;
import org.aloft.agent.vrrp.machine.Event;
import org.aloft.agent.vrrp.router.AdvertCounters;
import org.aloft.agent.vrrp.router.HeardRouters;
import org.aloft.agent.vrrp.wire.Received;

/**
 * Sends and receives for one instance, while its link allows that; counts what comes and goes, and logs what is wrong
 * with it. For the VRRP thread alone. An advert allocates nothing, sent or received.
 */
final class Transceiver {
    private static final Logger LOG = Log.of(Transceiver.class);

    private final Supplier<String> name;
    private final AdvertReceivers receivers;
    private final LongSupplier clock;
    private final AdvertCounters counters;
    private final HeardRouters heard;
    private final ObjLongConsumer<Event> ear;
    private Optional<Channel> channel = Optional.empty();
    private boolean sendingFails;
    private Flood flood = new Flood(0);
    private boolean floodTold;
    private InetAddress lastDropped = InetAddress.getLoopbackAddress();

    /**
     * One that is closed.
     *
     * @param name of the instance, for the log; a reload may change it
     * @param receivers bring the packets
     * @param clock monotonic, in nanoseconds
     * @param ear takes each advert that is valid, and when it arrived, by the clock; what it does may close this, or
     *     open it elsewhere
     */
    Transceiver(
            Supplier<String> name,
            AdvertReceivers receivers,
            LongSupplier clock,
            AdvertCounters counters,
            HeardRouters heard,
            ObjLongConsumer<Event> ear) {
        this.name = name;
        this.receivers = receivers;
        this.clock = clock;
        this.counters = counters;
        this.heard = heard;
        this.ear = ear;
    }

    /**
     * Speaks and listens there from now on, and nowhere else.
     *
     * @throws KernelException no right to raw sockets, or the interface is gone; it is closed then
     */
    void open(VrrpLink.Ready link, VrrpInstanceBlock block) {
        close();
        flood = new Flood(clock.getAsLong());
        channel = Optional.of(Channel.open(link, block, receivers, this::take));
        LOG.log(
                Level.INFO,
                "{0}: speaks on {1} from {2}",
                name.get(),
                link.networkInterface().name(),
                link.source().getHostAddress());
    }

    void close() {
        channel.ifPresent(Channel::close);
        channel = Optional.empty();
    }

    boolean isOpen() {
        return channel.isPresent();
    }

    /** Whether what is open serves this link as well. */
    boolean serves(VrrpLink.Ready link) {
        return channel.isPresent() && channel.get().serves(link);
    }

    /** Whether it speaks there, whatever name the interface has by now. */
    boolean speaksOn(NetworkInterface on) {
        return channel.filter(open -> open.link().networkInterface().index() == on.index())
                .isPresent();
    }

    /** How it speaks, if it does. */
    Optional<VrrpLink.Ready> link() {
        return channel.map(Channel::link);
    }

    /** Where it speaks, if it does. */
    Optional<VrrpRoute> route() {
        return channel.map(open -> open.link().route());
    }

    /** Keeps the sockets for a changed block, which must ask for some like them. */
    void speakFor(VrrpInstanceBlock changed) {
        channel = channel.map(open -> open.speakingFor(changed));
        if (flood.isDefended()) { // by what the old block calls valid
            defend(false);
            flood = new Flood(clock.getAsLong());
        }
    }

    /** Sends one advert to each destination, if it is open; the first failure in a row is logged. */
    void send(int priority) {
        if (channel.isEmpty()) {
            return;
        }
        try {
            channel.get().send(priority);
            long now = clock.getAsLong();
            counters.countSent(now);
            watchForFloods(now);
            sendingFails = false;
        } catch (KernelException failure) {
            if (!sendingFails) {
                LOG.log(Level.ERROR, "{0}: {1}", name.get(), failure.getMessage());
            }
            sendingFails = true;
        }
    }

    /** Builds an advert as {@link #send} does, without sending it. */
    void rehearse(int priority) {
        channel.ifPresent(open -> open.encoder().encode(priority, 0));
    }

    private void watchForFloods(long now) {
        Optional<Boolean> change = flood.look(now);
        if (change.isPresent()) { // no lambda, which would be garbage at each advert
            defend(change.get());
        }
    }

    /** Whether the kernel is to drop what is not valid. */
    private void defend(boolean wanted) {
        channel.ifPresent(open -> open.hearGenuineOnly(wanted));
        if (wanted && !floodTold) {
            floodTold = true;
            LOG.log(
                    Level.WARNING,
                    "{0}: so many adverts are dropped that the kernel drops them from now on, where it can tell that they are"
                            + " wrong; the last one came from {1}",
                    name.get(),
                    lastDropped.getHostAddress());
        }
    }

    /** One packet of this virtual router. */
    private void take(ReceivedPacket packet, long arrivedAt) {
        if (channel.isEmpty()) {
            return; // an advert before it closed this
        }
        Channel from = channel.get();
        Received received = from.decode(packet);
        if (received instanceof Received.Accepted accepted) {
            counters.countReceived(arrivedAt);
            heard.note(accepted.advert(), arrivedAt);
            compare(from, accepted);
            ear.accept(accepted.event(), arrivedAt);
        } else {
            drop(packet, received);
        }
        watchForFloods(clock.getAsLong());
    }

    private void drop(ReceivedPacket packet, Received received) {
        flood.count();
        lastDropped = packet.source();
        if (received instanceof Received.Dropped dropped && counters.countDropped(dropped.reason())) {
            LOG.log(
                    Level.WARNING,
                    "{0}: dropped an advert of {1}: {2}; further ones are only counted, see: aloftd status",
                    name.get(),
                    packet.source().getHostAddress(),
                    dropped.reason().explanation());
        }
    }

    /** Says in what a peer is configured otherwise, and sums as it does if it is an old one. */
    private void compare(Channel from, Received.Accepted accepted) {
        List<String> differences = from.differences().news(accepted.advert());
        if (!differences.isEmpty()) { // not even an iterator is made when there are none
            differences.forEach(difference -> LOG.log(Level.WARNING, "{0}: {1}", name.get(), difference));
        }
        if (accepted.checksum() == Checksum.PSEUDO_HEADER_OF_GROUP && from.learnsChecksum()) {
            from.encoder().sumAs(accepted.checksum());
        }
    }
}
