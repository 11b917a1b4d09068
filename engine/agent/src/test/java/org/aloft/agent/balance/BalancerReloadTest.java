package org.aloft.agent.balance;

import static org.aloft.agent.balance.Examples.entry;
import static org.aloft.agent.balance.Examples.key;
import static org.aloft.agent.balance.Examples.plan;
import static org.aloft.agent.balance.Examples.server;
import static org.aloft.agent.balance.Examples.table;
import static org.aloft.agent.balance.Examples.web;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.check.CheckNews;
import org.aloft.agent.check.CheckSettings;
import org.aloft.agent.check.VirtualServiceKey;
import org.aloft.agent.kernel.ipvs.IpvsService;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;
import org.aloft.agent.kernel.ipvs.IpvsTimeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a reload keeps and changes. */
@Timeout(30)
class BalancerReloadTest extends BalancerOnTable {
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
}
