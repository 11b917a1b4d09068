package org.aloft.plan.rollout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.aloft.plan.cluster.VrrpAgent;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.Action;
import org.aloft.plan.resource.Call;
import org.aloft.plan.resource.Change;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.rollout.Batch.Part;
import org.aloft.topology.model.VirtualService;

/**
 * The steps by which directors send no new connections to a real server: before it goes for good, and for as long as a
 * service on it stops or restarts.
 */
final class RealServerDrains {
    /** How long connections that are under way may take to end. */
    private static final int LIMIT_SECONDS = 30;

    /** A real server that nobody takes back, since the run has broken off, comes back by itself after this time. */
    private static final int BACK_AFTER_SECONDS = 900;

    private static final String OUT_OF_REACH = "this plan may not change the directors";

    private final Cluster cluster;
    private final List<String> directors;
    private final List<Drain> kinds;

    /** @param allowed whether a host may be changed */
    RealServerDrains(Cluster cluster, Predicate<String> allowed) {
        this.cluster = cluster;
        this.directors = cluster.facts().keySet().stream().filter(allowed).toList();
        this.kinds = List.of(new AgentDrain(cluster), new ProxyDrain(cluster));
    }

    /** The step of a director that sends nothing to some real servers any more; they are drained at the same time. */
    static Step forGood(Collection<String> servers) {
        return step(
                FileResource.idOf(VrrpAgent.ALOFTD.configuration()),
                (servers.size() == 1 ? "it leaves" : "they leave") + ", and requests that are under way may end",
                "drain",
                String.join(", ", servers) + ": no new connections, and up to " + LIMIT_SECONDS
                        + " s for those there are",
                AgentDrain.drainForGood(servers, LIMIT_SECONDS));
    }

    /**
     * What directors do between two shares of real servers that change one after the other.
     *
     * @param back hosts that have changed; their real servers are taken back
     * @param out hosts that change next; their real servers are drained
     * @return a batch for each director that has something to do
     */
    List<Batch> between(Collection<String> back, Collection<String> out) {
        List<Batch> batches = new ArrayList<>();
        for (String director : directors) {
            List<Step> steps = new ArrayList<>();
            for (Drain kind : kinds) {
                stepFor(told(kind, director, back).keySet(), servers -> takeBack(kind, servers))
                        .ifPresent(steps::add);
            }
            for (Drain kind : kinds) {
                stepFor(told(kind, director, out).keySet(), servers -> forAWhile(kind, servers))
                        .ifPresent(steps::add);
            }
            if (!steps.isEmpty()) {
                batches.add(batch(director, steps));
            }
        }
        return batches;
    }

    /** Those of the hosts whose real servers some director drains when they change together. */
    Set<String> drained(Collection<String> hosts) {
        return directors.stream()
                .flatMap(director -> kinds.stream().map(kind -> told(kind, director, hosts)))
                .flatMap(servers -> servers.values().stream())
                .collect(Collectors.toSet());
    }

    /** Why real servers on these hosts, which change together, are not drained; empty where nobody is sent there. */
    Optional<String> obstacle(Collection<String> hosts) {
        for (Drain kind : kinds) {
            List<VirtualService> sentThere = cluster.topology().services().stream()
                    .filter(kind::balances)
                    .filter(service -> service.realServers().stream().anyMatch(server -> isOn(server, hosts)))
                    .toList();
            List<String> running =
                    cluster.facts().keySet().stream().filter(kind::runsOn).toList();
            if (sentThere.isEmpty() || running.isEmpty()) {
                continue;
            }
            if (sentThere.stream().noneMatch(service -> othersServe(service, hosts))) {
                return Optional.of("no other real server serves meanwhile");
            }
            Optional<String> why = running.stream()
                    .flatMap(director -> kind.obstacle(director).stream())
                    .findFirst();
            boolean director = hosts.stream().anyMatch(cluster.topology()::isDirector);
            return Optional.of(why.orElse(
                    director ? "a director that is a real server as well changes as a director does" : OUT_OF_REACH));
        }
        return Optional.empty();
    }

    private Batch batch(String director, List<Step> steps) {
        List<Step> numbered = new ArrayList<>();
        steps.forEach(step -> numbered.add(step.numbered(numbered.size() + 1)));
        Manifest manifest = cluster.facts().get(director).manifest();
        return new Batch(director, Part.DIVERT, numbered, manifest, manifest);
    }

    /**
     * The real servers on these hosts that a director is told of, each with its host; without those of services that
     * nobody else would serve meanwhile.
     */
    private Map<String, String> told(Drain kind, String director, Collection<String> hosts) {
        Map<String, String> servers = new LinkedHashMap<>();
        if (!kind.runsOn(director) || kind.obstacle(director).isPresent()) {
            return servers;
        }
        for (VirtualService service : cluster.topology().services()) {
            if (kind.balances(service) && othersServe(service, hosts)) {
                for (VirtualService.RealServer server : service.realServers()) {
                    String name = kind.nameOf(service, server);
                    if (isOn(server, hosts) && kind.knows(director, name)) {
                        servers.put(name, server.host().orElseThrow());
                    }
                }
            }
        }
        return servers;
    }

    private static boolean othersServe(VirtualService service, Collection<String> hosts) {
        return service.realServers().stream().anyMatch(server -> server.weight() > 0 && !isOn(server, hosts));
    }

    private static boolean isOn(VirtualService.RealServer server, Collection<String> hosts) {
        return server.host().filter(hosts::contains).isPresent();
    }

    /** One step for all of them, as an order waits for the slowest of its real servers only. */
    private static Optional<Step> stepFor(Collection<String> servers, Function<Collection<String>, Step> step) {
        return servers.isEmpty() ? Optional.empty() : Optional.of(step.apply(servers));
    }

    private static Step forAWhile(Drain kind, Collection<String> servers) {
        return step(
                kind.resource(),
                "a service on " + (servers.size() == 1 ? "it" : "them") + " stops or restarts next",
                "drain",
                String.join(", ", servers) + ": no new connections while "
                        + (servers.size() == 1 ? "it changes" : "they change"),
                kind.drain(servers, LIMIT_SECONDS, BACK_AFTER_SECONDS));
    }

    private static Step takeBack(Drain kind, Collection<String> servers) {
        return step(
                kind.resource(),
                servers.size() == 1 ? "it has changed, and serves again" : "they have changed, and serve again",
                "undrain",
                String.join(", ", servers) + ": new connections again",
                kind.takeBack(servers));
    }

    private static Step step(ResourceId resource, String why, String verb, String summary, Call call) {
        return new Step(0, resource, why, Change.of(Action.UPDATE, verb, summary, call));
    }
}
