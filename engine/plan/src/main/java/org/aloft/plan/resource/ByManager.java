package org.aloft.plan.resource;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.Machine;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.host.ServiceManager;

/**
 * A file that starts a service of Aloft's own, in the form that a host's service manager reads. A host is asked for it
 * whatever its service manager is; only where that has a form is it wanted.
 *
 * @param forms service manager → the file, the same path in all of them
 */
public record ByManager(Map<ServiceManager, FileResource> forms) implements Resource {
    /**
     * Checks them.
     *
     * @throws IllegalArgumentException when there is none, or their paths differ
     */
    public ByManager {
        forms = new EnumMap<>(forms);
        if (forms.values().stream().map(FileResource::path).distinct().count() != 1) {
            throw new IllegalArgumentException("the forms must be of one path: " + forms);
        }
    }

    /** The same file under some service managers. */
    public static ByManager under(FileResource file, ServiceManager... managers) {
        Map<ServiceManager, FileResource> forms = new EnumMap<>(ServiceManager.class);
        for (ServiceManager manager : managers) {
            forms.put(manager, file);
        }
        return new ByManager(forms);
    }

    private FileResource any() {
        return forms.values().iterator().next();
    }

    @Override
    public Optional<Resource> on(Machine machine) {
        return Optional.ofNullable(forms.get(machine.manager()));
    }

    @Override
    public Kind kind() {
        return any().kind();
    }

    @Override
    public String name() {
        return any().name();
    }

    @Override
    public String reason() {
        return any().reason();
    }

    @Override
    public Set<ResourceId> requires() {
        return any().requires();
    }

    /** Where forms differ, a digest that no file of them has: the host sends what stands there. */
    @Override
    public String hint() {
        List<String> hints =
                forms.values().stream().map(FileResource::hint).distinct().toList();
        return hints.size() == 1 ? hints.get(0) : Sha256.of(String.join(" ", hints));
    }

    @Override
    public Finding compare(Situation now) {
        return on(now.machine())
                .map(file -> file.compare(now))
                .orElseGet(() -> new Finding.Fine("is not for this host's service manager"));
    }

    @Override
    public Optional<Entry> remember(Situation now) {
        return on(now.machine()).flatMap(file -> file.remember(now));
    }
}
