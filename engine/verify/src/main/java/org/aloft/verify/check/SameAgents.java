package org.aloft.verify.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.aloft.topology.model.AgentKind;
import org.aloft.verify.observe.HostSeen;

/** The members of each instance run one version of aloftd: none was left out of an update. */
public record SameAgents() implements Check {
    @Override
    public String id() {
        return "same-agents";
    }

    @Override
    public String title() {
        return "all members run the same version of aloftd";
    }

    /** Members that do not say their version are left to the other checks. */
    @Override
    public List<CheckResult> judge(Findings findings) {
        if (findings.topology().agent() != AgentKind.ALOFTD) {
            return List.of();
        }
        return findings.topology().instances().stream()
                .filter(instance -> instance.members().size() > 1)
                .map(instance -> judge(
                        instance.name(),
                        versions(instance.members().keySet().stream()
                                .map(findings.cluster()::host)
                                .toList())))
                .toList();
    }

    private static Map<String, String> versions(List<HostSeen> members) {
        Map<String, String> versions = new LinkedHashMap<>();
        members.forEach(member -> member.agent().ifPresent(agent -> versions.put(member.host(), agent.agent())));
        return versions;
    }

    private CheckResult judge(String instance, Map<String, String> versions) {
        TreeSet<String> different = new TreeSet<>(versions.values());
        if (versions.size() < 2) {
            return skipped(instance, "fewer than two members say their version");
        }
        if (different.size() == 1) {
            return passed(instance, different.first() + " on " + String.join(", ", versions.keySet()));
        }
        String seen = versions.entrySet().stream()
                .map(host -> host.getKey() + " runs " + host.getValue())
                .collect(Collectors.joining(", "));
        return failed(instance, seen, "one version", "`aloft apply` brings all of them to this Aloft's version");
    }
}
