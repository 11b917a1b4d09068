package org.aloft.verify.check;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.aloft.topology.model.IpPrefix;
import org.aloft.topology.model.VrrpInstance;
import org.aloft.verify.observe.ClusterSeen;

/** Exactly one director holds each VIP: none is an outage, two is a split brain. */
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
                results.add(judge(instance, vip, findings.cluster()));
            }
        }
        return List.copyOf(results);
    }

    private CheckResult judge(VrrpInstance instance, IpPrefix vip, ClusterSeen cluster) {
        List<String> holders = cluster.holders(instance, vip.address());
        String unseen = instance.members().keySet().stream()
                .filter(member -> !cluster.host(member).observed())
                .map(member -> member + " could not be observed: "
                        + cluster.host(member).unobserved().orElse(""))
                .collect(Collectors.joining("; "));
        String expected =
                "held by one of " + String.join(", ", instance.members().keySet());
        if (!unseen.isEmpty()) {
            return failed(
                    vip.host(),
                    (holders.isEmpty()
                                    ? "no director that answered holds it; "
                                    : "held by " + String.join(", ", holders) + "; ")
                            + unseen,
                    expected,
                    "bring the director back, or take it out of instances." + instance.name() + ".members");
        }
        if (holders.isEmpty()) {
            return failed(
                    vip.host(),
                    "held by none",
                    expected,
                    "look why on a director: journalctl -u aloftd -u keepalived -n 50");
        }
        if (holders.size() > 1) {
            return failed(
                    vip.host(),
                    "held by " + String.join(" and ", holders) + " at once (split brain)",
                    expected,
                    "the directors do not hear each other's adverts: let protocol 112 (multicast 224.0.0.18) pass "
                            + "between them, with the same virtual_router_id, version and password");
        }
        return passed(vip.host(), "held by " + holders.get(0) + since(instance, holders.get(0), cluster));
    }

    private static String since(VrrpInstance instance, String holder, ClusterSeen cluster) {
        return cluster.host(holder)
                .agent()
                .flatMap(agent -> agent.instance(instance.name()))
                .map(state -> " since " + state.since())
                .orElse("");
    }
}
