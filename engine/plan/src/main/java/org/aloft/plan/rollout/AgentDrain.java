package org.aloft.plan.rollout;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.aloft.plan.cluster.VrrpAgent;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.Call;
import org.aloft.plan.resource.FileResource;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.VirtualService;

/** LVS, driven by an agent. aloftd alone knows the order; keepalived has none. */
record AgentDrain(Cluster cluster) implements Drain {
    @Override
    public boolean balances(VirtualService service) {
        return service.forwarding().isLvs();
    }

    @Override
    public boolean runsOn(String director) {
        return cluster.agentRuns(director);
    }

    @Override
    public Optional<String> obstacle(String director) {
        return cluster.service(director).equals(VrrpAgent.ALOFTD.service())
                ? Optional.empty()
                : Optional.of("keepalived has no order to drain a real server");
    }

    /** {@code address:port}, as the agents' files have it. */
    @Override
    public String nameOf(VirtualService service, VirtualService.RealServer server) {
        return IpPrefix.inShort(server.address()) + ":" + server.port();
    }

    @Override
    public boolean knows(String director, String name) {
        return cluster.text(director).realServers().contains(name);
    }

    @Override
    public ResourceId resource() {
        return FileResource.idOf(VrrpAgent.ALOFTD.configuration());
    }

    @Override
    public Call drain(Collection<String> names, int limit, int backAfter) {
        return Drain.call(
                "drain_for_a_while", List.of(Integer.toString(limit), Integer.toString(backAfter)), orderWords(names));
    }

    @Override
    public Call takeBack(Collection<String> names) {
        return Drain.call("undrain_server", List.of(), orderWords(names));
    }

    /** The call that drains those that leave. */
    static Call drainForGood(Collection<String> names, int limit) {
        return Drain.call("drain_servers", List.of(Integer.toString(limit)), orderWords(names));
    }

    private static List<String> orderWords(Collection<String> names) {
        return names.stream().map(AgentDrain::orderWord).toList();
    }

    /** As aloftd takes a real server: an address of IPv6 in brackets. */
    private static String orderWord(String name) {
        int colon = name.lastIndexOf(':');
        String address = name.substring(0, colon);
        return address.indexOf(':') < 0 ? name : "[" + address + "]" + name.substring(colon);
    }
}
