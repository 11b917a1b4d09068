package org.aloft.agent.check;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.net.PortUnreachableException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.aloft.agent.config.HexBytes;
import org.aloft.agent.config.UdpCheckBlock;
import org.aloft.agent.config.UdpCheckBlock.ExpectedReply;

/**
 * {@code UDP_CHECK}: sends a datagram. What the network says against it (ICMP: port, host or network unreachable) is a
 * failure; silence is one only if a reply is required.
 */
final class UdpProbe implements Probe {
    private static final int RANDOM_LENGTH = 32;

    private final UdpCheckBlock block;
    private final Dialer dialer;
    private final RandomGenerator random;

    UdpProbe(UdpCheckBlock block, Dialer dialer, RandomGenerator random) {
        this.block = block;
        this.dialer = dialer;
        this.random = random;
    }

    @Override
    public Cancellable begin(int step, Consumer<ProbeOutcome> done) {
        return new Talk(done).open(dialer.datagrams(block.connection()));
    }

    private byte[] payload() {
        byte[] bytes = new byte[RANDOM_LENGTH];
        random.nextBytes(bytes);
        return block.payload().map(HexBytes::toArray).orElse(bytes);
    }

    private final class Talk extends Conversation {
        Talk(Consumer<ProbeOutcome> done) {
            super(block.connection(), dialer, done);
        }

        @Override
        void connected() {
            say(payload());
        }

        @Override
        void heard(ByteBuf words) {
            byte[] reply = new byte[words.readableBytes()];
            words.readBytes(reply);
            if (block.reply().isEmpty()) {
                pass(target() + " replied to a datagram");
                return;
            }
            ExpectedReply expected = block.reply().get();
            if (reply.length < expected.leastLength() || reply.length > expected.mostLength()) {
                fail(target() + " replied with " + reply.length + " bytes instead of " + expected.leastLength() + ".."
                        + expected.mostLength());
            } else if (expected.content().isPresent()
                    && !expected.content().get().matchesBeginningOf(reply)) {
                fail(target() + " replied with other bytes than require_reply says");
            } else {
                pass(target() + " replied to a datagram as it should");
            }
        }

        @Override
        void silent() {
            if (block.reply().isPresent()) {
                super.silent();
            } else {
                pass("a datagram was sent to " + target() + " and nothing was heard against it");
            }
        }

        @Override
        void hungUp() {
            fail("the socket to " + target() + " was closed");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            fail(
                    cause instanceof PortUnreachableException
                            ? "nobody takes datagrams at " + target() + ": port unreachable"
                            : "no datagram gets to " + target() + ": " + Dialer.words(cause, block.connection()),
                    cause);
        }
    }
}
