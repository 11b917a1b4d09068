package org.aloft.agent.balance;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.aloft.agent.check.CheckLauncher;
import org.aloft.agent.check.CheckNews;
import org.aloft.agent.check.RealServerKey;
import org.aloft.agent.check.VirtualServiceKey;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.kernel.ipvs.IpvsAccess;
import org.aloft.agent.kernel.ipvs.IpvsDestinationUse;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;
import org.aloft.agent.kernel.ipvs.IpvsSyncDaemon;
import org.aloft.agent.thread.AfterFailure;
import org.aloft.agent.thread.Loop;
import org.aloft.agent.thread.Parking;
import org.aloft.agent.thread.Rounds;
import org.aloft.agent.thread.Supervisor;

/**
 * Keeps the kernel's IPVS table as the configuration, the checks and the operator want it. At start, at reload and
 * after a refusal it reads the whole table and applies the differences; when a real server changes it does so for the
 * services concerned. So what a crash left behind, or what somebody else changed, is put right, and what is right is
 * never touched. Services that are not this daemon's, by the journal, stay as they are.
 *
 * <p>Thread rule: all work happens on one thread of its own, named {@code balancer}. The public methods are for any
 * thread; those that return a future return at once. What the kernel refuses, or a kernel without IPVS, is tried again
 * after {@link #RETRY}, and then after twice as long each time up to {@link #LONGEST_RETRY}; a reload tries at once.
 */
public final class Balancer implements AutoCloseable {
    /** How long after a first refusal the table is compared again. */
    public static final Duration RETRY = Duration.ofSeconds(5);

    /** The longest time from a refusal to the next attempt. */
    public static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

    /** How often the connections of servers that are being drained are counted. */
    public static final Duration DRAIN_LOOK = Duration.ofSeconds(1);

    /**
     * What the balancer works with.
     *
     * @param ipvs opens the kernel's IPVS; throws {@link org.aloft.agent.kernel.KernelException} where there is none
     * @param checks starts checks
     * @param journal which services of the table are ours
     * @param isLocal whether an address is on this host ({@code ha_suspend}); from the balancer's thread
     * @param clock for when something became so
     * @param nanoTime for how long something takes: {@link System#nanoTime()}
     */
    public record Surroundings(
            Supplier<IpvsAccess> ipvs,
            CheckLauncher checks,
            IpvsJournal journal,
            Predicate<InetAddress> isLocal,
            InstantSource clock,
            LongSupplier nanoTime) {}

    private record Word(int check, CheckNews news) {}

    private final Surroundings surroundings;
    private final BalancerListener listener;
    private final Loop loop;
    private final CheckedServers servers;
    private final KernelTable table;
    private final Drains drains = new Drains();
    private final JudgedServices services;
    /**
     * What checks said and the balancer's thread has not heard yet; taken all at once, so that many make one
     * comparison.
     */
    private final Queue<Word> words = new ConcurrentLinkedQueue<>();

    private final AtomicBoolean wordsPending = new AtomicBoolean();

    private BalancingPlan plan = BalancingPlan.EMPTY;
    private Set<VirtualServiceKey> suspended = Set.of();
    private final Set<String> activeInstances = new HashSet<>();
    private Duration nextRetry = RETRY;
    private long retryAt = Deadline.NEVER;
    private long lookAt = Deadline.NEVER;
    private volatile BalancerState state = BalancerState.EMPTY;

    private Balancer(
            Surroundings surroundings, BalancerListener listener, LvsSettings settings, Supervisor supervisor) {
        this.surroundings = surroundings;
        this.listener = listener;
        this.loop = supervisor.loop("balancer", AfterFailure.GO_ON, new Parking(), new Turns());
        this.servers = new CheckedServers(surroundings.checks(), this::bring);
        this.services = new JudgedServices(servers, drains, listener, surroundings.clock());
        this.table = new KernelTable(surroundings.ipvs(), surroundings.journal(), listener, settings.flushAtStart());
    }

    /**
     * Starts the thread, makes the table what the configuration wants, and starts the checks. Returns when the table
     * was made so, or was refused, which the listener is told.
     *
     * @param supervisor of the thread, and told of faults
     */
    public static Balancer start(
            Surroundings surroundings, BalancingPlan plan, BalancerListener listener, Supervisor supervisor) {
        Balancer balancer = new Balancer(surroundings, listener, plan.settings(), supervisor);
        balancer.loop.start();
        balancer.configure(plan).exceptionally(told -> null).join();
        return balancer;
    }

    /**
     * Takes another configuration into force. Checks that stay the same go on, real servers keep what is known of them,
     * and drains are called off. The future ends when the table was compared.
     */
    public CompletableFuture<Void> configure(BalancingPlan next) {
        return run(() -> {
            drains.callOff(server -> true);
            List<TableEntry> wantedBefore = services.entries();
            LvsSettings settingsBefore = plan.settings();
            plan = next;
            services.configure(next.services());
            suspended = suspended();
            servers.configure(next.services(), suspended, now());
            services.judgeAll();
            nextRetry = RETRY;
            if (settingsBefore.equals(next.settings())) { // a sync daemon that changes comes before real servers
                table.change(wantedBefore, services.entries());
            }
            compare();
        });
    }

    /** Compares the whole table with the wanted one now. */
    CompletableFuture<Void> reconcile() {
        return run(this::compare);
    }

    /** Addresses of this host came or went: services with {@code ha_suspend} may rest or begin. */
    public CompletableFuture<Void> addressesChanged() {
        return run(() -> {
            Set<VirtualServiceKey> now = suspended();
            if (!now.equals(suspended)) {
                suspended = now;
                servers.rest(now);
                publish();
            }
        });
    }

    private Set<VirtualServiceKey> suspended() {
        Set<VirtualServiceKey> resting = new HashSet<>();
        plan.services().stream()
                .filter(service -> service.options().haSuspend())
                .filter(service -> service.entries().stream().noneMatch(entry -> isLocal(entry.key())))
                .forEach(service -> resting.add(service.key()));
        return resting;
    }

    private boolean isLocal(IpvsServiceKey key) {
        return key instanceof IpvsServiceKey.Endpoint endpoint
                && surroundings.isLocal().test(endpoint.address());
    }

    /** A VRRP instance became active, or is no longer; the sync daemon that follows it does so. */
    public CompletableFuture<Void> instanceChanged(String instance, boolean active) {
        return run(() -> {
            boolean changed = active ? activeInstances.add(instance) : activeInstances.remove(instance);
            if (changed && followedInstance().filter(instance::equals).isPresent()) {
                compare();
            }
        });
    }

    private Optional<String> followedInstance() {
        return plan.settings().syncDaemon().flatMap(SyncDaemonSettings::instance);
    }

    /**
     * Drains real servers, all or none: their weight becomes 0, and once their connections are done they leave the table, until
     * {@link #undrain}, the next {@link #configure} or the time that the order says. Checks go on and change nothing of
     * that.
     *
     * @param progress is told with every look, on the balancer's thread: hand it on, and do not wait
     */
    public CompletableFuture<DrainResult> drain(DrainOrder order, Consumer<DrainProgress> progress) {
        CompletableFuture<DrainResult> result = new CompletableFuture<>();
        long ordered = surroundings.nanoTime().getAsLong();
        CompletableFuture<Void> begun = run(() -> {
            List<RealServerSelector> unknown = order.unknownAmong(services.realServers());
            if (!unknown.isEmpty()) {
                result.complete(new DrainResult(DrainResult.Outcome.NO_SUCH_SERVER, List.of(), unknown));
                return;
            }
            List<RealServerKey> meant =
                    services.realServers().stream().filter(order::means).toList();
            drains.begin(order, meant, ordered, progress, result);
            follow(meant);
            look();
        });
        begun.exceptionally(failure -> {
            result.completeExceptionally(failure);
            return null;
        });
        return result;
    }

    /** Ends drains and takes the real servers back; the future says how many there were. */
    public CompletableFuture<Integer> undrain(RealServerSelector which) {
        CompletableFuture<Integer> back = new CompletableFuture<>();
        CompletableFuture<Void> begun = run(() -> {
            Set<RealServerKey> returned = drains.callOff(which::matches);
            follow(returned);
            back.complete(returned.size());
        });
        begun.exceptionally(failure -> {
            back.completeExceptionally(failure);
            return null;
        });
        return back;
    }

    /**
     * Counts the connections of the servers that are being drained now; happens by itself every {@link #DRAIN_LOOK}.
     */
    CompletableFuture<Void> lookAtDrains() {
        return run(this::look);
    }

    private void look() {
        long now = surroundings.nanoTime().getAsLong();
        Set<RealServerKey> moved = new HashSet<>(drains.look(this::connections, now));
        moved.addAll(drains.takeBackWhoseTimeHasCome(now));
        if (!moved.isEmpty()) {
            follow(moved);
        }
        lookAt = drains.goOn() ? System.nanoTime() + DRAIN_LOOK.toNanos() : Deadline.NEVER;
    }

    private ConnectionCount connections(RealServerKey key) {
        VirtualService service = services.get(key.service());
        ConnectionCount count = ConnectionCount.NONE;
        for (RealServer server : service.realServers()) {
            if (server.key(service.key()).equals(key)) {
                for (var entry : service.entries()) {
                    count = count.plus(connections(server, entry.key()));
                }
            }
        }
        return count;
    }

    private ConnectionCount connections(RealServer server, IpvsServiceKey service) {
        return table.uses(service).stream()
                .filter(use -> use.destination().sameAs(server.entry(service, 0)))
                .map(use -> new ConnectionCount(
                        use.activeConnections(), use.inactiveConnections(), use.persistentConnections()))
                .reduce(ConnectionCount.NONE, ConnectionCount::plus);
    }

    /** What was known after the last change. */
    public BalancerState state() {
        return state;
    }

    /** The kernel's counters of a virtual service's real servers, asked now; none where it has no such service. */
    public List<IpvsDestinationUse> uses(IpvsServiceKey service) {
        return table.uses(service);
    }

    private CompletableFuture<Void> run(Runnable work) {
        return loop.submit(work);
    }

    private Instant now() {
        return surroundings.clock().instant();
    }

    /** From the checks' thread. */
    private void bring(int check, CheckNews news) {
        words.add(new Word(check, news));
        if (wordsPending.compareAndSet(false, true)) {
            CompletableFuture<Void> unused = run(this::hear);
        }
    }

    private void hear() {
        wordsPending.set(false);
        Set<RealServerKey> changed = new LinkedHashSet<>();
        for (Word word = words.poll(); word != null; word = words.poll()) {
            RealServerKey server = word.news().server();
            servers.report(word.check(), word.news(), now()).ifPresent(before -> {
                changed.add(server);
                ServerState now = servers.state(server);
                listener.serverChanged(
                        server,
                        before,
                        now,
                        now.up() ? services.standing(server).weight() : 0);
            });
        }
        follow(changed);
    }

    /** Makes true in the table what became of these real servers. */
    private void follow(Collection<RealServerKey> changed) {
        List<TableEntry> entries = services.judge(changed);
        if (entries.isEmpty() || table.refresh(entries)) {
            publish();
        } else {
            compare();
        }
    }

    private void compare() {
        if (table.bring(services.entries(), plan.settings().timeouts(), syncDaemons())) {
            nextRetry = RETRY;
        } else {
            retryLater();
        }
        publish();
    }

    private List<IpvsSyncDaemon> syncDaemons() {
        boolean active = followedInstance().filter(activeInstances::contains).isPresent();
        return plan.settings().syncDaemon().map(daemon -> daemon.wanted(active)).orElse(List.of());
    }

    private void publish() {
        state = services.state(suspended, table.problem());
    }

    private void retryLater() {
        if (retryAt == Deadline.NEVER) {
            retryAt = System.nanoTime() + nextRetry.toNanos();
            Duration doubled = nextRetry.multipliedBy(2);
            nextRetry = doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
        }
    }

    /** What comes with time. */
    private final class Turns implements Rounds {
        @Override
        public long deadline() {
            return Math.min(retryAt, lookAt);
        }

        @Override
        public void turn(long now) {
            if (Deadline.isDue(retryAt, now)) {
                retryAt = Deadline.NEVER;
                compare();
            }
            if (Deadline.isDue(lookAt, now)) {
                look();
            }
        }

        @Override
        public void ending() {
            drains.callOff(server -> true);
            services.stop();
            servers.close();
            table.remove(plan.settings().atStop(), plan.settings().syncDaemon().isPresent());
        }

        @Override
        public void end() {
            table.close();
        }
    }

    /**
     * Ends the checks and drains, removes from the table what this daemon put there ({@code lvs_flush_on_stop}:
     * everything), and ends the thread.
     */
    @Override
    public void close() {
        loop.close();
    }
}
