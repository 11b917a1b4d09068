package org.aloft.agent.check;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.aloft.agent.kernel.IpvsServiceKey;

/** One TCP check: connect, close at once, wait, again. All of it happens on its event loop; only {@link #close} is for any thread. */
final class TcpCheck implements RunningCheck {
    /** Whatever the server says is of no interest. Sharable: each connection adds it anew. */
    @Sharable
    private static final class Deaf extends ChannelInboundHandlerAdapter {}

    private final RealServerKey server;
    private final CheckSettings settings;
    private final CheckListener listener;
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final String target;

    private CheckState state;
    private boolean closed;
    private Future<?> next;
    private ChannelFuture connection;

    TcpCheck(RealServerKey server, CheckSettings settings, CheckListener listener, EventLoop loop) {
        this.server = server;
        this.settings = settings;
        this.listener = listener;
        this.loop = loop;
        this.target = IpvsServiceKey.text(
                settings.target().getAddress(), settings.target().getPort());
        this.state = CheckState.initial(settings);
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis(settings.connectTimeout()))
                .handler(new Deaf());
    }

    private static int millis(Duration timeout) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, timeout.toMillis()));
    }

    void start(RandomGenerator random) {
        long warmup = settings.warmup().toNanos();
        Duration first = Duration.ofNanos(warmup == 0 ? 0 : random.nextLong(warmup));
        loop.execute(() -> schedule(first));
    }

    private void schedule(Duration delay) {
        if (!closed) {
            next = loop.schedule(this::connect, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void connect() {
        connection = settings.bindTo()
                .map(from -> bootstrap.connect(settings.target(), from))
                .orElseGet(() -> bootstrap.connect(settings.target()));
        connection.addListener(done -> connected(connection));
    }

    private void connected(ChannelFuture attempt) {
        if (attempt.isSuccess()) {
            var unused = attempt.channel().close();
        }
        if (closed) {
            return;
        }
        if (attempt.isSuccess()) {
            follow(state.succeeded(settings), "a connection to " + target + " was accepted");
        } else {
            follow(state.failed(settings), "no connection to " + target + ": " + words(attempt.cause()));
        }
    }

    private String words(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return "no answer within " + settings.connectTimeout().toMillis() / 1000.0 + " s";
        }
        // Netty adds the address to the system's words; it stands there already.
        String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        int address = text.indexOf(": " + settings.target().getAddress());
        return (address < 0 ? text : text.substring(0, address)).toLowerCase(Locale.ROOT);
    }

    private void follow(CheckState.Decision decision, String reason) {
        state = decision.next();
        schedule(decision.pause()); // first, so that a listener that throws cannot end the check
        decision.tell().ifPresent(up -> listener.changed(CheckNews.of(server, up, reason)));
    }

    @Override
    public void close() {
        if (loop.isShuttingDown()) {
            return; // that ends all checks by itself
        }
        loop.execute(() -> {
            closed = true;
            if (next != null) {
                next.cancel(false);
            }
            if (connection != null) {
                connection.cancel(false);
            }
        });
    }
}
