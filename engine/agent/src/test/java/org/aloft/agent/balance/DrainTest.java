package org.aloft.agent.balance;

import static org.aloft.agent.balance.Examples.entry;
import static org.aloft.agent.balance.Examples.key;
import static org.aloft.agent.balance.Examples.plan;
import static org.aloft.agent.balance.Examples.server;
import static org.aloft.agent.balance.Examples.table;
import static org.aloft.agent.balance.Examples.web;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that are taken out once their connections are done. */
@Timeout(30)
class DrainTest extends BalancerOnTable {
    @Test
    void shouldDrainAServerUntilItsConnectionsAreDoneAndKeepItOut() {
        Balancer balancer = start(web(server(21, 3), server(22, 1)));
        table.connect(entry(21, 0), 2, 5);
        DrainOrder order = new DrainOrder(
                List.of(new RealServerSelector(
                        Examples.ip("192.0.2.21"), OptionalInt.of(80), Optional.of("192.0.2.10:80"))),
                Duration.ofMinutes(1),
                false,
                Optional.empty());
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

        assertThat(balancer.undrain(order.servers().get(0)).join()).isEqualTo(1);
        balancer.addressesChanged().join();
        assertThat(table.entries()).containsExactly(table(entry(22, 1), entry(21, 3)));
    }

    @Test
    void shouldGiveADrainUpWhenItsTimeIsUpAndKeepTheConnections() {
        Balancer balancer = start(web(server(21, 3), server(22, 1)));
        table.connect(entry(21, 0), 2, 0);
        RealServerSelector one =
                new RealServerSelector(Examples.ip("192.0.2.21"), OptionalInt.empty(), Optional.empty());
        CompletableFuture<DrainResult> result = balancer.drain(
                new DrainOrder(List.of(one), Duration.ofSeconds(10), false, Optional.empty()), stand -> {});
        clock.addAndGet(10);
        balancer.lookAtDrains().join();
        assertThat(ended(result).outcome()).isEqualTo(DrainResult.Outcome.TIME_UP);
        assertThat(table.entries()).containsExactly(table(entry(21, 0), entry(22, 1)));

        balancer.configure(plan(web(server(21, 3), server(22, 1)))).join(); // a reload takes it back
        assertThat(table.entries()).containsExactly(table(entry(21, 3), entry(22, 1)));
    }

    @Test
    void shouldTakeBackByItselfWhomNobodyTakesBack() {
        Balancer balancer = start(web(server(21, 3), server(22, 1)));
        RealServerSelector one =
                new RealServerSelector(Examples.ip("192.0.2.21"), OptionalInt.empty(), Optional.empty());
        DrainOrder order =
                new DrainOrder(List.of(one), Duration.ofSeconds(10), false, Optional.of(Duration.ofSeconds(60)));
        CompletableFuture<DrainResult> result = balancer.drain(order, stand -> {});
        assertThat(ended(result).outcome()).isEqualTo(DrainResult.Outcome.DRAINED);
        clock.addAndGet(59);
        balancer.lookAtDrains().join();
        assertThat(table.entries()).containsExactly(table(entry(22, 1)));
        clock.addAndGet(1);
        balancer.lookAtDrains().join();
        assertThat(table.entries()).containsExactly(table(entry(22, 1), entry(21, 3)));
        assertThat(balancer.undrain(one).join()).isZero();
    }

    @Test
    void shouldNotTakeANewCalendarForTimeThatADrainHasHad() {
        Balancer balancer = start(web(server(21, 3)));
        table.connect(entry(21, 0), 2, 0);
        RealServerSelector one =
                new RealServerSelector(Examples.ip("192.0.2.21"), OptionalInt.empty(), Optional.empty());
        CompletableFuture<DrainResult> result = balancer.drain(
                new DrainOrder(List.of(one), Duration.ofSeconds(10), false, Optional.empty()),
                stand -> log.add(stand.toString()));
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
        DrainResult result = balancer.drain(
                        new DrainOrder(List.of(none), Duration.ofSeconds(1), false, Optional.empty()), stand -> {})
                .join();
        assertThat(result.outcome()).isEqualTo(DrainResult.Outcome.NO_SUCH_SERVER);
    }

    @Test
    void shouldDrainSeveralAtTheSameTimeWithOneLimit() {
        Balancer balancer = start(web(server(21, 3), server(22, 1), server(23, 1)));
        table.connect(entry(21, 0), 2, 0);
        table.connect(entry(22, 0), 2, 0);
        RealServerSelector first = any(21);
        RealServerSelector second = any(22);
        CompletableFuture<DrainResult> result = balancer.drain(
                new DrainOrder(List.of(first, second), Duration.ofSeconds(10), false, Optional.empty()), stand -> {});
        balancer.addressesChanged().join();
        assertThat(table.entries()).containsExactly(table(entry(21, 0), entry(22, 0), entry(23, 1)));

        table.connect(entry(22, 0), 0, 0);
        balancer.lookAtDrains().join();
        assertThat(table.entries()).containsExactly(table(entry(21, 0), entry(23, 1)));
        assertThat(result).isNotDone();

        clock.addAndGet(10);
        balancer.lookAtDrains().join();
        assertThat(ended(result).outcome()).isEqualTo(DrainResult.Outcome.TIME_UP);
        assertThat(ended(result).isDrained(first)).isFalse();
        assertThat(ended(result).isDrained(second)).isTrue();
    }

    @Test
    void shouldDrainNoneWhereOneOfThemIsNotKnown() {
        Balancer balancer = start(web(server(21, 3), server(22, 1)));
        DrainOrder order = new DrainOrder(List.of(any(21), any(77)), Duration.ofSeconds(10), false, Optional.empty());
        DrainResult result = ended(balancer.drain(order, stand -> {}));
        assertThat(result.outcome()).isEqualTo(DrainResult.Outcome.NO_SUCH_SERVER);
        assertThat(result.unknown()).containsExactly(any(77));
        assertThat(balancer.state().servers().get(key(21)).drain()).isEmpty();
        assertThat(table.entries()).containsExactly(table(entry(21, 3), entry(22, 1)));
    }

    private static RealServerSelector any(int number) {
        return new RealServerSelector(Examples.ip("192.0.2." + number), OptionalInt.empty(), Optional.empty());
    }

    private static DrainResult ended(CompletableFuture<DrainResult> drain) {
        assertThat(drain).succeedsWithin(Duration.ofSeconds(10));
        return drain.join();
    }
}
