package org.aloft.plan.cluster;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.BundleResource;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.FirewallResource;
import org.aloft.plan.resource.PackageResource;
import org.aloft.plan.resource.Resource;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.plan.resource.SysctlResource;
import org.aloft.topology.model.AgentKind;

/** Who speaks VRRP on the directors. Both read the same configuration file. */
public enum VrrpAgent {
    /** Aloft's own. */
    ALOFTD("aloftd.service", "/etc/aloft/aloftd.conf"),
    /** The distribution's package. */
    KEEPALIVED("keepalived.service", "/etc/keepalived/keepalived.conf");

    private final String unit;
    private final String configuration;

    VrrpAgent(String unit, String configuration) {
        this.unit = unit;
        this.configuration = configuration;
    }

    /** The agent that a topology names. */
    public static VrrpAgent of(AgentKind kind) {
        return switch (kind) {
            case ALOFTD -> ALOFTD;
            case KEEPALIVED -> KEEPALIVED;
        };
    }

    /** The unit that runs it. */
    public String unit() {
        return unit;
    }

    /** The id of its service. */
    public ResourceId service() {
        return ServiceResource.idOf(unit);
    }

    /** Its configuration file. */
    public String configuration() {
        return configuration;
    }

    /** The other one: two of them on one host would speak for the same virtual router. */
    public VrrpAgent other() {
        return switch (this) {
            case ALOFTD -> KEEPALIVED;
            case KEEPALIVED -> ALOFTD;
        };
    }

    /**
     * Whether an agent relies on this resource of a director while it balances, or holds VIPs for who does: a kernel
     * parameter, an opening, or what is a balancer's own.
     */
    public static boolean reliesOn(ResourceId resource) {
        return resource.kind().equals(SysctlResource.KIND.name())
                || resource.kind().equals(FirewallResource.KIND.name())
                || Balancer.isOwn(resource);
    }

    /**
     * The program, its unit and its service.
     *
     * @param before what must be in force before it starts
     */
    List<Resource> resources(AgentBundle bundle, Templates templates, Set<ResourceId> before) {
        return switch (this) {
            case ALOFTD -> {
                BundleResource program = new BundleResource(bundle, "aloftd with a Java runtime of its own");
                OwnService own = OwnService.of(
                        "aloftd",
                        Map.of("program", AgentBundle.FOLDER + "/current/bin/aloftd", "config", configuration),
                        "how aloftd is run and watched",
                        templates);
                Set<ResourceId> needs = new HashSet<>(own.ids());
                needs.add(program.id());
                List<Resource> resources = new ArrayList<>(List.of(program));
                resources.addAll(own.files());
                resources.add(service(before, needs));
                yield List.copyOf(resources);
            }
            case KEEPALIVED -> {
                PackageResource program = new PackageResource("keepalived", "the agent that the topology names");
                yield List.of(program, service(before, Set.of(program.id())));
            }
        };
    }

    private ServiceResource service(Set<ResourceId> before, Set<ResourceId> program) {
        ResourceId file = FileResource.idOf(configuration);
        Set<ResourceId> requires = new HashSet<>(before);
        requires.addAll(program);
        requires.add(file);
        ServiceResource.Rival rival = new ServiceResource.Rival(other().unit, other().configuration);
        // A package that has just been installed has started its service already.
        Set<ResourceId> restartOn = this == ALOFTD ? program : Set.of();
        return new ServiceResource(unit, rival, "holds VIPs and balances", requires, restartOn, Set.of(file));
    }
}
