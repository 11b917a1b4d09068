package org.aloft.plan.rollout;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.aloft.plan.cluster.Haproxy;
import org.aloft.plan.host.HostFacts;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.Call;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.topology.model.VirtualService;

/** haproxy, which takes orders on its admin socket from a script that has a program to talk to it. */
record ProxyDrain(Cluster cluster) implements Drain {
    @Override
    public boolean balances(VirtualService service) {
        return service.forwarding() == VirtualService.Forwarding.PROXY;
    }

    @Override
    public boolean runsOn(String director) {
        return ServiceResource.runs(cluster.facts().get(director).answer(Haproxy.service()));
    }

    @Override
    public Optional<String> obstacle(String director) {
        HostFacts facts = cluster.facts().get(director);
        boolean told = facts.manifest().find(Haproxy.client()).isPresent();
        return told
                ? Optional.empty()
                : Optional.of("haproxy there was not set up to be told to drain a real server; this plan does that");
    }

    @Override
    public String nameOf(VirtualService service, VirtualService.RealServer server) {
        return Haproxy.nameOf(service, server);
    }

    /** To haproxy, a name that it does not have is an order that does nothing. */
    @Override
    public boolean knows(String director, String name) {
        return cluster.topology().virtualServicesOfDirector(director).stream()
                .filter(this::balances)
                .anyMatch(service -> name.startsWith(service.name() + "/"));
    }

    @Override
    public ResourceId resource() {
        return Haproxy.configuration();
    }

    @Override
    public Call drain(Collection<String> names, int limit, int backAfter) {
        return Drain.call("drain_by_haproxy", List.of(Integer.toString(limit), Integer.toString(backAfter)), names);
    }

    @Override
    public Call takeBack(Collection<String> names) {
        return Drain.call("undrain_by_haproxy", List.of(), names);
    }
}
