package org.aloft.agent.check;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.aloft.agent.config.DnsCheckBlock;

/** {@code DNS_CHECK}: asks one question over UDP, and takes any answer to it that tells no error. */
final class DnsProbe implements Probe {
    private final DnsCheckBlock block;
    private final Dialer dialer;
    private final RandomGenerator random;

    DnsProbe(DnsCheckBlock block, Dialer dialer, RandomGenerator random) {
        this.block = block;
        this.dialer = dialer;
        this.random = random;
    }

    @Override
    public Cancellable begin(int step, Consumer<ProbeOutcome> done) {
        return new Talk(done).open(dialer.datagrams(block.connection()));
    }

    private final class Talk extends Conversation {
        private final DnsQuestion question = new DnsQuestion(random.nextInt(1 << 16), block.type(), block.name());

        Talk(Consumer<ProbeOutcome> done) {
            super(block.connection(), dialer, done);
        }

        @Override
        void connected() {
            say(question.encode());
        }

        @Override
        void heard(ByteBuf words) {
            byte[] message = new byte[words.readableBytes()];
            words.readBytes(message);
            // Whatever answers another question may be a late answer, or a forged one: go on listening.
            question.answerCode(message).ifPresent(this::answered);
        }

        private void answered(int code) {
            String asked = block.type() + " " + block.name();
            if (code == 0) {
                pass("the name server " + target() + " answered for " + asked);
            } else {
                fail("the name server " + target() + " answered " + DnsQuestion.codeName(code) + " for " + asked);
            }
        }

        @Override
        void hungUp() {
            fail("the socket to " + target() + " was closed");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            fail(
                    "no question gets to the name server " + target() + ": " + Dialer.words(cause, block.connection()),
                    cause);
        }
    }
}
