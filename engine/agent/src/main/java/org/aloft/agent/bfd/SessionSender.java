package org.aloft.agent.bfd;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.socket.UdpSender;
import org.aloft.agent.log.Log;

/**
 * Sends the packets of one session. A way that is missing now may come back: it is tried again at the next packet, and
 * told once. Confined to the BFD thread.
 */
final class SessionSender {
    private static final Logger LOG = Log.of(SessionSender.class);

    /** RFC 5881 §4: single hop. */
    static final int PORT = 3784;

    /** RFC 5881 §4: source ports are of this range. */
    private static final int FIRST_SOURCE_PORT = 49_152;

    private static final int SOURCE_PORTS = 65_536 - FIRST_SOURCE_PORT;

    private final String session;
    private final InetAddress source;
    private final int sourcePort;
    private final InetAddress destination;
    private final int hops;
    private final ByteBuffer outgoing = ByteBuffer.allocate(BfdPacket.SIZE + Hello.LARGEST);
    private Optional<UdpSender> open = Optional.empty();
    private String lastFailure = "";

    /**
     * Opens nothing yet.
     *
     * @param session what it is called in the log
     * @param source the own address, or the family's wildcard for one that the kernel picks
     * @param hops TTL or hop limit, 1..255
     * @param random picks the source port
     */
    SessionSender(String session, InetAddress source, InetAddress destination, int hops, RandomGenerator random) {
        this.session = session;
        this.source = source;
        this.sourcePort = FIRST_SOURCE_PORT + random.nextInt(SOURCE_PORTS);
        this.destination = destination;
        this.hops = hops;
    }

    /** @param hello what stands behind the packet in the same datagram */
    void send(BfdPacket packet, Optional<Hello> hello) {
        try {
            if (open.isEmpty()) {
                open = Optional.of(UdpSender.open(source, sourcePort, destination, PORT, hops));
            }
            outgoing.clear();
            packet.write(outgoing);
            hello.ifPresent(words -> words.write(outgoing));
            outgoing.flip();
            open.get().send(outgoing);
            lastFailure = "";
        } catch (KernelException failure) {
            if (!failure.getMessage().equals(lastFailure)) {
                LOG.log(Level.WARNING, "{0}: {1}", session, failure.getMessage());
            }
            lastFailure = failure.getMessage();
        }
    }

    /** Frees the socket. */
    void close() {
        open.ifPresent(UdpSender::close);
        open = Optional.empty();
    }
}
