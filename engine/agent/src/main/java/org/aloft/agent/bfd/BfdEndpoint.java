package org.aloft.agent.bfd;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.aloft.agent.config.BfdInstanceBlock;
import org.aloft.agent.kernel.socket.UdpDatagram;
import org.aloft.agent.log.Log;

/** A session with its socket, and what was last said of it. Confined to the BFD thread. */
final class BfdEndpoint {
    private static final Logger LOG = Log.of(BfdEndpoint.class);

    private static final int ANY_HOPS = 255;

    private final BfdInstanceBlock block;
    private final BfdSession session;
    private final SessionSender sender;
    private final BiConsumer<Boolean, String> told;
    private String reason = "nothing was heard of the neighbour yet";
    private String lastDrop = "";

    /** @param told is told whether the session is up, and why, when that changes */
    BfdEndpoint(
            BfdInstanceBlock block,
            int discriminator,
            RandomGenerator random,
            long now,
            BiConsumer<Boolean, String> told) {
        this.block = block;
        this.told = told;
        InetAddress source =
                block.source().orElseGet(() -> BfdSessions.wildcard(block.neighbor() instanceof Inet4Address));
        sender = new SessionSender(
                "bfd_instance " + block.name(),
                source,
                block.neighbor(),
                block.reach().hops(),
                random);
        session = new BfdSession(block.pace(), block.passive(), discriminator, random, now, new BfdSession.Output() {
            @Override
            public void send(BfdPacket packet) {
                sender.send(packet, Optional.empty());
            }

            @Override
            public void changed(BfdState from, BfdState to, Diagnostic why, String reason) {
                changedTo(from, to, reason);
            }
        });
    }

    BfdInstanceBlock block() {
        return block;
    }

    int discriminator() {
        return session.discriminator();
    }

    boolean isUp() {
        return session.state() == BfdState.UP;
    }

    String reason() {
        return reason;
    }

    long deadline() {
        return session.deadline();
    }

    void slept(long now) {
        session.slept(now);
    }

    void turn(long now) {
        session.turn(now);
    }

    /** A datagram from the neighbour's address. */
    void take(UdpDatagram datagram, BfdPacket packet, long now) {
        int least = block.reach().mostHops() == ANY_HOPS
                ? 0
                : block.reach().hops() - block.reach().mostHops();
        if (datagram.hopsLeft() < least) {
            drop("it came with " + datagram.hopsLeft() + " hops left, fewer than " + least
                    + "; set the neighbour's TTL, or max_hops");
            return;
        }
        lastDrop = "";
        session.received(packet, now);
    }

    /** Drops an unusable datagram; logs it once, until a good one comes. */
    void drop(String why) {
        if (!why.equals(lastDrop)) {
            LOG.log(
                    Level.WARNING,
                    "bfd_instance {0}: dropped a packet of {1}: {2}",
                    block.name(),
                    block.neighbor().getHostAddress(),
                    why);
        }
        lastDrop = why;
    }

    /** Says goodbye and frees the socket. */
    void close(long now) {
        session.switchOff(now);
        sender.close();
    }

    private void changedTo(BfdState from, BfdState to, String why) {
        reason = why;
        LOG.log(
                to == BfdState.DOWN ? Level.WARNING : Level.INFO,
                "bfd_instance {0}: {1} with {2}: {3}",
                block.name(),
                to,
                block.neighbor().getHostAddress(),
                why);
        if ((from == BfdState.UP) != (to == BfdState.UP)) {
            told.accept(to == BfdState.UP, why);
        }
    }
}
