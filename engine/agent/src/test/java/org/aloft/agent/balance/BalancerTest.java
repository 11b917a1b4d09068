package org.aloft.agent.balance;

import static org.aloft.agent.balance.Examples.entry;
import static org.aloft.agent.balance.Examples.key;
import static org.aloft.agent.balance.Examples.server;
import static org.aloft.agent.balance.Examples.table;
import static org.aloft.agent.balance.Examples.web;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.check.CheckListener;
import org.aloft.agent.check.CheckNews;
import org.aloft.agent.check.CheckSettings;
import org.aloft.agent.check.RealServerKey;
import org.aloft.agent.check.RunningCheck;
import org.aloft.agent.kernel.IpvsDestination.Forwarding;
import org.aloft.agent.kernel.IpvsService;
import org.aloft.agent.kernel.IpvsServiceKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BalancerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");

    private final TableInMemory table = new TableInMemory();
    private final Map<RealServerKey, List<CheckListener>> checks = Collections.synchronizedMap(new HashMap<>());
    private final List<String> ended = Collections.synchronizedList(new ArrayList<>());
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private Optional<Balancer> running = Optional.empty();

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
        assertThat(balancer.state().servers().get(key(21))).isEqualTo(new ServerState(false, NOW, "no connection"));
        assertThat(log).contains("removed real server 192.0.2.21:80 from TCP 192.0.2.10:80");

        say(balancer, 21, 0, true, "accepted");
        assertThat(table.entries()).containsExactly(table(entry(22, 1), entry(21, 1)));
    }

    @Test
    void shouldNeedAllChecksOfAServerToPass() {
        RealServer one = server(21, 1);
        RealServer twice = new RealServer(
                one.address(),
                80,
                Forwarding.DIRECT_ROUTE,
                1,
                false,
                List.of(one.checks().get(0), CheckSettings.of(new InetSocketAddress(one.address(), 8080))));
        Balancer balancer = start(web(twice));
        say(balancer, 21, 1, false, "second failed");
        say(balancer, 21, 0, true, "first passed");
        assertThat(table.entries()).containsExactly(table());
        assertThat(balancer.state().servers().get(key(21)).reason()).isEqualTo("second failed");
    }

    @Test
    void shouldTakeUpTheTableThatACrashLeftBehindWithoutTouchingWhatIsRight() {
        IpvsServiceKey old = Examples.service("192.0.2.66", 80);
        table.addService(IpvsService.of(old, "rr"));
        table.addService(IpvsService.of(Examples.WEB, "rr"));
        table.addDestination(Examples.WEB, entry(21, 1));
        table.addDestination(Examples.WEB, entry(44, 1));
        start(web(server(21, 1), server(22, 1)));
        assertThat(table.entries()).containsExactly(table(entry(21, 1), entry(22, 1)));
        assertThat(log)
                .containsExactly(
                        "added real server 192.0.2.22:80 to TCP 192.0.2.10:80 with weight 1",
                        "removed real server 192.0.2.44:80 from TCP 192.0.2.10:80",
                        "removed virtual service TCP 192.0.2.66:80");
    }

    @Test
    void shouldKeepWhatAChecksFoundOverAReload() {
        Balancer balancer = start(web(server(21, 1), server(22, 1)));
        say(balancer, 21, 0, false, "no connection");
        balancer.configure(List.of(web(server(21, 4), server(23, 1)))).join();
        assertThat(table.entries()).containsExactly(table(entry(23, 1)));
        assertThat(ended).containsExactly(key(22).toString());
    }

    @Test
    void shouldKeepAServerDownWhenAReloadChangesItsCheck() {
        Balancer balancer = start(web(server(21, 1)));
        say(balancer, 21, 0, false, "no connection");
        RealServer other = server(21, 1);
        CheckSettings faster = CheckSettings.of(new InetSocketAddress(other.address(), 8080));
        balancer.configure(List.of(
                        web(new RealServer(other.address(), 80, other.forwarding(), 1, false, List.of(faster)))))
                .join();
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
    void shouldRemoveItsOwnServicesAndNoOthersWhenItStops() {
        Balancer balancer = start(web(server(21, 1)));
        IpvsService other = IpvsService.of(Examples.service("192.0.2.66", 80), "rr");
        table.addService(other);
        balancer.close();
        assertThat(table.services()).containsExactly(other);
        assertThat(ended).containsExactly(key(21).toString());
    }

    @Test
    void shouldReportARefusalAndGoOn() {
        table.breakDown();
        Balancer balancer = start(web(server(21, 1)));
        assertThat(log).contains("cannot change the table: IPVS_CMD: EEXIST; mend the test");
        assertThat(balancer.alive()).succeedsWithin(Duration.ofSeconds(10));
    }

    private Balancer start(VirtualService... services) {
        Balancer balancer = Balancer.start(table, this::launch, List.of(services), new Log(), InstantSource.fixed(NOW));
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
        balancer.alive().join();
    }

    private final class Log implements BalancerListener {
        @Override
        public void serverChanged(RealServerKey server, boolean up, String reason) {}

        @Override
        public void applied(IpvsChange change) {
            log.add(change.toString());
        }

        @Override
        public void refused(String message) {
            log.add(message);
        }
    }
}
