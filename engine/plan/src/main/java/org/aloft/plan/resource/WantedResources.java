package org.aloft.plan.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.model.Topology;

/** What a topology wants on a host: what its roles ask for, and what the user asks for beside. */
public final class WantedResources {
    private WantedResources() {}

    /**
     * All that is wanted on a host, each after what it requires; empty for a host that is only a client.
     *
     * @throws PlanException when a template is broken, or a value cannot be written into a file
     */
    public static List<Resource> of(Topology topology, String host, AgentBundle bundle, Templates templates) {
        List<Resource> wanted = new ArrayList<>();
        Map<String, SysctlResource> sysctls = new LinkedHashMap<>();
        HostSettings settings = topology.hostSettings().get(host);
        if (settings != null) {
            addSettings(settings, wanted);
            settings.sysctls()
                    .forEach((key, value) ->
                            put(sysctls, new SysctlResource(key, value, "asked for in the topology's hosts block")));
        }
        RealServerResources.add(topology, host, templates, wanted, sysctls);
        if (topology.isDirector(host)) {
            DirectorResources.add(topology, host, bundle, templates, wanted, sysctls);
        }
        if (!sysctls.isEmpty()) {
            wanted.addAll(sysctls.values());
            wanted.add(sysctlFile(sysctls, templates));
        }
        return ResourceOrder.sort(wanted);
    }

    static void put(Map<String, SysctlResource> sysctls, SysctlResource sysctl) {
        sysctls.put(sysctl.key(), sysctl);
    }

    private static void addSettings(HostSettings settings, List<Resource> wanted) {
        settings.packages()
                .forEach(name -> wanted.add(new PackageResource(name, "asked for in the topology's hosts block")));
        settings.files().forEach((path, file) -> {
            // Configuration waits for its package, whose own version would otherwise come on top.
            Set<String> packages =
                    settings.packages().stream().map(PackageResource::idOf).collect(Collectors.toSet());
            wanted.add(new FileResource(
                    path,
                    file.content().reveal(),
                    file.content().shown(),
                    file.mode(),
                    "asked for in the topology's hosts block",
                    packages));
        });
        settings.services().forEach(name -> wanted.add(userService(name, settings)));
    }

    private static ServiceResource userService(String name, HostSettings settings) {
        String unit = ServiceResource.unitOf(name);
        String folder = "/etc/" + unit.substring(0, unit.lastIndexOf('.')) + "/";
        Set<String> requires =
                settings.packages().stream().map(PackageResource::idOf).collect(Collectors.toSet());
        Set<String> configuration = settings.files().keySet().stream()
                .filter(path -> path.startsWith(folder))
                .map(FileResource::idOf)
                .collect(Collectors.toSet());
        Set<String> unitFiles = settings.files().keySet().stream()
                .filter(path -> path.startsWith("/etc/systemd/system/" + unit))
                .map(FileResource::idOf)
                .collect(Collectors.toSet());
        requires.addAll(
                settings.files().keySet().stream().map(FileResource::idOf).toList());
        return new ServiceResource(unit, "asked for in the topology's hosts block", requires, unitFiles, configuration);
    }

    private static FileResource sysctlFile(Map<String, SysctlResource> sysctls, Templates templates) {
        List<Map<String, String>> values = sysctls.values().stream()
                .map(sysctl -> Map.of("key", sysctl.key(), "value", plainLine(sysctl)))
                .toList();
        String text = templates.render("sysctl.conf.ftl", Map.of("sysctls", values));
        Set<String> requires = sysctls.values().stream().map(SysctlResource::id).collect(Collectors.toSet());
        return new FileResource(
                SysctlResource.FILE, text, text, 0644, "keeps the kernel parameters across a reboot", requires);
    }

    private static String plainLine(SysctlResource sysctl) {
        boolean fits = sysctl.key().chars().noneMatch(c -> c <= ' ' || c == '=' || c > '~')
                && sysctl.value().chars().noneMatch(c -> c < ' ' && c != '\t')
                && sysctl.key().indexOf("..") < 0;
        if (!fits) {
            throw new PlanException(
                    "sysctl " + sysctl.key() + ": sysctl.d(5) has no way to write this key or value",
                    "keys look like net.ipv4.ip_forward, and a value is one line");
        }
        return sysctl.value();
    }
}
