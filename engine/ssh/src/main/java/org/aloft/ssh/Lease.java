package org.aloft.ssh;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.aloft.plan.apply.ApplyEvent;
import org.aloft.plan.apply.LeaseScript;
import org.aloft.plan.apply.RunIdentity;
import org.aloft.topology.model.Host;

/**
 * This run's word on all hosts that it touches: nobody else changes them until it has ended. Taken on all of them or on
 * none, renewed on a thread of its own, ended by {@link #close}. When the workstation dies it ends by itself, {@link
 * LeaseScript#LENGTH} later.
 *
 * <p>Opened and closed by one thread.
 */
public final class Lease implements AutoCloseable {
    private static final Duration ONE_SCRIPT = Duration.ofSeconds(20);

    private final Fleet fleet;
    private final List<Host> hosts;
    private final RunIdentity identity;
    private final List<Refused> lost = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService renewal = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "lease");
        thread.setDaemon(true);
        return thread;
    });

    private Lease(Fleet fleet, List<Host> hosts, RunIdentity identity) {
        this.fleet = fleet;
        this.hosts = hosts;
        this.identity = identity;
    }

    /** Why a run must not begin. */
    public sealed interface Refused {
        /** The host that said so. */
        String host();

        /** For a person to read. */
        String text();

        /**
         * Another run is changing this host.
         *
         * @param who user and machine
         * @param since when that run began
         */
        record Held(String host, String who, String since) implements Refused {
            @Override
            public String text() {
                return "another run is changing " + host + ": " + who + ", since " + since;
            }
        }

        /** Somebody has changed this host since the plan was made. */
        record Stale(String host) implements Refused {
            @Override
            public String text() {
                return host + " has been changed since this plan was made";
            }
        }

        /**
         * Somebody has broken this run's lease.
         *
         * @param who user and machine
         * @param when ISO 8601
         */
        record Broken(String host, String who, String when) implements Refused {
            @Override
            public String text() {
                return who + " has broken this run's lease of " + host + " at " + when;
            }
        }

        /** The host could not be reached. */
        record Lost(String host, SshException reason) implements Refused {
            @Override
            public String text() {
                return host + ": " + reason.getMessage();
            }
        }
    }

    /**
     * A lease, or why there is none.
     *
     * @param lease to be closed; empty when a host refused
     * @param refused at least one when there is no lease
     */
    public record Taking(Optional<Lease> lease, List<Refused> refused) {}

    /**
     * Takes the lease on all hosts; when one refuses, on none.
     *
     * @param manifest the digest of each host's manifest that the plan was made from; {@code -} for none
     * @throws InterruptedException when the caller was; then no lease is held
     */
    public static Taking take(
            Fleet fleet, Collection<Host> hosts, RunIdentity identity, Function<String, Optional<String>> manifest)
            throws InterruptedException {
        Lease lease = new Lease(fleet, List.copyOf(hosts), identity);
        List<Refused> refused = new ArrayList<>();
        try {
            Map<String, Fleet.Outcome<Optional<Refused>>> outcomes =
                    fleet.onEach(hosts, connection -> lease.takeOn(connection, manifest.apply(connection.host())));
            outcomes.forEach((host, outcome) -> {
                if (outcome instanceof Fleet.Outcome.Done<Optional<Refused>> done) {
                    done.value().ifPresent(refused::add);
                } else if (outcome instanceof Fleet.Outcome.Failed<Optional<Refused>> failed) {
                    refused.add(new Refused.Lost(host, failed.reason()));
                }
            });
        } catch (InterruptedException interrupted) {
            lease.close();
            throw interrupted;
        }
        if (!refused.isEmpty()) {
            lease.close();
            return new Taking(Optional.empty(), refused);
        }
        long pause = LeaseScript.RENEWAL.toSeconds();
        Future<?> unused = lease.renewal.scheduleWithFixedDelay(lease::renew, pause, pause, TimeUnit.SECONDS);
        return new Taking(Optional.of(lease), List.of());
    }

    private Optional<Refused> takeOn(Connection connection, Optional<String> manifest) throws SshException {
        String script =
                manifest.map(digest -> LeaseScript.take(identity, digest)).orElseGet(() -> LeaseScript.renew(identity));
        ScriptResult result = connection.run(script, ONE_SCRIPT);
        for (String line : result.output().lines().toList()) {
            Optional<ApplyEvent> event = ApplyEvent.parse(line);
            if (event.isPresent() && event.get() instanceof ApplyEvent.LockHeld held) {
                return Optional.of(new Refused.Held(connection.host(), held.who(), held.since()));
            }
            if (event.isPresent() && event.get() instanceof ApplyEvent.Broken broken) {
                return Optional.of(new Refused.Broken(connection.host(), broken.who(), broken.when()));
            }
            if (event.isPresent() && event.get() instanceof ApplyEvent.Stale) {
                return Optional.of(new Refused.Stale(connection.host()));
            }
            if (event.isPresent() && event.get() instanceof ApplyEvent.Leased) {
                return Optional.empty();
            }
        }
        throw new SshException(
                SshException.Kind.LOST,
                connection.host(),
                "the lease could not be taken: " + result.errors().strip(),
                "look whether /run is writable there, and flock of util-linux installed",
                null);
    }

    /**
     * Renewed where a connection is open: a drill that has cut a host's power waits for it by itself, and must not find
     * this thread connecting there. A host that is back is asked again.
     */
    private void renew() {
        List<Host> reachable = hosts.stream().filter(fleet::isOpen).toList();
        try {
            fleet.onEach(reachable, connection -> takeOn(connection, Optional.empty()))
                    .values()
                    .forEach(outcome -> {
                        if (outcome instanceof Fleet.Outcome.Done<Optional<Refused>> done) {
                            done.value().ifPresent(lost::add);
                        }
                    });
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException unforeseen) {
            // Thrown out of here it would end the renewals without a word. What comes of a lease that lapses is told
            // anyway: the
            // next script takes it again, or says who has it.
            return;
        }
    }

    /**
     * Who has taken the lease over since, which happens when it could not be renewed for too long; empty while all is
     * well.
     */
    public List<Refused> lost() {
        return List.copyOf(lost);
    }

    /** Ends it on all hosts to which a connection is open; on others it ends by itself. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        renewal.shutdown();
        try {
            // A renewal that is under way would take it again behind its end, and nobody else could for a while.
            if (!renewal.awaitTermination(ONE_SCRIPT.toMillis(), TimeUnit.MILLISECONDS)) {
                renewal.shutdownNow();
            }
            List<Host> reachable = hosts.stream().filter(fleet::isOpen).toList();
            fleet.onEach(reachable, connection -> connection.run(LeaseScript.end(identity), ONE_SCRIPT));
        } catch (InterruptedException again) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
