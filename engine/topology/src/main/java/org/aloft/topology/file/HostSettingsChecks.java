package org.aloft.topology.file;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.aloft.topology.model.AgentKind;
import org.aloft.topology.model.RoleSysctls;
import org.aloft.topology.problem.Located;
import org.aloft.topology.problem.Position;
import org.aloft.topology.problem.Problems;

/** What the block {@code hosts} must not say of things that follow from a host's role: Aloft would have to drop it. */
final class HostSettingsChecks {
    private static final Map<String, String> WRITTEN_BY_ALOFT = new LinkedHashMap<>();

    static {
        WRITTEN_BY_ALOFT.put(
                "/etc/aloft/aloftd.conf",
                "Say it in `instances` and `services`, or put a template aloftd.conf.ftl of your own into templates/"
                        + " beside topology.yml.");
        WRITTEN_BY_ALOFT.put(
                "/etc/systemd/system/aloftd.service",
                "Write a drop-in: /etc/systemd/system/aloftd.service.d/own.conf.");
        WRITTEN_BY_ALOFT.put(
                "/etc/systemd/system/aloft-vips.service",
                "Write a drop-in: /etc/systemd/system/aloft-vips.service.d/own.conf.");
        WRITTEN_BY_ALOFT.put("/etc/systemd/system/aloft-routes.service", "Use `routes`.");
        WRITTEN_BY_ALOFT.put(
                "/etc/init.d/aloftd",
                "Put a template aloftd.init.ftl or aloftd.openrc.ftl of your own into templates/ beside topology.yml.");
        WRITTEN_BY_ALOFT.put("/etc/init.d/aloft-vips", "Write a script of your own, with another name.");
        WRITTEN_BY_ALOFT.put("/etc/init.d/aloft-routes", "Use `routes`.");
        WRITTEN_BY_ALOFT.put("/etc/sysctl.d/99-zz-aloft.conf", "Use `sysctls`.");
        WRITTEN_BY_ALOFT.put("/etc/modules-load.d/aloft.conf", "Use another file in /etc/modules-load.d.");
    }

    private static final List<String> FOLDERS_OF_ALOFT = List.of("/opt/aloft", "/var/lib/aloft");
    private static final String KEEPALIVED_CONF = "/etc/keepalived/keepalived.conf";

    private final Map<String, LocatedSettings> settings;
    private final AgentKind agent;
    private final Problems problems;

    /** Host → what makes it a director: the first instance that it is a member of. */
    private final Map<String, Position> directors = new HashMap<>();

    private final Map<String, TreeSet<String>> interfaces = new HashMap<>();

    /** Host → what makes it a real server with direct routing. */
    private final Map<String, Position> directRouted = new HashMap<>();

    HostSettingsChecks(
            Map<String, LocatedSettings> settings,
            AgentKind agent,
            List<InstanceBlock> instances,
            List<ServiceBlock> services,
            Problems problems) {
        this.settings = settings;
        this.agent = agent;
        this.problems = problems;
        instances.forEach(instance -> instance.members().forEach((host, priority) -> {
            directors.putIfAbsent(host, priority.at());
            Located<String> name = instance.interfaces().get(host);
            TreeSet<String> names = interfaces.computeIfAbsent(host, unused -> new TreeSet<>());
            if (name != null) {
                names.add(name.value());
            }
            instance.addresses().forEach(vip -> vip.interfaceOf(host).ifPresent(names::add));
        }));
        services.stream()
                .filter(service -> service.forwarding().needsVipOnRealServers())
                .forEach(this::noteDirectRouted);
    }

    private void noteDirectRouted(ServiceBlock service) {
        service.backends()
                .forEach(backend ->
                        backend.value().host().ifPresent(host -> directRouted.putIfAbsent(host, backend.at())));
        FallbackBlock fallback = service.fallback();
        fallback.sorryHost()
                .ifPresent(host -> directRouted.putIfAbsent(
                        host, fallback.sorryServer().orElseThrow().at()));
    }

    void run() {
        settings.forEach((host, written) -> {
            written.files().forEach(this::file);
            written.directories().forEach(this::file);
            written.absent().forEach(this::file);
            conflicts(written.directories(), "a directory", written.files(), "a file");
            conflicts(written.absent(), "absent", written.files(), "a file");
            conflicts(written.absent(), "absent", written.directories(), "a directory");
            written.services().forEach((unit, service) -> service(host, unit, service));
            if (directors.containsKey(host)) {
                sysctls(
                        written,
                        RoleSysctls.ofDirector(interfaces.getOrDefault(host, new TreeSet<>())),
                        "a director",
                        directors.get(host));
            }
            if (directRouted.containsKey(host)) {
                sysctls(
                        written,
                        RoleSysctls.ofDirectRoutedServer(),
                        "a real server with `forward: dr` or `tun`",
                        directRouted.get(host));
            }
        });
    }

    /** One path cannot be two things. */
    private void conflicts(
            Map<String, ? extends Located<?>> these,
            String what,
            Map<String, ? extends Located<?>> those,
            String other) {
        these.forEach((path, one) -> {
            Located<?> there = those.get(path);
            if (there != null) {
                problems.add(
                        one.at(),
                        one.key(),
                        "conflict",
                        path + " cannot be " + what + ", and " + other + " in "
                                + there.at().seenFrom(one.at()),
                        "Remove one of the two.");
            }
        });
    }

    private void file(String path, Located<?> file) {
        String wayOut = WRITTEN_BY_ALOFT.get(path);
        if (FOLDERS_OF_ALOFT.stream().anyMatch(folder -> path.equals(folder) || path.startsWith(folder + "/"))) {
            wayOut = "Use another folder.";
        } else if (path.equals(KEEPALIVED_CONF) && agent == AgentKind.KEEPALIVED) {
            wayOut = WRITTEN_BY_ALOFT.get("/etc/aloft/aloftd.conf");
        }
        if (wayOut != null) {
            Lint.WRITTEN_BY_ALOFT.tell(problems, file, "Aloft itself writes " + path, wayOut);
        }
    }

    private void service(String host, String unit, Located<String> service) {
        boolean agentsOwn = agent == AgentKind.KEEPALIVED && directors.containsKey(host);
        if (unit.equals("aloftd.service")
                || unit.equals("aloft-vips.service")
                || unit.equals("aloft-routes.service")
                || (unit.equals("keepalived.service") && agentsOwn)) {
            Lint.WRITTEN_BY_ALOFT.tell(
                    problems,
                    service,
                    "Aloft itself enables and starts " + unit + " where it is needed",
                    "Remove it here.");
        } else if (unit.equals("keepalived.service") && directors.containsKey(host)) {
            Lint.TWO_AGENTS.tell(
                    problems,
                    service,
                    "keepalived would speak VRRP beside aloftd on directors of the instance in "
                            + directors.get(host).seenFrom(service.at()),
                    "Remove it here, or write `agent: keepalived`.");
        }
    }

    private void sysctls(LocatedSettings written, Map<String, String> needed, String role, Position because) {
        needed.forEach((key, value) -> {
            Located<String> own = written.sysctls().get(key);
            if (own != null && !own.value().strip().equals(value)) {
                Lint.SYSCTL_OF_ROLE.tell(
                        problems,
                        own,
                        role + " needs " + key + "=" + value + ", but this is " + own.value() + "; the role stands in "
                                + because.seenFrom(own.at()),
                        "Remove it here; Aloft sets what the role needs.");
            }
        });
    }
}
