package org.aloft.agent.balance;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.agent.check.RealServerKey;
import org.aloft.agent.check.VirtualServiceKey;

/**
 * The configured virtual services, and what follows for each from what checks found and the operator ordered: whether
 * it has its quorum, and what the kernel's table is to hold for it. Tells the listener of quorums won and lost. Does
 * not touch the table. Confined to the balancer's thread.
 */
final class JudgedServices {
    private final CheckedServers servers;
    private final Drains drains;
    private final BalancerListener listener;
    private final InstantSource clock;
    private Map<VirtualServiceKey, VirtualService> services = Map.of();
    private final Map<VirtualServiceKey, Boolean> quorums = new HashMap<>();
    private final Map<VirtualServiceKey, List<TableEntry>> wanted = new HashMap<>();

    JudgedServices(CheckedServers servers, Drains drains, BalancerListener listener, InstantSource clock) {
        this.servers = servers;
        this.drains = drains;
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Takes other services and forgets those that are gone. {@link #judgeAll} is due then, once their servers are
     * known.
     */
    void configure(List<VirtualService> next) {
        Map<VirtualServiceKey, VirtualService> before = services;
        services = new LinkedHashMap<>();
        next.forEach(service -> services.put(service.key(), service));
        before.values().stream().filter(old -> !services.containsKey(old.key())).forEach(this::forget);
    }

    private void forget(VirtualService gone) {
        tellOmega(gone, "its virtual_server is no longer configured");
        quorums.remove(gone.key());
        wanted.remove(gone.key());
    }

    VirtualService get(VirtualServiceKey key) {
        return services.get(key);
    }

    /** All real servers, in the order of the configuration. */
    List<RealServerKey> realServers() {
        return services.values().stream()
                .flatMap(service -> service.realServers().stream().map(server -> server.key(service.key())))
                .toList();
    }

    /** What the table is to hold for all that was judged. */
    List<TableEntry> entries() {
        return services.keySet().stream()
                .flatMap(key -> wanted.getOrDefault(key, List.of()).stream())
                .toList();
    }

    /** Decides on every service. */
    void judgeAll() {
        services.values().forEach(this::judge);
    }

    /**
     * Decides anew where something became of a real server.
     *
     * @return the entries of the services for which the table is to hold something else than before
     */
    List<TableEntry> judge(Collection<RealServerKey> changed) {
        Map<VirtualServiceKey, VirtualService> concerned = new LinkedHashMap<>();
        changed.forEach(server -> concerned.put(server.service(), services.get(server.service())));
        List<TableEntry> entries = new ArrayList<>();
        for (VirtualService service : concerned.values()) {
            List<TableEntry> before = wanted.get(service.key());
            judge(service);
            List<TableEntry> now = wanted.get(service.key());
            if (!now.equals(before)) {
                entries.addAll(now);
            }
        }
        return entries;
    }

    private void judge(VirtualService service) {
        Map<RealServerKey, Standing> standings = new HashMap<>();
        for (RealServer server : service.realServers()) {
            RealServerKey key = server.key(service.key());
            standings.put(key, standing(key, server.weight()));
        }
        long weight = WantedTable.liveWeight(service, standings);
        Boolean before = quorums.get(service.key());
        boolean met = before == null
                ? service.quorum().isMetAtFirst(weight)
                : service.quorum().isMet(before, weight);
        if (before == null || before != met) {
            quorums.put(service.key(), met);
            listener.quorumChanged(
                    service,
                    met,
                    "a weight of " + weight + " is up, and quorum is "
                            + service.quorum().least());
        }
        wanted.put(service.key(), WantedTable.of(service, met, standings));
    }

    /** How a configured real server stands. */
    Standing standing(RealServerKey key) {
        return services.get(key.service()).realServers().stream()
                .filter(server -> server.key(key.service()).equals(key))
                .findFirst()
                .map(server -> standing(key, server.weight()))
                .orElseThrow();
    }

    private Standing standing(RealServerKey key, int configured) {
        Optional<DrainPhase> drain = drains.phase(key);
        return new Standing(
                servers.isUp(key),
                drain.isPresent() ? 0 : servers.weight(key, configured),
                drain.filter(DrainPhase.DRAINED::equals).isPresent());
    }

    /**
     * All that is known now, for others to see.
     *
     * @param suspended the services that rest
     * @param problem why the table is not as wanted
     */
    BalancerState state(Set<VirtualServiceKey> suspended, Optional<String> problem) {
        List<BalancerState.Service> stands = services.values().stream()
                .map(service -> new BalancerState.Service(
                        service,
                        quorums.get(service.key()),
                        suspended.contains(service.key()),
                        wanted.get(service.key())))
                .toList();
        Map<RealServerKey, BalancerState.Server> known = new HashMap<>();
        for (VirtualService service : services.values()) {
            for (RealServer server : service.realServers()) {
                RealServerKey key = server.key(service.key());
                known.put(
                        key,
                        new BalancerState.Server(
                                servers.state(key), standing(key, server.weight()), drains.phase(key)));
            }
        }
        return new BalancerState(stands, known, problem);
    }

    /** The daemon stops: tells that of the services that want it told. */
    void stop() {
        services.values().forEach(service -> tellOmega(service, "aloftd stops"));
    }

    /** {@code omega}: what was reported up is reported down. */
    private void tellOmega(VirtualService service, String reason) {
        if (!service.options().omega()) {
            return;
        }
        for (RealServer server : service.realServers()) {
            RealServerKey key = server.key(service.key());
            ServerState before = servers.state(key);
            if (before.up()) {
                listener.serverChanged(key, before, new ServerState(false, clock.instant(), reason), 0);
            }
        }
        if (quorums.get(service.key())) {
            listener.quorumChanged(service, false, reason);
        }
    }
}
