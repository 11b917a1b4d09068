package org.aloft.agent.check;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Runs all checks on one thread, named {@code checks}. Thread-safe. Listeners are called on that thread. */
public final class HealthChecks implements CheckLauncher, AutoCloseable {
    private static final long CLOSE_SECONDS = 2;

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final RandomGenerator random;

    private HealthChecks(EventLoopGroup group, RandomGenerator random) {
        this.group = group;
        this.loop = group.next();
        this.random = random;
    }

    /**
     * Starts the thread.
     *
     * @param random spreads the first checks over their warm-up
     */
    public static HealthChecks open(RandomGenerator random) {
        return new HealthChecks(
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("checks", /* daemon */ true), NioIoHandler.newFactory()),
                random);
    }

    @Override
    public RunningCheck start(RealServerKey server, CheckSettings settings, CheckListener listener) {
        TcpCheck check = new TcpCheck(server, settings, listener, loop);
        check.start(random);
        return check;
    }

    /** Calls back on the checks' thread as soon as that gets round to it: proof that the thread is not stuck. */
    public void whenAlive(Runnable alive) {
        loop.execute(alive);
    }

    /** Ends all checks and the thread. */
    @Override
    public void close() {
        group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
