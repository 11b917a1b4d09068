package org.aloft.verify.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aloft.topology.model.AgentKind;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VrrpInstance;
import org.aloft.verify.observe.AgentStatus;
import org.aloft.verify.observe.HostSeen;
import org.aloft.verify.observe.StatusPage;

/**
 * Each director runs its agent, and its instances are ACTIVE or BACKUP; one that balances by IPVS forwards packets as
 * well.
 */
public record DirectorsPrepared() implements Check {
    @Override
    public String id() {
        return "director";
    }

    @Override
    public String title() {
        return "the director is ready";
    }

    @Override
    public List<CheckResult> judge(Findings findings) {
        Topology topology = findings.topology();
        return topology.hosts().keySet().stream()
                .filter(topology::isDirector)
                .map(host -> judge(topology, findings.cluster().host(host)))
                .toList();
    }

    private CheckResult judge(Topology topology, HostSeen host) {
        String unit = unit(topology.agent());
        boolean forwards = topology.virtualServicesOfDirector(host.host()).stream()
                .anyMatch(service -> service.forwarding().isLvs());
        String prepared = unit + " active" + (forwards ? ", ip_forward 1" : "");
        String expected = prepared + ", every instance ACTIVE or BACKUP";
        if (!host.observed()) {
            return failed(
                    host.host(),
                    "could not be observed: " + host.unobserved().orElse(""),
                    expected,
                    "make it reachable again");
        }
        List<String> wrong = new ArrayList<>();
        String active = host.services().getOrDefault(unit, "unknown");
        if (!active.equals("active")) {
            wrong.add(unit + " is " + active);
        }
        String forwarding = host.sysctls().getOrDefault("net.ipv4.ip_forward", "unknown");
        if (forwards && !forwarding.equals("1")) {
            wrong.add("ip_forward is " + forwarding);
        }
        if (topology.agent() == AgentKind.ALOFTD) {
            wrong.addAll(wrongStates(topology, host));
        }
        return wrong.isEmpty()
                ? passed(host.host(), prepared + states(topology, host))
                : failed(
                        host.host(),
                        String.join("; ", wrong),
                        expected,
                        "see its log on " + host.host() + " (`journalctl -u " + unit
                                + " -n 50`, without systemd /var/log/" + unit + ".log), or run `aloft apply`");
    }

    /** The service of an agent. */
    public static String unit(AgentKind agent) {
        return switch (agent) {
            case ALOFTD -> "aloftd";
            case KEEPALIVED -> "keepalived";
        };
    }

    private static List<String> wrongStates(Topology topology, HostSeen host) {
        if (host.agent().isEmpty()) {
            return List.of(host.silence(StatusPage.ALOFTD));
        }
        List<String> wrong = new ArrayList<>();
        for (VrrpInstance instance : topology.instancesOf(host.host())) {
            Optional<AgentStatus.Instance> state = host.agent().get().instance(instance.name());
            if (state.isEmpty()) {
                wrong.add(instance.name() + " is not known to its agent");
            } else if (!List.of("ACTIVE", "BACKUP").contains(state.get().state())) {
                wrong.add(instance.name() + " is " + state.get().state() + ": "
                        + state.get().reason());
            }
        }
        return wrong;
    }

    private static String states(Topology topology, HostSeen host) {
        StringBuilder text = new StringBuilder();
        for (VrrpInstance instance : topology.instancesOf(host.host())) {
            host.agent().flatMap(agent -> agent.instance(instance.name())).ifPresent(state -> text.append(", ")
                    .append(instance.name())
                    .append(' ')
                    .append(state.state()));
        }
        return text.toString();
    }
}
