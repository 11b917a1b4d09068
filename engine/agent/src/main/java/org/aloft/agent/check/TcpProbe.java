package org.aloft.agent.check;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.Consumer;
import org.aloft.agent.config.CheckConnection;

/** {@code TCP_CHECK}: connects and closes at once. */
final class TcpProbe implements Probe {
    /** Whatever the server says is of no interest. Sharable: each connection adds it anew. */
    @Sharable
    private static final class Deaf extends ChannelInboundHandlerAdapter {}

    private final CheckConnection connection;
    private final Dialer dialer;
    private final Bootstrap bootstrap;
    private final ProbeOutcome accepted;

    TcpProbe(CheckConnection connection, Dialer dialer) {
        this.connection = connection;
        this.dialer = dialer;
        this.bootstrap = dialer.stream(connection).handler(new Deaf());
        this.accepted = ProbeOutcome.passed("a connection to " + Dialer.text(connection.target()) + " was accepted");
    }

    @Override
    public Cancellable begin(int step, Consumer<ProbeOutcome> done) {
        ChannelFuture attempt = dialer.connect(bootstrap, connection);
        dialer.whenEnded(attempt, () -> {
            if (attempt.isSuccess()) {
                closeLater(attempt.channel());
                done.accept(accepted);
            } else if (!attempt.isCancelled()) {
                done.accept(ProbeOutcome.failed(
                        "no connection to " + Dialer.text(connection.target()) + ": "
                                + Dialer.words(attempt.cause(), connection),
                        attempt.cause()));
            }
        });
        return () -> attempt.cancel(false);
    }

    /** When Netty is through with the attempt: closed in the middle, it fails that with an exception nobody sees. */
    private void closeLater(Channel channel) {
        dialer.loop().execute(() -> {
            var unused = channel.close();
        });
    }
}
