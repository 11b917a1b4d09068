package org.aloft.plan.cluster;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.AbsentResource;
import org.aloft.plan.resource.DirectoryResource;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.ModuleResource;
import org.aloft.plan.resource.PackageResource;
import org.aloft.plan.resource.SelinuxBooleanResource;
import org.aloft.plan.resource.SelinuxPortResource;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.plan.resource.SysctlResource;
import org.aloft.plan.resource.UserResource;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.model.MaskedText;

/**
 * What the user asked for on a host, beside what its role wants.
 *
 * @param settings the host's entry in the block {@code hosts}
 * @param passwords of the instances, which are masked wherever a template repeats them
 * @param templates fill the user's own
 */
record AskedFor(HostSettings settings, List<String> passwords, Templates templates) {
    /** The reason of all of it. */
    static final String REASON = "asked for in the topology's hosts block";

    void addTo(WantedOfHost wanted) {
        settings.packages().forEach(name -> wanted.add(new PackageResource(name, REASON)));
        settings.users().forEach((name, user) -> wanted.add(user(name, user)));
        settings.directories()
                .forEach((path, directory) -> wanted.add(new DirectoryResource(
                        path,
                        directory.mode(),
                        directory.owner().toString(),
                        REASON,
                        belowPackages(path, directory.owner()))));
        settings.files()
                .forEach((path, file) -> wanted.add(new FileResource(
                        path,
                        content(file),
                        file.mode(),
                        file.owner().toString(),
                        REASON,
                        belowPackages(path, file.owner()))));
        settings.absent().forEach(path -> wanted.add(new AbsentResource(path, REASON, packages())));
        settings.modules().forEach(name -> addModule(name, wanted));
        settings.selinux()
                .booleans()
                .forEach((name, on) ->
                        wanted.add(new SelinuxBooleanResource(name, on ? "on" : "off", REASON, packages())));
        settings.selinux()
                .ports()
                .forEach((port, type) -> wanted.add(new SelinuxPortResource(port, type, REASON, packages())));
        settings.services().forEach(name -> wanted.add(service(name)));
        settings.sysctls().forEach((key, value) -> wanted.add(new SysctlResource(key, value, REASON)));
    }

    private UserResource user(String name, HostSettings.User user) {
        return new UserResource(
                name,
                user.system(),
                user.shell().orElse(""),
                user.home().orElse(""),
                String.join(" ", user.groups()),
                REASON,
                packages());
    }

    private static void addModule(String name, WantedOfHost wanted) {
        ModuleResource module = new ModuleResource(name, REASON);
        wanted.add(module);
        wanted.add(new FileResource(
                module.file(),
                MaskedText.plain(name + "\n"),
                0644,
                "loads the module at every boot",
                Set.of(module.id())));
    }

    private MaskedText content(HostSettings.FileContent file) {
        if (file.filling().isEmpty()) {
            return file.content();
        }
        HostSettings.Filling filling = file.filling().get();
        MaskedText filled = templates.fill(filling.file(), file.content().reveal(), filling.values());
        if (file.content().shown().equals(MaskedText.MASK)) {
            return new MaskedText(filled.reveal(), MaskedText.MASK); // the template itself was encrypted
        }
        for (String password : passwords) {
            filled = filled.masking(password);
        }
        return filled;
    }

    private Set<ResourceId> packages() {
        return settings.packages().stream().map(PackageResource::idOf).collect(Collectors.toSet());
    }

    /**
     * Configuration waits for its package, whose own version would otherwise come on top; for the directories above it;
     * and for whom it belongs to.
     */
    private Set<ResourceId> belowPackages(String path, HostSettings.Owner owner) {
        Set<ResourceId> requires = new LinkedHashSet<>(packages());
        settings.directories().keySet().stream()
                .filter(directory -> path.startsWith(directory + "/"))
                .map(DirectoryResource::idOf)
                .forEach(requires::add);
        Stream.of(owner.user(), owner.group())
                .filter(settings.users()::containsKey)
                .map(UserResource::idOf)
                .forEach(requires::add);
        return requires;
    }

    private ServiceResource service(String name) {
        String unit = ServiceResource.unitOf(name);
        Set<ResourceId> requires = new LinkedHashSet<>(packages());
        requires.addAll(below(""));
        settings.users().keySet().forEach(user -> requires.add(UserResource.idOf(user)));
        settings.directories().keySet().forEach(path -> requires.add(DirectoryResource.idOf(path)));
        settings.modules().forEach(module -> requires.add(ModuleResource.KIND.id(module)));
        settings.selinux().booleans().keySet().forEach(each -> requires.add(SelinuxBooleanResource.idOf(each)));
        settings.selinux().ports().keySet().forEach(port -> requires.add(SelinuxPortResource.idOf(port)));
        return new ServiceResource(
                unit,
                ServiceResource.Rival.NONE,
                REASON,
                requires,
                readAtStart(unit),
                below("/etc/" + nameOf(unit) + "/"));
    }

    /**
     * Not every service reads these again when it is told to reload (dnsmasq does not): only a restart surely makes it.
     */
    private Set<ResourceId> readAtStart(String unit) {
        Set<ResourceId> ids = below("/etc/systemd/system/" + unit);
        String name = nameOf(unit);
        ids.addAll(below("/etc/" + name + ".d/"));
        Stream.of("/etc/" + name + ".conf", "/etc/default/" + name, "/etc/conf.d/" + name, "/etc/init.d/" + name)
                .flatMap(file -> below(file).stream().filter(id -> id.name().equals(file)))
                .forEach(ids::add);
        return ids;
    }

    private static String nameOf(String unit) {
        return unit.substring(0, unit.lastIndexOf('.'));
    }

    /** The files that are put there or taken away. */
    private Set<ResourceId> below(String prefix) {
        List<ResourceId> ids = new ArrayList<>();
        settings.files().keySet().stream()
                .filter(path -> path.startsWith(prefix))
                .map(FileResource::idOf)
                .forEach(ids::add);
        settings.absent().stream()
                .filter(path -> path.startsWith(prefix))
                .map(AbsentResource::idOf)
                .forEach(ids::add);
        return new LinkedHashSet<>(ids);
    }
}
