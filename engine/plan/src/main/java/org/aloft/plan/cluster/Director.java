package org.aloft.plan.cluster;

import java.util.HashSet;
import java.util.Set;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.AddressResource;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.FileResource;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.Topology;

/** What a director needs: a VRRP agent with its configuration, what its balancer needs, and no VIP of an instance on lo. */
final class Director {
    private Director() {}

    static void addTo(WantedOfHost wanted, Topology topology, String host, AgentBundle bundle, Templates templates) {
        VrrpAgent agent = VrrpAgent.of(topology.agent());
        Set<ResourceId> before = new HashSet<>(Balancer.addAll(wanted, topology, host, templates));
        before.addAll(Announcing.addTo(wanted, topology, host, templates));
        // Those of them that Aloft puts there must be there before the agent runs them.
        new AgentDefinitions(topology, host).programs().forEach(program -> before.add(FileResource.idOf(program)));
        Openings.of(topology, host).forEach(opening -> {
            before.add(opening.id());
            wanted.add(opening);
        });
        topology.instancesOf(host).stream()
                .flatMap(instance -> instance.vips().stream())
                .map(Director::notOnLoopback)
                .forEach(address -> {
                    before.add(address.id());
                    wanted.add(address);
                });
        wanted.add(new FileResource(
                agent.configuration(),
                AgentConfiguration.of(topology, host, templates),
                0600,
                "the VRRP instances and virtual services of " + host,
                Set.of()));
        agent.resources(bundle, templates, before).forEach(wanted::add);
    }

    /**
     * A director that was a real server, or had the VIP put there by hand, would answer ARP for it as a second holder.
     */
    private static AddressResource notOnLoopback(IpPrefix vip) {
        return AddressResource.notOn(
                "lo", vip, "a director with the VIP on lo answers for it even while another director holds it");
    }
}
