package org.aloft.agent.balance;

import static org.aloft.agent.balance.Examples.entry;
import static org.aloft.agent.balance.Examples.key;
import static org.aloft.agent.balance.Examples.plan;
import static org.aloft.agent.balance.Examples.server;
import static org.aloft.agent.balance.Examples.table;
import static org.aloft.agent.balance.Examples.web;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.aloft.agent.check.CheckListener;
import org.aloft.agent.check.CheckNews;
import org.aloft.agent.check.CheckSettings;
import org.aloft.agent.check.RealServerKey;
import org.aloft.agent.check.RunningCheck;
import org.aloft.agent.check.VirtualServiceKey;
import org.aloft.agent.check.WeightEffect;
import org.aloft.agent.kernel.ipvs.IpvsChange;
import org.aloft.agent.kernel.ipvs.IpvsService;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;
import org.aloft.agent.kernel.ipvs.IpvsSyncDaemon;
import org.aloft.agent.kernel.ipvs.IpvsTimeouts;
import org.aloft.agent.thread.Faults;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class BalancerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");

    private final TableInMemory table = new TableInMemory();
    private final Map<RealServerKey, List<CheckListener>> checks = Collections.synchronizedMap(new HashMap<>());
    private final List<String> ended = Collections.synchronizedList(new ArrayList<>());
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final Set<InetAddress> local = ConcurrentHashMap.newKeySet();
    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong calendarAhead = new AtomicLong();
    private Optional<Balancer> running = Optional.empty();

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        running.ifPresent(Balancer::close);
    }

    @Test
    void shouldCountServersAsUpUntilACheckSaysOtherwise() {
        start(web(server(21, 1), server(22, 1)));
        assertThat(table.entries()).containsExactly(table(entry(21, 1), entry(22, 1)));
    }

    @Test
    void shouldRemoveAServerThatFailsItsCheckAndPutItBackWhenItPasses() {
        Balancer balancer = start(web(server(21, 1), server(22, 1)));
        say(balancer, 21, 0, false, "no connection");
        assertThat(table.entries()).containsExactly(table(entry(22, 1)));
        assertThat(balancer.state().servers().get(key(21)))
                .extracting(BalancerState.Server::checked)
                .isEqualTo(new ServerState(false, NOW, "no connection"));
        assertThat(log).contains("removed real server 192.0.2.21:80 from TCP 192.0.2.10:80");

        say(balancer, 21, 0, true, "accepted");
        assertThat(table.entries()).containsExactly(table(entry(22, 1), entry(21, 1)));
    }

    @Test
    void shouldNeedAllChecksOfAServerToPass() {
        RealServer one = server(21, 1);
        RealServer twice = server(
                21,
                1,
                false,
                List.of(one.checks().get(0), CheckSettings.of(new InetSocketAddress(one.address(), 8080))));
        Balancer balancer = start(web(twice));
        say(balancer, 21, 1, false, "second failed");
        say(balancer, 21, 0, true, "first passed");
        assertThat(table.entries()).containsExactly(table());
        assertThat(balancer.state().servers().get(key(21)).checked().reason()).isEqualTo("second failed");
    }

    @Test
    void shouldTakeUpTheTableThatACrashLeftBehindWithoutTouchingWhatIsRightOrSomebodyElses() {
        IpvsServiceKey old = Examples.service("192.0.2.66", 80);
        IpvsServiceKey foreign = Examples.service("192.0.2.67", 80);
        new IpvsJournal(folder.resolve("ipvs")).add(List.of(old, Examples.WEB));
        for (IpvsServiceKey key : List.of(old, foreign, Examples.WEB)) {
            table.make(new IpvsChange.AddService(IpvsService.of(key, "rr")));
        }
        table.make(
                new IpvsChange.AddDestination(Examples.WEB, entry(21, 1)),
                new IpvsChange.AddDestination(Examples.WEB, entry(44, 1)));
        start(web(server(21, 1), server(22, 1)));
        assertThat(table.entries())
                .containsExactly(
                        new TableEntry(IpvsService.of(foreign, "rr"), List.of()), table(entry(21, 1), entry(22, 1)));
        assertThat(log)
                .containsExactly(
                        "TCP 192.0.2.10:80 has its quorum",
                        "added real server 192.0.2.22:80 to TCP 192.0.2.10:80 with weight 1",
                        "removed real server 192.0.2.44:80 from TCP 192.0.2.10:80",
                        "removed virtual service TCP 192.0.2.66:80");
        assertThat(new IpvsJournal(folder.resolve("ipvs")).own()).containsExactly(Examples.WEB);
    }

    @Test
    void shouldRemoveWhatOthersLeftOnlyWhereLvsFlushSaysSo() {
        IpvsServiceKey foreign = Examples.service("192.0.2.67", 80);
        table.make(new IpvsChange.AddService(IpvsService.of(foreign, "rr")));
        LvsSettings flush = new LvsSettings(true, LvsSettings.AtStop.FLUSH, IpvsTimeouts.UNCHANGED, Optional.empty());
        Balancer balancer = start(new BalancingPlan(List.of(web(server(21, 1))), flush));
        assertThat(table.entries()).containsExactly(table(entry(21, 1)));

        table.make(new IpvsChange.AddService(IpvsService.of(foreign, "rr")));
        balancer.configure(new BalancingPlan(List.of(web(server(21, 2))), flush))
                .join();
        assertThat(table.services()).hasSize(2); // a reload is no start
        balancer.close();
        assertThat(table.services()).isEmpty();
    }

    @Test
    void shouldKeepWhatAChecksFoundOverAReload() {
        Balancer balancer = start(web(server(21, 1), server(22, 1)));
        say(balancer, 21, 0, false, "no connection");
        balancer.configure(plan(web(server(21, 4), server(23, 1)))).join();
        assertThat(table.entries()).containsExactly(table(entry(23, 1)));
        assertThat(ended).containsExactly(key(22).toString());
    }

    @Test
    void shouldKeepAServerDownWhenAReloadChangesItsCheck() {
        Balancer balancer = start(web(server(21, 1)));
        say(balancer, 21, 0, false, "no connection");
        RealServer other = server(21, 1);
        CheckSettings faster = CheckSettings.of(new InetSocketAddress(other.address(), 8080));
        balancer.configure(plan(web(server(21, 1, false, List.of(faster))))).join();
        assertThat(table.entries()).containsExactly(table());
    }

    @Test
    void shouldPutRightWhatSomebodyElseChanged() {
        Balancer balancer = start(web(server(21, 1)));
        table.flush();
        balancer.reconcile().join();
        assertThat(table.entries()).containsExactly(table(entry(21, 1)));
    }

    @Test
    void shouldPutRightInAReloadWhatSomebodyElseChangedBefore() {
        Balancer balancer = start(web(server(21, 1)));
        table.flush();
        balancer.configure(plan(web(server(21, 2)))).join();
        assertThat(table.entries()).containsExactly(table(entry(21, 2)));
        assertThat(log).as("nothing was refused").noneMatch(line -> line.contains("cannot"));
        assertThat(balancer.state().problem()).isEmpty();
    }

    @Test
    void shouldTakeNoShortCutWhereTheSettingsOfIpvsChange() {
        Balancer balancer = start(web(server(21, 1)));
        table.reads();
        IpvsTimeouts times = new IpvsTimeouts(Optional.of(Duration.ofMinutes(30)), Optional.empty(), Optional.empty());
        LvsSettings other = new LvsSettings(false, LvsSettings.AtStop.REMOVE_OWN, times, Optional.empty());
        balancer.configure(new BalancingPlan(List.of(web(server(21, 2))), other))
                .join();
        assertThat(table.entries()).containsExactly(table(entry(21, 2)));
        assertThat(table.readsBeforeTheLastChange()).isPositive();
    }

    @Test
    void shouldRemoveItsOwnServicesAndNoOthersWhenItStops() {
        Balancer balancer = start(web(server(21, 1)));
        IpvsService other = IpvsService.of(Examples.service("192.0.2.66", 80), "rr");
        table.make(new IpvsChange.AddService(other));
        balancer.close();
        assertThat(table.services()).containsExactly(other);
        assertThat(ended).containsExactly(key(21).toString());
        assertThat(new IpvsJournal(folder.resolve("ipvs")).own()).isEmpty();
    }

    @Test
    void shouldReportARefusalOnceAndGoOn() {
        table.breakDown(true);
        Balancer balancer = start(web(server(21, 1)));
        balancer.reconcile().join();
        String refusal = "cannot change the table: IPVS_CMD: EEXIST; mend the test";
        assertThat(log).containsOnlyOnce(refusal);
        assertThat(balancer.state().problem()).contains(refusal);

        table.breakDown(false);
        balancer.reconcile().join();
        assertThat(log).endsWith("recovered");
        assertThat(balancer.state().problem()).isEmpty();
        assertThat(table.entries()).containsExactly(table(entry(21, 1)));
    }

    @Test
    void shouldCheckServersWithoutIpvsAndFillTheTableOnceTheModuleIsLoaded() {
        table.goMissing(true);
        Balancer balancer = start(web(server(21, 1), server(22, 1)));
        assertThat(balancer.state().problem())
                .hasValueSatisfying(text -> assertThat(text).contains("modprobe ip_vs"));
        say(balancer, 21, 0, false, "no connection");

        table.goMissing(false);
        balancer.reconcile().join(); // as the retry does by itself, and a reload
        assertThat(table.entries()).containsExactly(table(entry(22, 1)));

        table.goMissing(true); // rmmod, and modprobe again
        balancer.reconcile().join();
        table.flush();
        table.goMissing(false);
        balancer.reconcile().join();
        assertThat(table.entries()).containsExactly(table(entry(22, 1)));
    }

    @Test
    void shouldLetTheSorryServerInAndOutByTheQuorumAndItsHysteresis() {
        VirtualService service =
                web(new Quorum(2, 1), Optional.of(Examples.SORRY), server(21, 1), server(22, 1), server(23, 1));
        Balancer balancer = start(service);
        say(balancer, 21, 0, false, "no connection");
        say(balancer, 22, 0, false, "no connection");
        assertThat(table.entries()).containsExactly(table(entry(23, 1)));
        say(balancer, 23, 0, false, "no connection");
        assertThat(table.entries()).containsExactly(table(entry(99, 1)));
        say(balancer, 23, 0, true, "accepted");
        say(balancer, 22, 0, true, "accepted");
        assertThat(table.entries()).containsExactly(table(entry(99, 1)));
        say(balancer, 21, 0, true, "accepted");
        assertThat(table.entries()).containsExactly(table(entry(21, 1), entry(22, 1), entry(23, 1)));
        assertThat(log)
                .filteredOn(line -> line.contains("quorum"))
                .containsExactly(
                        "TCP 192.0.2.10:80 has its quorum",
                        "TCP 192.0.2.10:80 has lost its quorum",
                        "TCP 192.0.2.10:80 has its quorum");
    }

    @Test
    void shouldFollowAWeightThatACheckChanges() {
        Balancer balancer = start(web(server(21, 3)));
        checks.get(key(21))
                .get(0)
                .changed(new CheckNews(key(21), true, new WeightEffect.Becomes(10), "exit status 12"));
        balancer.addressesChanged().join();
        assertThat(table.entries()).containsExactly(table(entry(21, 10)));
    }

    @Test
    void shouldTellThoseWithOmegaThatAllIsDownWhenItStops() {
        VirtualService omega = web(
                Quorum.DEFAULT,
                Optional.empty(),
                new VirtualService.Options(true, false),
                server(21, 1),
                server(22, 1));
        Balancer balancer = start(omega);
        say(balancer, 22, 0, false, "no connection");
        log.clear();
        balancer.close();
        assertThat(log)
                .startsWith("192.0.2.21:80 is down: aloftd stops", "TCP 192.0.2.10:80 has lost its quorum")
                .noneMatch(line -> line.startsWith("192.0.2.22"));
    }

    @Test
    void shouldLetChecksRestWhileTheAddressIsElsewhere() {
        VirtualService suspended =
                web(Quorum.DEFAULT, Optional.empty(), new VirtualService.Options(false, true), server(21, 1));
        Balancer balancer = start(suspended);
        assertThat(checks).isEmpty();
        assertThat(balancer.state().services().get(0).suspended()).isTrue();

        local.add(Examples.ip("192.0.2.10"));
        balancer.addressesChanged().join();
        say(balancer, 21, 0, false, "no connection");
        assertThat(table.entries()).containsExactly(table());

        local.clear();
        balancer.addressesChanged().join();
        assertThat(ended).containsExactly(key(21).toString());
        say(balancer, 21, 0, true, "a word that was on its way"); // of a check that has ended
        assertThat(table.entries()).containsExactly(table());
    }

    @Test
    void shouldDrainAServerUntilItsConnectionsAreDoneAndKeepItOut() {
        Balancer balancer = start(web(server(21, 3), server(22, 1)));
        table.connect(entry(21, 0), 2, 5);
        DrainOrder order = new DrainOrder(
                new RealServerSelector(Examples.ip("192.0.2.21"), OptionalInt.of(80), Optional.of("192.0.2.10:80")),
                Duration.ofMinutes(1),
                false);
        CompletableFuture<DrainResult> result = balancer.drain(order, stand -> log.add(stand.toString()));
        balancer.addressesChanged().join();
        assertThat(table.entries()).containsExactly(table(entry(21, 0), entry(22, 1)));
        assertThat(log).contains("192.0.2.21:80 of TCP 192.0.2.10:80: 2 active, 5 inactive, 0 persistent after 0 s");

        clock.addAndGet(30);
        table.connect(entry(21, 0), 0, 5);
        balancer.lookAtDrains().join();
        assertThat(ended(result).outcome()).isEqualTo(DrainResult.Outcome.DRAINED);
        assertThat(table.entries()).containsExactly(table(entry(22, 1)));
        say(balancer, 21, 0, false, "no connection");
        say(balancer, 21, 0, true, "accepted");
        assertThat(table.entries()).containsExactly(table(entry(22, 1)));
        assertThat(balancer.state().servers().get(key(21)).drain()).contains(DrainPhase.DRAINED);

        assertThat(balancer.undrain(order.servers()).join()).isEqualTo(1);
        balancer.addressesChanged().join();
        assertThat(table.entries()).containsExactly(table(entry(22, 1), entry(21, 3)));
    }

    @Test
    void shouldGiveADrainUpWhenItsTimeIsUpAndKeepTheConnections() {
        Balancer balancer = start(web(server(21, 3), server(22, 1)));
        table.connect(entry(21, 0), 2, 0);
        RealServerSelector one =
                new RealServerSelector(Examples.ip("192.0.2.21"), OptionalInt.empty(), Optional.empty());
        CompletableFuture<DrainResult> result =
                balancer.drain(new DrainOrder(one, Duration.ofSeconds(10), false), stand -> {});
        clock.addAndGet(10);
        balancer.lookAtDrains().join();
        assertThat(ended(result).outcome()).isEqualTo(DrainResult.Outcome.TIME_UP);
        assertThat(table.entries()).containsExactly(table(entry(21, 0), entry(22, 1)));

        balancer.configure(plan(web(server(21, 3), server(22, 1)))).join(); // a reload takes it back
        assertThat(table.entries()).containsExactly(table(entry(21, 3), entry(22, 1)));
    }

    @Test
    void shouldNotTakeANewCalendarForTimeThatADrainHasHad() {
        Balancer balancer = start(web(server(21, 3)));
        table.connect(entry(21, 0), 2, 0);
        RealServerSelector one =
                new RealServerSelector(Examples.ip("192.0.2.21"), OptionalInt.empty(), Optional.empty());
        CompletableFuture<DrainResult> result =
                balancer.drain(new DrainOrder(one, Duration.ofSeconds(10), false), stand -> log.add(stand.toString()));
        calendarAhead.set(3600);
        balancer.lookAtDrains().join();
        assertThat(result).isNotDone();
        calendarAhead.set(-3600);
        clock.addAndGet(10);
        balancer.lookAtDrains().join();
        assertThat(ended(result).outcome()).isEqualTo(DrainResult.Outcome.TIME_UP);
    }

    @Test
    void shouldSayWhenThereIsNothingToDrain() {
        Balancer balancer = start(web(server(21, 1)));
        RealServerSelector none =
                new RealServerSelector(Examples.ip("192.0.2.77"), OptionalInt.empty(), Optional.empty());
        DrainResult result = balancer.drain(new DrainOrder(none, Duration.ofSeconds(1), false), stand -> {})
                .join();
        assertThat(result.outcome()).isEqualTo(DrainResult.Outcome.NO_SUCH_SERVER);
    }

    @Test
    void shouldTouchNothingInAReloadOfTwoThousandServicesButTheOneThatChanged() {
        Balancer balancer = start(new BalancingPlan(many(1), LvsSettings.DEFAULT));
        assertThat(table.services()).hasSize(2000);
        log.clear();
        table.batches();
        table.reads();

        List<VirtualService> next = new ArrayList<>(many(1));
        next.set(7, many(2).get(7));
        balancer.configure(new BalancingPlan(next, LvsSettings.DEFAULT)).join();
        assertThat(log).hasSize(1).first().asString().startsWith("changed real server");
        assertThat(table.batches()).isEqualTo(1);
        assertThat(table.readsBeforeTheLastChange())
                .as("the change does not wait until all is looked at")
                .isZero();
        assertThat(table.reads()).isEqualTo(2001);

        checks.get(next.get(9).realServers().get(0).key(next.get(9).key()))
                .get(0)
                .changed(CheckNews.of(
                        next.get(9).realServers().get(0).key(next.get(9).key()), false, "no connection"));
        balancer.addressesChanged().join();
        assertThat(table.reads()).isEqualTo(1); // one service is looked at, not two thousand
    }

    private static DrainResult ended(CompletableFuture<DrainResult> drain) {
        assertThat(drain).succeedsWithin(Duration.ofSeconds(10));
        return drain.join();
    }

    private static List<VirtualService> many(int weight) {
        List<VirtualService> services = new ArrayList<>();
        for (int number = 0; number < 2000; number++) {
            IpvsServiceKey key = Examples.service("192.0.2.10", 1000 + number);
            services.add(new VirtualService(
                    new VirtualServiceKey.Single(key),
                    List.of(IpvsService.of(key, "rr")),
                    Quorum.DEFAULT,
                    Optional.empty(),
                    List.of(server(21, weight)),
                    VirtualService.Options.NONE));
        }
        return services;
    }

    @Test
    void shouldLetTheSyncDaemonFollowItsInstance() {
        IpvsSyncDaemon daemon = new IpvsSyncDaemon(
                IpvsSyncDaemon.State.BACKUP,
                "eth1",
                51,
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty());
        IpvsTimeouts timeouts =
                new IpvsTimeouts(Optional.of(Duration.ofMinutes(30)), Optional.empty(), Optional.empty());
        LvsSettings settings = new LvsSettings(
                false,
                LvsSettings.AtStop.REMOVE_OWN,
                timeouts,
                Optional.of(new SyncDaemonSettings(daemon, Optional.of("VI_1"))));
        Balancer balancer = start(new BalancingPlan(List.of(), settings));
        assertThat(table.syncDaemons()).containsExactly(daemon);
        assertThat(table.timeouts()).contains(timeouts);
        balancer.instanceChanged("VI_2", true).join();
        assertThat(table.syncDaemons()).containsExactly(daemon);
        balancer.instanceChanged("VI_1", true).join();
        assertThat(table.syncDaemons()).containsExactly(daemon.as(IpvsSyncDaemon.State.MASTER));
        balancer.close();
        assertThat(table.syncDaemons()).isEmpty();
    }

    private Balancer start(VirtualService... services) {
        return start(plan(services));
    }

    private Balancer start(BalancingPlan plan) {
        Balancer.Surroundings surroundings = new Balancer.Surroundings(
                table::open,
                this::launch,
                new IpvsJournal(folder.resolve("ipvs")),
                local::contains,
                () -> NOW.plusSeconds(clock.get() + calendarAhead.get()),
                () -> Duration.ofSeconds(clock.get()).toNanos());
        Balancer balancer = Balancer.start(surroundings, plan, new Log(), Faults.supervisor());
        running = Optional.of(balancer);
        return balancer;
    }

    private RunningCheck launch(RealServerKey server, CheckSettings settings, CheckListener listener) {
        checks.computeIfAbsent(server, unused -> new ArrayList<>()).add(listener);
        return () -> ended.add(server.toString());
    }

    /** Speaks as a check, and waits until the balancer has heard. */
    private void say(Balancer balancer, int server, int check, boolean up, String reason) {
        checks.get(key(server)).get(check).changed(CheckNews.of(key(server), up, reason));
        balancer.addressesChanged().join();
    }

    private final class Log implements BalancerListener {
        @Override
        public void serverChanged(RealServerKey server, ServerState before, ServerState now, int weight) {
            if (now.reason().equals("aloftd stops")) {
                log.add(server.endpoint().getAddress().getHostAddress() + ":80 is down: " + now.reason());
            }
        }

        @Override
        public void quorumChanged(VirtualService service, boolean up, String reason) {
            if (service.key().equals(Examples.WEB_KEY)) {
                log.add(service.key() + (up ? " has its quorum" : " has lost its quorum"));
            }
        }

        @Override
        public void applied(IpvsChange change) {
            log.add(change.toString());
        }

        @Override
        public void refused(String message) {
            log.add(message);
        }

        @Override
        public void recovered() {
            log.add("recovered");
        }
    }
}
