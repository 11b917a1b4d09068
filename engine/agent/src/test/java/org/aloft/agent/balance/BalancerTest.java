package org.aloft.agent.balance;

import static org.aloft.agent.balance.Examples.entry;
import static org.aloft.agent.balance.Examples.key;
import static org.aloft.agent.balance.Examples.server;
import static org.aloft.agent.balance.Examples.table;
import static org.aloft.agent.balance.Examples.web;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.aloft.agent.check.CheckNews;
import org.aloft.agent.check.CheckSettings;
import org.aloft.agent.check.WeightEffect;
import org.aloft.agent.kernel.ipvs.IpvsChange;
import org.aloft.agent.kernel.ipvs.IpvsService;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;
import org.aloft.agent.kernel.ipvs.IpvsSyncDaemon;
import org.aloft.agent.kernel.ipvs.IpvsTimeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BalancerTest extends BalancerOnTable {
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
    void shouldPutRightWhatSomebodyElseChanged() {
        Balancer balancer = start(web(server(21, 1)));
        table.flush();
        balancer.reconcile().join();
        assertThat(table.entries()).containsExactly(table(entry(21, 1)));
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
}
