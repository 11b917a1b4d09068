package org.aloft.topology.file;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.aloft.topology.model.AgentKind;
import org.aloft.topology.model.Priority;
import org.aloft.topology.model.Secret;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Problems;
import org.aloft.topology.problem.Suggestion;

/** What instances must not say about what holds for all of them, and about each other's groups. */
final class AgentSettingsChecks {
    private final List<InstanceBlock> instances;
    private final Map<String, InstanceBlock> byName = new HashMap<>();
    private final AgentSettingsBlock settings;
    private final AgentKind agent;
    private final Problems problems;

    AgentSettingsChecks(
            List<InstanceBlock> instances, AgentSettingsBlock settings, AgentKind agent, Problems problems) {
        this.instances = instances;
        instances.forEach(instance -> byName.put(instance.name().value(), instance));
        this.settings = settings;
        this.agent = agent;
        this.problems = problems;
    }

    void run() {
        new TrackingChecks(instances, settings, problems).run();
        syncGroups();
        mail();
        if (agent == AgentKind.KEEPALIVED) {
            whatOnlyAloftdCan();
        }
        settings.global().strict().ifPresent(unused -> instances.forEach(this::strict));
        instances.stream()
                .flatMap(instance -> instance.syncConnections().stream())
                .skip(1)
                .forEach(second -> Lint.SECOND_SYNC_DAEMON.tell(
                        problems,
                        second,
                        "connections of IPVS are all copied together, so one instance at most may say sync_connections",
                        "Keep it in the instance whose active member balances."));
    }

    private void syncGroups() {
        Map<String, String> groups = new HashMap<>();
        for (SyncGroupBlock group : settings.syncGroups()) {
            group.instances().forEach(name -> inOneGroup(group, name, groups));
            if (group.instances().size() < 2) {
                Lint.SYNC_GROUP_OF_ONE.tell(
                        problems,
                        group.name(),
                        "a sync group with fewer than two instances moves nothing together",
                        "Add an instance to it, or remove it.");
            }
            List<InstanceBlock> known = group.instances().stream()
                    .map(name -> byName.get(name.value()))
                    .filter(instance -> instance != null && !instance.members().isEmpty())
                    .toList();
            sameMembers(group, known);
        }
    }

    private void inOneGroup(SyncGroupBlock group, Located<String> name, Map<String, String> groups) {
        if (!byName.containsKey(name.value())) {
            problems.add(
                    name.at(),
                    name.key(),
                    "unknown-instance",
                    "there is no instance " + name.value(),
                    Suggestion.fix(
                            name.value(), byName.keySet().stream().sorted().toList(), "Instances"));
            return;
        }
        String other = groups.putIfAbsent(name.value(), group.name().value());
        if (other != null) {
            Lint.TWO_SYNC_GROUPS.tell(
                    problems,
                    name,
                    "an instance must be in one sync group, once: " + name.value() + " is in " + other,
                    "Remove it here, or make it one group.");
        }
    }

    private void sameMembers(SyncGroupBlock group, List<InstanceBlock> known) {
        if (known.size() < 2) {
            return;
        }
        InstanceBlock first = known.get(0);
        for (InstanceBlock other : known.subList(1, known.size())) {
            if (!first.members().keySet().equals(other.members().keySet())) {
                Lint.SYNC_GROUP_MEMBERS.tell(
                        problems,
                        group.name(),
                        "instances of a sync group must have the same members: "
                                + first.name().value() + " has "
                                + String.join(", ", first.members().keySet()) + ", and "
                                + other.name().value() + " has "
                                + String.join(", ", other.members().keySet()),
                        "Give them the same members, or take one out of the group.");
            } else if (!preferred(first).equals(preferred(other))) {
                Lint.SYNC_GROUP_PREFERS_TWO.tell(
                        problems,
                        group.name(),
                        "instances of a sync group should prefer one member, for they move together: "
                                + first.name().value() + " prefers " + preferred(first) + ", and "
                                + other.name().value() + " prefers " + preferred(other),
                        "Give the same host the highest priority in all of them.");
            }
        }
    }

    private static String preferred(InstanceBlock instance) {
        return instance.members().entrySet().stream()
                .max(Comparator.comparing((Map.Entry<String, Located<Priority>> member) ->
                        member.getValue().value()))
                .map(Map.Entry::getKey)
                .orElse("");
    }

    private void mail() {
        List<Located<Boolean>> wanted = Stream.concat(
                        instances.stream().map(InstanceBlock::notices),
                        settings.syncGroups().stream().map(SyncGroupBlock::notices))
                .flatMap(notices -> notices.mail().stream())
                .toList();
        if (settings.mail().isEmpty()) {
            wanted.forEach(written -> Lint.NOBODY_TO_MAIL.tell(
                    problems,
                    written,
                    "there is nobody to mail to, for the file has no `mail` at its top",
                    "Add `mail: {to: [ops@example.org], server: 192.168.100.25}` there."));
        }
    }

    private void whatOnlyAloftdCan() {
        Stream<Located<Secret>> webhooks = Stream.of(
                        settings.webhooks().stream(),
                        instances.stream().flatMap(instance -> instance.notices().webhooks().stream()),
                        settings.syncGroups().stream().flatMap(group -> group.notices().webhooks().stream()))
                .flatMap(each -> each);
        webhooks.forEach(written -> cannot(written, "webhooks"));
        instances.stream()
                .map(InstanceBlock::detect)
                .flatMap(Optional::stream)
                .forEach(written -> cannot(written, "detect"));
    }

    private void cannot(Located<?> written, String key) {
        Lint.AGENT_CANNOT.tell(
                problems,
                written,
                "keepalived has nothing like " + key + "; aloftd has",
                "Remove it, or write `agent: aloftd`.");
    }

    /** keepalived.conf(5), vrrp_strict; aloftd refuses what keepalived drops with a line in its log. */
    private void strict(InstanceBlock instance) {
        Stream.concat(instance.advertPath().toInventory().stream(), instance.advertPath().unicast().values().stream())
                .findFirst()
                .ifPresent(written -> Lint.STRICT_UNICAST.tell(
                        problems,
                        written,
                        "the RFCs know multicast only, and `global` says strict=true",
                        "Remove `unicast`, or `strict: true`."));
        if (instance.holding().accept().isEmpty()) {
            Lint.STRICT_WITHOUT_ACCEPT.tell(
                    problems,
                    instance.name(),
                    "with `strict: true` the VIPs of an instance do not even answer a ping, unless it says accept",
                    "Add `accept: true`, or `accept: false` if that is meant.");
        }
    }
}
