package org.aloft.plan.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.aloft.topology.model.AgentSettings;
import org.aloft.topology.model.MaskedText;
import org.aloft.topology.model.Notices;
import org.aloft.topology.model.SyncGroup;
import org.aloft.topology.model.Topology;
import org.aloft.topology.model.Trackers;
import org.aloft.topology.model.Tracking;
import org.aloft.topology.model.VirtualService;
import org.aloft.topology.model.VrrpInstance;

/**
 * What stands in a director's configuration before the instances, and belongs to several of them: {@code global_defs},
 * what is tracked, sync groups. Of what can be tracked only that is told which the host tracks.
 */
final class AgentDefinitions {
    private final String host;
    private final AgentSettings settings;
    private final List<VrrpInstance> instances;
    private final List<SyncGroup> groups;
    private final List<VirtualService> services;
    private final boolean announces;

    AgentDefinitions(Topology topology, String host) {
        this.host = host;
        settings = topology.agentSettings();
        instances = topology.instancesOf(host);
        services = Balancer.LVS.services(topology, host);
        announces = topology.announces(host);
        Set<String> names = new LinkedHashSet<>();
        instances.forEach(instance -> names.add(instance.name()));
        groups = settings.syncGroups().stream()
                .filter(group -> names.containsAll(group.instances()))
                .toList();
    }

    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("global", global());
        values.put("scripts", scripts());
        values.put("processes", processes());
        values.put("files", files());
        values.put("sync_groups", groups.stream().map(this::group).toList());
        Optional.ofNullable(settings.keepalived().get(host))
                .ifPresent(text -> values.put(
                        "keepalived",
                        new MaskedText(text.reveal().strip(), text.shown().strip())));
        return values;
    }

    /** What {@code global_defs} has; empty where nothing needs to be said. */
    private Map<String, Object> global() {
        Map<String, Object> global = new LinkedHashMap<>();
        // Without a user, keepalived leaves out the programs; without security, it takes -t for failed.
        if (settings.scriptUser().isPresent() || !programs().isEmpty()) {
            global.put("script_user", settings.scriptUser().orElse("root"));
        }
        if (settings.strict()) {
            global.put("strict", true);
        }
        settings.mail().ifPresent(mail -> global.put("mail", mail(mail)));
        if (!settings.webhooks().isEmpty()) {
            global.put("webhooks", settings.webhooks());
        }
        instances.stream()
                .filter(VrrpInstance::syncConnections)
                .findFirst()
                .ifPresent(instance -> global.put("sync_connections", instance.name()));
        return global;
    }

    private static Map<String, Object> mail(AgentSettings.Mail mail) {
        Map<String, Object> values = new LinkedHashMap<>();
        mail.from().ifPresent(from -> values.put("from", from));
        values.put("to", mail.to());
        values.put("server", mail.server());
        values.put("port", mail.port());
        values.put("timeout", DirectorText.seconds(mail.timeout()));
        return values;
    }

    private List<Map<String, Object>> scripts() {
        Set<String> tracked = new LinkedHashSet<>();
        Set<String> ports = new LinkedHashSet<>();
        tracking().forEach(each -> {
            tracked.addAll(each.scripts().keySet());
            ports.addAll(each.ports().keySet());
        });
        List<Map<String, Object>> scripts = new ArrayList<>();
        settings.trackers().scripts().stream()
                .filter(script -> tracked.contains(script.name()))
                .map(AgentDefinitions::script)
                .forEach(scripts::add);
        ports.forEach(port -> scripts.add(listening(port)));
        return scripts;
    }

    private Stream<Tracking> tracking() {
        return Stream.concat(
                instances.stream().map(VrrpInstance::tracking), groups.stream().map(SyncGroup::tracking));
    }

    private static Map<String, Object> script(Trackers.TrackedScript script) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", script.name());
        values.put("run", script.run());
        values.put("interval", DirectorText.seconds(script.interval()));
        script.timeout().ifPresent(timeout -> values.put("timeout", DirectorText.seconds(timeout)));
        values.put("rise", script.rise());
        values.put("fall", script.fall());
        values.put("weight", script.weight());
        script.user().ifPresent(user -> values.put("user", user));
        return values;
    }

    /** The name of the script that looks at a port. */
    static String portScript(String port) {
        return "aloft_port_" + port;
    }

    /**
     * Whether something listens on a TCP port of the host, on whatever address. ss comes with ip (iproute2). Twice in a
     * row, for what restarts does not listen for a moment.
     */
    private static Map<String, Object> listening(String port) {
        return Map.of(
                "name",
                portScript(port),
                "run",
                "/bin/sh -c 'ss -Hltn sport = :" + port + " | grep -q .'",
                "interval",
                "1",
                "rise",
                1,
                "fall",
                2,
                "weight",
                0);
    }

    private List<Map<String, Object>> processes() {
        Set<String> tracked = new LinkedHashSet<>();
        tracking().forEach(each -> tracked.addAll(each.processes().keySet()));
        return settings.trackers().processes().stream()
                .filter(process -> tracked.contains(process.name()))
                .map(AgentDefinitions::process)
                .toList();
    }

    /** keepalived takes a delay of 0 for a mistake. */
    private static Map<String, Object> process(Trackers.TrackedProcess process) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", process.name());
        values.put("process", process.process());
        values.put("quorum", process.quorum());
        if (!process.delay().isZero()) {
            values.put("delay", DirectorText.seconds(process.delay()));
        }
        values.put("weight", process.weight());
        return values;
    }

    private List<Map<String, Object>> files() {
        Set<String> tracked = new LinkedHashSet<>();
        tracking().forEach(each -> tracked.addAll(each.files().keySet()));
        return settings.trackers().files().stream()
                .filter(file -> tracked.contains(file.name()))
                .map(file -> Map.<String, Object>of("name", file.name(), "path", file.path(), "weight", file.weight()))
                .toList();
    }

    private Map<String, Object> group(SyncGroup group) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", group.name());
        values.put("instances", group.instances());
        values.put("track", InstanceConfiguration.track(group.tracking(), host));
        InstanceConfiguration.putNotices(values, group.notices());
        return values;
    }

    /** The programs that the agent will run: the first word of each command. */
    Set<String> programs() {
        Set<String> programs = new LinkedHashSet<>();
        scripts().forEach(script -> programs.add(firstWord((String) script.get("run"))));
        Stream.concat(
                        instances.stream().map(VrrpInstance::notices),
                        groups.stream().map(SyncGroup::notices))
                .map(Notices::commands)
                .forEach(commands -> commands.forEach(command -> programs.add(firstWord(command))));
        services.stream()
                .flatMap(service -> service.commands().stream())
                .forEach(command -> programs.add(firstWord(command)));
        if (announces) {
            programs.add(Announcing.PROGRAM);
        }
        return programs;
    }

    private static String firstWord(String command) {
        int blank = command.indexOf(' ');
        return blank < 0 ? command : command.substring(0, blank);
    }
}
