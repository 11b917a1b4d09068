package org.aloft.topology.file;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.aloft.topology.model.HostSettings;
import org.aloft.topology.problem.Located;

/**
 * The settings of one host while they are brought together: by what each is about, with the place where it was written.
 *
 * @param packages by name
 * @param files by path
 * @param services by unit, {@code nginx} and {@code nginx.service} being one
 * @param sysctls by key in its normal spelling
 * @param routes by network in its shortest form
 * @param directories by path
 * @param modules by name
 * @param users by name
 * @param absent by path
 * @param selinux booleans and ports
 */
record LocatedSettings(
        Map<String, Located<String>> packages,
        Map<String, Located<HostSettings.FileContent>> files,
        Map<String, Located<String>> services,
        Map<String, Located<String>> sysctls,
        Map<String, Located<HostSettings.Route>> routes,
        Map<String, Located<HostSettings.Directory>> directories,
        Map<String, Located<String>> modules,
        Map<String, Located<HostSettings.User>> users,
        Map<String, Located<String>> absent,
        SelinuxBlock selinux) {

    static LocatedSettings none() {
        return new LocatedSettings(
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                SelinuxBlock.none());
    }

    /** Whether a value for this file, sysctl, route, directory, user or thing of SELinux stands here. */
    boolean says(String name) {
        return Stream.of(files, sysctls, routes, directories, users, selinux.booleans(), selinux.ports())
                .anyMatch(values -> values.containsKey(name));
    }

    HostSettings build() {
        return new HostSettings(
                list(packages),
                values(files),
                list(services),
                values(sysctls),
                list(routes),
                values(directories),
                list(modules),
                values(users),
                list(absent),
                new HostSettings.Selinux(values(selinux.booleans()), values(selinux.ports())));
    }

    private static <T> List<T> list(Map<String, Located<T>> written) {
        return written.values().stream().map(Located::value).toList();
    }

    private static <T> Map<String, T> values(Map<String, Located<T>> written) {
        Map<String, T> values = new LinkedHashMap<>();
        written.forEach((name, value) -> values.put(name, value.value()));
        return values;
    }
}
