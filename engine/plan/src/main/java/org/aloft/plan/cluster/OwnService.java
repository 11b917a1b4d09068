package org.aloft.plan.cluster;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.host.ServiceManager;
import org.aloft.plan.resource.ByManager;
import org.aloft.plan.resource.FileResource;
import org.aloft.topology.model.MaskedText;

/**
 * How a service of Aloft's own is started: a unit for systemd, else an init script. Each is a template, {@code
 * NAME.service.ftl}, {@code NAME.init.ftl} and {@code NAME.openrc.ftl}.
 *
 * @param unit for systemd
 * @param script in {@code /etc/init.d}, for all others
 */
record OwnService(ByManager unit, ByManager script) {
    /** @param values what its templates are given */
    static OwnService of(String name, Map<String, Object> values, String reason, Templates templates) {
        MaskedText unit = templates.render(name + ".service.ftl", values);
        FileResource init = script(name, templates.render(name + ".init.ftl", values), reason);
        FileResource openrc = script(name, templates.render(name + ".openrc.ftl", values), reason);
        return new OwnService(
                ByManager.under(
                        new FileResource("/etc/systemd/system/" + name + ".service", unit, 0644, reason, Set.of()),
                        ServiceManager.SYSTEMD),
                new ByManager(new EnumMap<>(
                        Map.of(ServiceManager.OPENRC, openrc, ServiceManager.SYSV, init, ServiceManager.NONE, init))));
    }

    private static FileResource script(String name, MaskedText text, String reason) {
        return new FileResource("/etc/init.d/" + name, text, 0755, reason, Set.of());
    }

    /** The files of which a host gets one. */
    List<ByManager> files() {
        return List.of(unit, script);
    }

    /** Their ids. */
    Set<ResourceId> ids() {
        return Set.of(unit.id(), script.id());
    }
}
