package org.aloft.agent.check;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.aloft.agent.config.CheckConnection;

/**
 * One probe over a connection: connects, sends, receives, and ends exactly once and in finite time. The time-out holds
 * for the connection and then for each further word of the other side; {@link #TURNS} of it for the whole. For the
 * checks' thread.
 */
abstract class Conversation extends ChannelInboundHandlerAdapter implements Cancellable {
    /** How many time-outs a conversation may last, so that one that is fed byte by byte ends, too. */
    static final int TURNS = 12;

    private final CheckConnection connection;
    private final Consumer<ProbeOutcome> done;
    private final Dialer dialer;
    private final long begun = System.nanoTime();
    private long lastWord = begun;
    private ChannelFuture attempt;
    private Future<?> watch;
    private boolean ended;

    Conversation(CheckConnection connection, Dialer dialer, Consumer<ProbeOutcome> done) {
        this.connection = connection;
        this.dialer = dialer;
        this.done = done;
    }

    /** Something to stand between the network and this, such as TLS. */
    void prepare(ChannelPipeline pipeline) {}

    /** The connection stands: say something. */
    abstract void connected();

    /** The other side said something; the buffer is the caller's. */
    abstract void heard(ByteBuf words);

    /** The other side closed the connection. */
    abstract void hungUp();

    /** Nothing was heard for as long as the time-out. */
    void silent() {
        fail("no answer from " + target() + " within " + Dialer.seconds(connection.timeout()));
    }

    /** Begins. */
    final Cancellable open(Bootstrap bootstrap) {
        attempt = dialer.connect(
                bootstrap.handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        prepare(channel.pipeline());
                        channel.pipeline().addLast(Conversation.this);
                    }
                }),
                connection);
        dialer.whenEnded(attempt, () -> {
            if (!attempt.isSuccess()) {
                fail(
                        "no connection to " + target() + ": " + Dialer.words(attempt.cause(), connection),
                        attempt.cause());
            }
        });
        return this;
    }

    final String target() {
        return Dialer.text(connection.target());
    }

    final Channel channel() {
        return attempt.channel();
    }

    final void say(String text) {
        say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    final void say(byte[] bytes) {
        var unused =
                channel().writeAndFlush(channel().alloc().buffer(bytes.length).writeBytes(bytes));
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (!ended) {
            watchFrom(System.nanoTime());
            connected();
        }
    }

    private void watchFrom(long now) {
        lastWord = now;
        watch(connection.timeout().toNanos());
    }

    private void watch(long nanos) {
        watch = dialer.loop().schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    }

    /** Rather than setting a new alarm for every word, the alarm looks how long the last one is ago. */
    private void look() {
        long timeout = connection.timeout().toNanos();
        long now = System.nanoTime();
        long rest = lastWord + timeout - now;
        if (ended) {
            return;
        }
        if (now - begun > TURNS * timeout) {
            fail(target() + " has not come to an end within "
                    + Dialer.seconds(connection.timeout().multipliedBy(TURNS)));
        } else if (rest > 0) {
            watch(rest);
        } else {
            silent();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (!ended) {
                lastWord = System.nanoTime();
                heard(message instanceof ByteBufHolder datagram ? datagram.content() : (ByteBuf) message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        noMoreComes();
    }

    /** Nothing more can be heard, whether or not the connection still stands. */
    final void noMoreComes() {
        if (!ended) {
            hungUp();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail("the conversation with " + target() + " broke: " + Dialer.words(cause, connection), cause);
    }

    final void pass(String reason) {
        end(ProbeOutcome.passed(reason));
    }

    final void fail(String reason) {
        end(ProbeOutcome.failed(reason));
    }

    /** The same, unless the cause is this host's own. */
    final void fail(String reason, Throwable cause) {
        end(ProbeOutcome.failed(reason, cause));
    }

    private void end(ProbeOutcome outcome) {
        if (!ended) {
            cancel();
            done.accept(outcome);
        }
    }

    @Override
    public final void cancel() {
        ended = true;
        if (watch != null) {
            watch.cancel(false);
        }
        attempt.cancel(false);
        if (attempt.channel().isOpen()) { // else there was not even a socket, and Netty's stand-in cannot be closed
            var unused = attempt.channel().close();
        }
    }
}
