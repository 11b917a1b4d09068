package org.aloft.verify.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.VrrpInstance;
import org.aloft.verify.observe.ClusterSeen;
import org.aloft.verify.observe.HostSeen;

/** Exactly one director holds each VIP: none is an outage, two are a split brain. */
public record OneHolder() implements Check {
    @Override
    public String id() {
        return "one-holder";
    }

    @Override
    public String title() {
        return "exactly one director holds the VIP";
    }

    @Override
    public List<CheckResult> judge(Findings findings) {
        List<CheckResult> results = new ArrayList<>();
        for (VrrpInstance instance : findings.topology().instances()) {
            for (IpPrefix vip : instance.vips()) {
                results.add(judge(findings.topology(), instance, vip, findings.cluster()));
            }
        }
        return List.copyOf(results);
    }

    private CheckResult judge(Topology topology, VrrpInstance instance, IpPrefix vip, ClusterSeen cluster) {
        List<String> holders = cluster.holders(instance, vip.address());
        List<String> leftOnLoopback = cluster.leftOnLoopback(topology, instance, vip.address());
        List<String> carriers = instance.members().keySet().stream()
                .filter(member -> holders.contains(member) || leftOnLoopback.contains(member))
                .toList();
        String seen = carriers.stream()
                .map(member -> carries(cluster.host(member), vip))
                .collect(Collectors.joining(" and "));
        String unobserved = instance.members().keySet().stream()
                .filter(member -> !cluster.host(member).observed())
                .map(member -> member + " could not be observed: "
                        + cluster.host(member).unobserved().orElse(""))
                .collect(Collectors.joining("; "));
        String expected =
                "held by one of " + String.join(", ", instance.members().keySet());
        if (!unobserved.isEmpty()) {
            return failed(
                    vip.host(),
                    (carriers.isEmpty() ? "no director that answered holds it" : seen) + "; " + unobserved,
                    expected,
                    "bring the director back, or remove it from instances." + instance.name() + ".members");
        }
        if (carriers.isEmpty()) {
            return failed(
                    vip.host(),
                    "no director holds it",
                    expected,
                    "see why on a director: journalctl -u aloftd -u keepalived -n 50");
        }
        if (carriers.size() > 1 || !leftOnLoopback.isEmpty()) {
            return failed(
                    vip.host(),
                    seen + (carriers.size() > 1 ? " at once (split brain)" : ""),
                    expected,
                    fix(instance, holders, leftOnLoopback, cluster));
        }
        return passed(vip.host(), "held by " + holders.get(0) + since(instance, holders.get(0), cluster));
    }

    private static String carries(HostSeen host, IpPrefix vip) {
        return host.host() + " carries it on " + String.join(" and ", host.interfacesOf(vip.address()));
    }

    private static String fix(
            VrrpInstance instance, List<String> holders, List<String> leftOnLoopback, ClusterSeen cluster) {
        List<String> fixes = new ArrayList<>();
        if (!leftOnLoopback.isEmpty()) {
            fixes.add("on " + String.join(", ", leftOnLoopback)
                    + " the address on lo is left over from a time as a real server: `aloft apply` takes it away");
        }
        if (holders.size() > 1) {
            String dropped = holders.stream()
                    .flatMap(holder -> dropped(instance, cluster.host(holder)).stream())
                    .collect(Collectors.joining("; "));
            fixes.add(
                    dropped.isEmpty()
                            ? "the directors do not hear each other's adverts: let protocol 112 (multicast 224.0.0.18)"
                                    + " pass between them, with the same virtual_router_id, version and password"
                            : dropped + ": `aloft apply` gives all members the same values, and `aloftd explain` on"
                                    + " that host says more");
        }
        return String.join("; ", fixes);
    }

    /** Which adverts an agent hears and passes over, which says why it thinks that it is alone. */
    private static Optional<String> dropped(VrrpInstance instance, HostSeen host) {
        return host.agent()
                .flatMap(agent -> agent.instance(instance.name()))
                .map(state -> state.adverts().dropped())
                .filter(reasons -> !reasons.isEmpty())
                .map(reasons -> host.host() + " drops adverts since its agent started, "
                        + reasons.entrySet().stream()
                                .map(reason -> reason.getValue() + " for their " + reason.getKey())
                                .collect(Collectors.joining(", ")));
    }

    private static String since(VrrpInstance instance, String holder, ClusterSeen cluster) {
        return cluster.host(holder)
                .agent()
                .flatMap(agent -> agent.instance(instance.name()))
                .map(state -> " since " + state.since())
                .orElse("");
    }
}
