package org.aloft.plan.resource;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aloft.topology.model.AgentKind;
import org.aloft.topology.model.Topology;

/** What a director needs: to forward, to be silent about better ways, and an agent. */
public final class DirectorResources {
    private static final String MODULES_FILE = "/etc/modules-load.d/aloft.conf";

    private DirectorResources() {}

    /** The systemd unit of the agent. */
    public static String unitOf(AgentKind agent) {
        return switch (agent) {
            case ALOFTD -> "aloftd.service";
            case KEEPALIVED -> "keepalived.service";
        };
    }

    /** The agent's configuration file. */
    public static String configurationOf(AgentKind agent) {
        return switch (agent) {
            case ALOFTD -> "/etc/aloft/aloftd.conf";
            case KEEPALIVED -> "/etc/keepalived/keepalived.conf";
        };
    }

    static void add(
            Topology topology,
            String host,
            AgentBundle bundle,
            Templates templates,
            List<Resource> wanted,
            Map<String, SysctlResource> sysctls) {
        WantedResources.put(
                sysctls, new SysctlResource("net.ipv4.ip_forward", "1", host + " forwards packets to real servers"));
        Set<String> interfaces = new LinkedHashSet<>(List.of("all", "default"));
        topology.instancesOf(host).stream()
                .map(instance -> instance.networkInterface(host))
                .forEach(interfaces::add);
        for (String name : interfaces) {
            WantedResources.put(
                    sysctls,
                    new SysctlResource(
                            SysctlResource.ofInterface(name, "send_redirects"),
                            "0",
                            "else " + host + " tells clients to go round it, straight to a real server"));
        }
        String modules = templates.render("modules-load.conf.ftl", Map.of("modules", List.of("ip_vs")));
        wanted.add(FileResource.of(MODULES_FILE, modules, 0644, "loads IPVS at every boot"));
        FileResource configuration = configuration(topology, host, templates);
        wanted.add(configuration);
        switch (topology.agent()) {
            case ALOFTD -> addAloftd(configuration, bundle, templates, wanted);
            case KEEPALIVED -> addKeepalived(configuration, wanted);
        }
    }

    private static FileResource configuration(Topology topology, String host, Templates templates) {
        AgentConfiguration.Text text = AgentConfiguration.of(topology, host, templates);
        String reason = "the VRRP instances and virtual services of " + host;
        return new FileResource(
                configurationOf(topology.agent()), text.content(), text.shown(), 0600, reason, Set.of());
    }

    private static void addAloftd(
            FileResource configuration, AgentBundle bundle, Templates templates, List<Resource> wanted) {
        BundleResource agent = new BundleResource(bundle, "aloftd with a Java runtime of its own");
        String unit = unitOf(AgentKind.ALOFTD);
        String text = templates.render(
                "aloftd.service.ftl",
                Map.of("program", AgentBundle.FOLDER + "/current/bin/aloftd", "config", configuration.path()));
        FileResource unitFile =
                FileResource.of("/etc/systemd/system/" + unit, text, 0644, "how systemd runs and watches aloftd");
        wanted.add(agent);
        wanted.add(unitFile);
        wanted.add(new ServiceResource(
                unit,
                "holds VIPs and balances",
                Set.of(
                        agent.id(),
                        configuration.id(),
                        unitFile.id(),
                        FileResource.idOf(MODULES_FILE),
                        FileResource.idOf(SysctlResource.FILE)),
                Set.of(agent.id(), unitFile.id()),
                Set.of(configuration.id())));
    }

    private static void addKeepalived(FileResource configuration, List<Resource> wanted) {
        PackageResource keepalived = new PackageResource("keepalived", "the agent that the topology names");
        wanted.add(keepalived);
        wanted.add(new ServiceResource(
                unitOf(AgentKind.KEEPALIVED),
                "holds VIPs and balances",
                Set.of(
                        keepalived.id(),
                        configuration.id(),
                        FileResource.idOf(MODULES_FILE),
                        FileResource.idOf(SysctlResource.FILE)),
                Set.of(),
                Set.of(configuration.id())));
    }
}
