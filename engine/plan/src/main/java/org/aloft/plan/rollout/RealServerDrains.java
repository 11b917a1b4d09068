package org.aloft.plan.rollout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.aloft.plan.cluster.VrrpAgent;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.resource.Action;
import org.aloft.plan.resource.Call;
import org.aloft.plan.resource.Change;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.rollout.Batch.Part;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.VirtualService;

/**
 * The steps by which directors send no new connections to a real server: before it goes for good, and for as long as a
 * service on it stops or restarts. aloftd alone knows that order; keepalived has none.
 */
final class RealServerDrains {
    /** How long connections that are under way may take to end. */
    private static final int LIMIT_SECONDS = 30;

    /** A real server that nobody takes back, since the run has broken off, comes back by itself after this time. */
    private static final int BACK_AFTER_SECONDS = 900;

    private final Cluster cluster;
    private final List<String> directors;

    /** @param allowed whether a host may be changed */
    RealServerDrains(Cluster cluster, Predicate<String> allowed) {
        this.cluster = cluster;
        this.directors = cluster.facts().keySet().stream()
                .filter(allowed)
                .filter(host -> cluster.agentRuns(host) && cluster.service(host).equals(VrrpAgent.ALOFTD.service()))
                .toList();
    }

    /** The step of a director that sends nothing to a real server any more. */
    static Step forGood(String server) {
        return step(
                "it leaves, and requests that are under way may end",
                "drain",
                server + ": no new connections, and up to " + LIMIT_SECONDS + " s for those there are",
                Call.of("drain_server", orderWord(server), Integer.toString(LIMIT_SECONDS)));
    }

    /**
     * What directors do between two shares of real servers that change one after the other.
     *
     * @param back hosts that have changed; their real servers are taken back
     * @param out hosts that change next; their real servers are drained
     * @return a batch for each director that has something to do
     */
    List<Batch> between(Collection<String> back, Collection<String> out) {
        Set<String> returning = endpoints(back);
        Set<String> leaving = endpoints(out);
        List<Batch> batches = new ArrayList<>();
        for (String director : directors) {
            Set<String> known = cluster.text(director).realServers();
            List<Step> steps = new ArrayList<>();
            returning.stream().filter(known::contains).forEach(server -> steps.add(takeBack(server)));
            leaving.stream().filter(known::contains).forEach(server -> steps.add(forAWhile(server)));
            if (!steps.isEmpty()) {
                batches.add(batch(director, steps));
            }
        }
        return batches;
    }

    private Batch batch(String director, List<Step> steps) {
        List<Step> numbered = new ArrayList<>();
        steps.forEach(step -> numbered.add(step.numbered(numbered.size() + 1)));
        Manifest manifest = cluster.facts().get(director).manifest();
        return new Batch(director, Part.DIVERT, numbered, manifest, manifest);
    }

    /**
     * {@code address:port} of the real servers on these hosts, as the agents' files have them; without those of services
     * that nobody else would serve meanwhile.
     */
    private Set<String> endpoints(Collection<String> hosts) {
        Set<String> endpoints = new LinkedHashSet<>();
        for (VirtualService service : cluster.topology().services()) {
            if (service.forwarding().isLvs() && othersServe(service, hosts)) {
                service.realServers().stream()
                        .filter(server -> isOn(server, hosts))
                        .forEach(server -> endpoints.add(IpPrefix.inShort(server.address()) + ":" + server.port()));
            }
        }
        return endpoints;
    }

    private static boolean othersServe(VirtualService service, Collection<String> hosts) {
        return service.realServers().stream().anyMatch(server -> server.weight() > 0 && !isOn(server, hosts));
    }

    private static boolean isOn(VirtualService.RealServer server, Collection<String> hosts) {
        return server.host().filter(hosts::contains).isPresent();
    }

    private static Step forAWhile(String server) {
        return step(
                "a service on it stops or restarts next",
                "drain",
                server + ": no new connections while it changes",
                Call.of(
                        "drain_for_a_while",
                        orderWord(server),
                        Integer.toString(LIMIT_SECONDS),
                        Integer.toString(BACK_AFTER_SECONDS)));
    }

    private static Step takeBack(String server) {
        return step(
                "it has changed, and serves again",
                "undrain",
                server + ": new connections again",
                Call.of("undrain_server", orderWord(server)));
    }

    private static Step step(String why, String verb, String summary, Call call) {
        return new Step(
                0,
                FileResource.idOf(VrrpAgent.ALOFTD.configuration()),
                why,
                Change.of(Action.UPDATE, verb, summary, call));
    }

    /** As aloftd takes a real server: an address of IPv6 in brackets. */
    private static String orderWord(String server) {
        int colon = server.lastIndexOf(':');
        String address = server.substring(0, colon);
        return address.indexOf(':') < 0 ? server : "[" + address + "]" + server.substring(colon);
    }
}
