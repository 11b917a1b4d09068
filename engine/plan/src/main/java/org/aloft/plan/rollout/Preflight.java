package org.aloft.plan.rollout;

import java.util.Optional;
import org.aloft.plan.host.HostFacts;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VrrpInstance;

/** What must be true of a host itself before anything can be planned for it. */
final class Preflight {
    private Preflight() {}

    static Optional<Refusal> find(Topology topology, HostFacts facts) {
        String host = facts.host();
        if (!facts.machine().root()) {
            return Optional.of(new Refusal(
                    host, "the probe did not run as root", "connect as root, or set ansible_become=true for " + host));
        }
        return topology.instancesOf(host).stream()
                .flatMap(instance -> instance.interfacesOf(host).stream()
                        .filter(name -> !facts.machine().interfaces().contains(name))
                        .map(name -> missingInterface(facts, instance, name)))
                .findFirst();
    }

    private static Refusal missingInterface(HostFacts facts, VrrpInstance instance, String name) {
        boolean own = instance.networkInterface(facts.host()).equals(name);
        return new Refusal(
                facts.host(),
                "it has no interface " + name,
                "set instances." + instance.name() + (own ? ".interface" : ".vips") + " to one of "
                        + String.join(
                                ", ",
                                facts.machine().interfaces().stream()
                                        .filter(known -> !known.equals("lo"))
                                        .sorted()
                                        .toList()));
    }
}
