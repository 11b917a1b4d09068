package org.aloft.agent;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.aloft.agent.balance.Balancer;
import org.aloft.agent.balance.BalancerListener;
import org.aloft.agent.balance.IpvsChange;
import org.aloft.agent.balance.VirtualService;
import org.aloft.agent.check.CheckSources;
import org.aloft.agent.check.HealthChecks;
import org.aloft.agent.check.RealServerKey;
import org.aloft.agent.check.WatchedFiles;
import org.aloft.agent.check.WatchedSessions;
import org.aloft.agent.config.ScriptSecurity;
import org.aloft.agent.config.VirtualServerBlock;
import org.aloft.agent.kernel.Ipvs;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.script.Admission;
import org.aloft.agent.script.ScriptRunner;
import org.aloft.agent.status.ServiceStatus;

/**
 * The balancing half of the daemon: begins with the first {@code virtual_server}, so that a file without any needs no IPVS in the
 * kernel. {@link #configure} and {@link #close} are for the main thread; the rest is for any.
 */
final class Balancing implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Balancing.class.getName());

    private final InstantSource calendar;
    private final CheckSources sources;
    private volatile ScriptSecurity security = new ScriptSecurity(Optional.empty(), false);
    private volatile Optional<Parts> parts = Optional.empty();
    private volatile long lastTurn = System.nanoTime();

    /** What runs once there is something to balance. */
    private record Parts(Ipvs ipvs, HealthChecks checks, Balancer balancer) {}

    /**
     * Without anything to balance yet.
     *
     * @param scripts runs the checks' scripts
     * @param files tells checks of files
     * @param sessions tells checks of BFD sessions
     */
    Balancing(InstantSource calendar, ScriptRunner scripts, WatchedFiles files, WatchedSessions sessions) {
        this.calendar = calendar;
        this.sources = new CheckSources(scripts, line -> Admission.of(line, security), files, sessions);
    }

    /**
     * Makes these the services that are balanced.
     *
     * @param scripts which of the checks' scripts may be run
     * @throws KernelException if there are some and the kernel has no IPVS
     */
    void configure(List<VirtualServerBlock> blocks, ScriptSecurity scripts) {
        security = scripts;
        List<VirtualService> wanted = WantedServices.of(blocks);
        if (parts.isPresent()) {
            parts.get().balancer().configure(wanted).join();
        } else if (!wanted.isEmpty()) {
            parts = Optional.of(start(wanted));
        }
    }

    private Parts start(List<VirtualService> wanted) {
        Ipvs ipvs = Ipvs.open();
        HealthChecks checks = HealthChecks.open(new Random(), sources);
        return new Parts(ipvs, checks, Balancer.start(ipvs, checks, wanted, new Log(), calendar));
    }

    /** Asks both threads for a sign of life; {@link #lastTurn} tells when the answer came. */
    void ask() {
        Optional<Parts> running = parts;
        if (running.isEmpty()) {
            lastTurn = System.nanoTime();
            return;
        }
        Balancer balancer = running.get().balancer();
        running.get().checks().whenAlive(() -> {
            CompletableFuture<Void> unused = balancer.alive().thenRun(() -> lastTurn = System.nanoTime());
        });
    }

    /** When both threads were last known to go round, by {@link System#nanoTime()}. */
    long lastTurn() {
        return lastTurn;
    }

    /** What is balanced, with the kernel's numbers. */
    List<ServiceStatus> status() {
        return parts.map(running -> BalancingStatus.of(running.balancer().state(), running.ipvs()))
                .orElse(List.of());
    }

    @Override
    public void close() {
        parts.ifPresent(running -> {
            running.balancer().close();
            running.checks().close();
            running.ipvs().close();
        });
    }

    /** What the balancer does, as lines of the log. */
    private static final class Log implements BalancerListener {
        @Override
        public void serverChanged(RealServerKey server, boolean up, String reason) {
            LOG.log(up ? Level.INFO : Level.WARNING, "{0} is {1}: {2}", server, up ? "up" : "down", reason);
        }

        @Override
        public void applied(IpvsChange change) {
            LOG.log(Level.INFO, "IPVS: {0}", change);
        }

        @Override
        public void refused(String message) {
            LOG.log(Level.ERROR, message);
        }
    }
}
