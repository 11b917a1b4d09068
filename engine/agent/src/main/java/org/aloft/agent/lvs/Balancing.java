package org.aloft.agent.lvs;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.aloft.agent.balance.Balancer;
import org.aloft.agent.balance.BalancingPlan;
import org.aloft.agent.balance.IpvsJournal;
import org.aloft.agent.check.CheckSources;
import org.aloft.agent.check.HealthChecks;
import org.aloft.agent.check.TlsIdentity;
import org.aloft.agent.check.WatchedFiles;
import org.aloft.agent.check.WatchedSessions;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.NamespaceBlock;
import org.aloft.agent.config.ScriptSecurity;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.EventSink;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.kernel.ipvs.Ipvs;
import org.aloft.agent.kernel.ipvs.IpvsAccess;
import org.aloft.agent.kernel.process.NetworkNamespace;
import org.aloft.agent.script.Admission;
import org.aloft.agent.script.ScriptRunner;
import org.aloft.agent.status.ServiceStatus;
import org.aloft.agent.thread.Supervisor;

/**
 * The balancing half of the daemon: begins with the first {@code virtual_server}, or with what an earlier run left
 * behind, so that a file without any needs no IPVS in the kernel. A kernel without IPVS is no reason to stop: the
 * balancer says so and tries again. {@link #prepare}, {@link #configure}, {@link #release} and {@link #close} are for
 * the main thread; the rest is for any.
 */
public final class Balancing implements AutoCloseable {
    private final IpvsJournal journal;
    private final Predicate<InetAddress> isLocal;
    private final EventSink events;
    private final InstantSource calendar;
    private final CheckSources sources;
    private final Set<String> downAtFirst;
    private final Supervisor supervisor;
    private volatile ScriptSecurity security = new ScriptSecurity(Optional.empty(), false);
    private volatile TlsIdentity identity = TlsIdentity.of(Optional.empty());
    private final Set<String> activeInstances = ConcurrentHashMap.newKeySet();
    private volatile Optional<Parts> parts = Optional.empty();
    private Optional<HealthChecks> prepared = Optional.empty();

    /** What runs once there is something to balance. */
    private record Parts(HealthChecks checks, Balancer balancer) {}

    /**
     * Without anything to balance yet.
     *
     * @param journal the file that says which services of the kernel's table are ours
     * @param isLocal whether an address is on this host; from any thread
     * @param scripts runs the checks' scripts
     * @param files tells checks of files
     * @param sessions tells checks of BFD sessions
     * @param downAtFirst real servers that the process before left as down, by {@code RealServerKey.toString}
     * @param supervisor of the threads
     * @throws java.io.UncheckedIOException if the journal cannot be read
     */
    public Balancing(
            Path journal,
            Predicate<InetAddress> isLocal,
            EventSink events,
            InstantSource calendar,
            ScriptRunner scripts,
            WatchedFiles files,
            WatchedSessions sessions,
            Set<String> downAtFirst,
            Supervisor supervisor) {
        this.journal = new IpvsJournal(journal);
        this.isLocal = isLocal;
        this.events = events;
        this.calendar = calendar;
        this.downAtFirst = Set.copyOf(downAtFirst);
        this.supervisor = supervisor;
        this.sources = new CheckSources(scripts, line -> Admission.of(line, security), () -> identity, files, sessions);
    }

    /**
     * Opens what {@link #configure} will need for this plan, if it is the first with something to do.
     *
     * @throws RuntimeException it cannot be had
     */
    public void prepare(BalancingPlan plan) {
        if (parts.isEmpty() && prepared.isEmpty() && isSomethingToDo(plan)) {
            prepared = Optional.of(HealthChecks.open(new Random(), sources, supervisor));
        }
    }

    /** Closes what {@link #prepare} opened, unless it is in use. */
    public void release() {
        prepared.ifPresent(HealthChecks::close);
        prepared = Optional.empty();
    }

    /**
     * Makes these the services that are balanced.
     *
     * @param plan what the configuration asks of the balancer
     * @param identity as whom {@code SSL_GET} speaks from now on, in checks that go on as well
     * @throws IllegalStateException a fault of the balancer's while it runs; when it begins that is in the log, and no
     *     reason to stop
     */
    public void configure(Configuration configuration, BalancingPlan plan, TlsIdentity identity) {
        this.identity = identity;
        security = configuration.global().scripts();
        if (parts.isPresent()) {
            change(parts.get().balancer(), plan);
        } else if (isSomethingToDo(plan)) {
            prepare(plan);
            parts = Optional.of(start(
                    plan.downAtFirst(downAtFirst),
                    configuration.global().process().namespaces()));
            List.copyOf(activeInstances).forEach(instance -> instanceChanged(instance, true));
        }
    }

    private static void change(Balancer balancer, BalancingPlan plan) {
        try {
            balancer.configure(plan).join();
        } catch (CompletionException fault) {
            throw new IllegalStateException("a fault of the balancer: " + fault.getCause(), fault.getCause());
        }
    }

    private Parts start(BalancingPlan plan, NamespaceBlock namespaces) {
        HealthChecks checks = prepared.orElseThrow();
        Balancer.Surroundings surroundings =
                new Balancer.Surroundings(() -> open(namespaces), checks, journal, isLocal, calendar, System::nanoTime);
        BalancingNews news = new BalancingNews(events, calendar);
        Parts running = new Parts(checks, Balancer.start(surroundings, plan, news, supervisor));
        prepared = Optional.empty();
        return running;
    }

    /** A socket of another namespace reaches that one's IPVS from any thread. */
    private static IpvsAccess open(NamespaceBlock namespaces) {
        Optional<NetworkNamespace> other = namespaces
                .ipvs()
                .flatMap(ipvs -> ipvs.name().map(NetworkNamespace::named).or(NetworkNamespace::startedIn));
        return other.isPresent() ? other.get().call(Ipvs::open) : Ipvs.open();
    }

    private boolean isSomethingToDo(BalancingPlan plan) {
        boolean leftovers = !journal.own().isEmpty();
        return !plan.services().isEmpty() || !plan.settings().isDefault() || leftovers;
    }

    /** The balancer, once there is something to balance; for orders such as a drain. */
    public Optional<Balancer> balancer() {
        return parts.map(Parts::balancer);
    }

    /** Real servers that are down, by {@code RealServerKey.toString}. */
    public Set<String> down() {
        return balancer().map(running -> running.state().servers()).orElse(Map.of()).entrySet().stream()
                .filter(server -> !server.getValue().checked().up())
                .map(server -> server.getKey().toString())
                .collect(Collectors.toSet());
    }

    /** Addresses of this host came or went. */
    public void addressesChanged() {
        parts.ifPresent(running -> {
            CompletableFuture<Void> unused = running.balancer().addressesChanged();
        });
    }

    /** Hears which VRRP instances are active, for the sync daemon that follows one. Never waits. */
    public void happened(AgentEvent event) {
        if (event instanceof AgentEvent.InstanceChanged changed) {
            instanceChanged(changed.instance(), changed.to() == InstanceState.ACTIVE);
        }
    }

    /** Hears which are active after a reload, which may have given one another name. */
    public void activeInstances(Set<String> active) {
        Set.copyOf(activeInstances).stream()
                .filter(name -> !active.contains(name))
                .forEach(name -> instanceChanged(name, false));
        active.forEach(name -> instanceChanged(name, true));
    }

    private void instanceChanged(String instance, boolean active) {
        if (active) {
            activeInstances.add(instance);
        } else {
            activeInstances.remove(instance);
        }
        parts.ifPresent(running -> {
            CompletableFuture<Void> unused = running.balancer().instanceChanged(instance, active);
        });
    }

    /** What is balanced, with the kernel's numbers. */
    public List<ServiceStatus> status() {
        return parts.map(running -> BalancingStatus.of(running.balancer())).orElse(List.of());
    }

    /** Why the kernel's table is not as wanted: what, where, and the way out; empty when it is. */
    public Optional<String> problem() {
        return parts.flatMap(running -> running.balancer().state().problem());
    }

    @Override
    public void close() {
        parts.ifPresent(running -> {
            running.balancer().close();
            running.checks().close();
        });
    }
}
