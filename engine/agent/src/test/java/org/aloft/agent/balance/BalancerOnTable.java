package org.aloft.agent.balance;

import static org.aloft.agent.balance.Examples.key;
import static org.aloft.agent.balance.Examples.plan;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.aloft.agent.check.CheckListener;
import org.aloft.agent.check.CheckNews;
import org.aloft.agent.check.CheckSettings;
import org.aloft.agent.check.RealServerKey;
import org.aloft.agent.check.RunningCheck;
import org.aloft.agent.kernel.ipvs.IpvsChange;
import org.aloft.agent.thread.Faults;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A balancer over a table in memory, with checks that say what a test says. It ends with the test. */
abstract class BalancerOnTable {
    static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");
    final TableInMemory table = new TableInMemory();
    final Map<RealServerKey, List<CheckListener>> checks = Collections.synchronizedMap(new HashMap<>());
    final List<String> ended = Collections.synchronizedList(new ArrayList<>());
    final List<String> log = Collections.synchronizedList(new ArrayList<>());
    final Set<InetAddress> local = ConcurrentHashMap.newKeySet();
    final AtomicLong clock = new AtomicLong();
    final AtomicLong calendarAhead = new AtomicLong();
    private Optional<Balancer> running = Optional.empty();

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        running.ifPresent(Balancer::close);
    }

    Balancer start(VirtualService... services) {
        return start(plan(services));
    }

    Balancer start(BalancingPlan plan) {
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

    RunningCheck launch(RealServerKey server, CheckSettings settings, CheckListener listener) {
        checks.computeIfAbsent(server, unused -> new ArrayList<>()).add(listener);
        return () -> ended.add(server.toString());
    }

    /** Speaks as a check, and waits until the balancer has heard. */
    void say(Balancer balancer, int server, int check, boolean up, String reason) {
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
