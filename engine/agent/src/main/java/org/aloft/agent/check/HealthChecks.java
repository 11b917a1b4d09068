package org.aloft.agent.check;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.aloft.agent.config.BfdCheckBlock;
import org.aloft.agent.config.CheckBlock;
import org.aloft.agent.config.DnsCheckBlock;
import org.aloft.agent.config.FileCheckBlock;
import org.aloft.agent.config.HttpCheckBlock;
import org.aloft.agent.config.MiscCheckBlock;
import org.aloft.agent.config.PingCheckBlock;
import org.aloft.agent.config.PolledCheckBlock;
import org.aloft.agent.config.SmtpCheckBlock;
import org.aloft.agent.config.TcpCheckBlock;
import org.aloft.agent.config.UdpCheckBlock;
import org.aloft.agent.log.Log;
import org.aloft.agent.script.Admission;
import org.aloft.agent.thread.Heartbeat;
import org.aloft.agent.thread.Supervisor;

/** Runs all checks on one thread, named {@code checks}. Thread-safe. Listeners are called on that thread. */
public final class HealthChecks implements CheckLauncher, AutoCloseable {
    private static final Logger LOG = Log.of(HealthChecks.class);
    private static final long CLOSE_SECONDS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final RandomGenerator random;
    private final CheckSources sources;
    private final Dialer dialer;
    private final CheckLoop timer;
    private final Pinger pinger;
    private final Heartbeat pulse = new Heartbeat("checks", PATIENCE);
    private final Shortage shortage = new Shortage(System::nanoTime);

    private HealthChecks(EventLoopGroup group, RandomGenerator random, CheckSources sources, Supervisor supervisor) {
        this.group = group;
        this.loop = group.next();
        this.random = random;
        this.sources = sources;
        this.dialer = new Dialer(loop);
        this.timer = new NettyLoop(loop);
        this.pinger = new Pinger(random, timer, supervisor);
        supervisor.watch(pulse);
        // The thread is netty's and no loop of ours: that it goes round shows in a timer.
        Future<?> unused = loop.scheduleAtFixedRate(pulse::beat, 0, 1, TimeUnit.SECONDS);
    }

    /**
     * Starts the thread.
     *
     * @param random spreads the first checks over their warm-up
     * @param sources what some checks are told
     * @param supervisor watches over the thread
     */
    public static HealthChecks open(RandomGenerator random, CheckSources sources, Supervisor supervisor) {
        return new HealthChecks(
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("checks", /* daemon */ true), NioIoHandler.newFactory()),
                random,
                sources,
                supervisor);
    }

    @Override
    public RunningCheck start(RealServerKey server, CheckSettings settings, CheckListener listener) {
        CheckBlock block = settings.check();
        if (block instanceof PolledCheckBlock polled) {
            PolledCheck check =
                    new PolledCheck(server, polled, settings.initiallyUp(), probe(polled), listener, timer, shortage);
            check.start(random);
            return check;
        } else if (block instanceof FileCheckBlock file) {
            return WatchedCheck.start(server, listener, timer, check -> sources.files()
                    .watch(file.file(), reading -> check.hear(FileCheck.outcome(file, reading))));
        } else if (block instanceof BfdCheckBlock bfd) {
            return WatchedCheck.start(server, listener, timer, check -> sources.sessions()
                    .watch(bfd.session(), (up, why) -> check.hear(bfdOutcome(bfd, up, why))));
        }
        throw new IllegalArgumentException("no such check: " + block);
    }

    private Probe probe(PolledCheckBlock block) {
        if (block instanceof TcpCheckBlock tcp) {
            return new TcpProbe(tcp.connection(), dialer);
        } else if (block instanceof HttpCheckBlock http) {
            return new HttpProbe(http, dialer, sources.identity());
        } else if (block instanceof SmtpCheckBlock smtp) {
            return new SmtpProbe(smtp, dialer);
        } else if (block instanceof DnsCheckBlock dns) {
            return new DnsProbe(dns, dialer, random);
        } else if (block instanceof UdpCheckBlock udp) {
            return new UdpProbe(udp, dialer, random);
        } else if (block instanceof PingCheckBlock ping) {
            return new PingProbe(ping.connection(), pinger, timer);
        } else if (block instanceof MiscCheckBlock misc) {
            return scriptProbe(misc);
        }
        throw new IllegalArgumentException("no such check: " + block);
    }

    /** A script that may not be run leaves the real server as it is: the file is at fault, not the server. */
    private Probe scriptProbe(MiscCheckBlock block) {
        Admission admission = sources.admission().apply(block.script());
        if (admission instanceof Admission.Refused refused) {
            LOG.log(Level.ERROR, "{0} is left out: {1}", block.keyword(), refused.reason());
            return leftOut(refused.reason());
        }
        Admission.Admitted admitted = (Admission.Admitted) admission;
        admitted.concerns().forEach(concern -> LOG.log(Level.WARNING, concern));
        return new ScriptProbe(admitted.script(), block.timeout(), block.dynamic(), sources.scripts(), timer);
    }

    private static Probe leftOut(String reason) {
        return (step, done) -> {
            done.accept(ProbeOutcome.leftOut(reason));
            return Cancellable.NOTHING;
        };
    }

    private static ProbeOutcome bfdOutcome(BfdCheckBlock block, boolean up, String why) {
        String said = "BFD session " + block.session() + (up ? " is up: " : " is down: ") + why;
        return up ? ProbeOutcome.passed(said) : ProbeOutcome.failed(said);
    }

    /** Ends all checks and the thread. */
    @Override
    public void close() {
        pulse.end();
        group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
        pinger.close();
    }

    /** Netty's thread, as those need it that do not talk to the network. */
    private record NettyLoop(EventLoop loop) implements CheckLoop {
        @Override
        public Cancellable after(Duration delay, Runnable work) {
            Future<?> alarm = loop.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> alarm.cancel(false);
        }

        @Override
        public void run(Runnable work) {
            if (!loop.isShuttingDown()) {
                loop.execute(work);
            }
        }
    }
}
