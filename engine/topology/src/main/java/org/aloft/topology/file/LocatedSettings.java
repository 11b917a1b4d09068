package org.aloft.topology.file;

import java.util.LinkedHashMap;
import java.util.Map;
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
 */
record LocatedSettings(
        Map<String, Located<String>> packages,
        Map<String, Located<HostSettings.FileContent>> files,
        Map<String, Located<String>> services,
        Map<String, Located<String>> sysctls,
        Map<String, Located<HostSettings.Route>> routes) {

    static LocatedSettings none() {
        return new LocatedSettings(
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
    }

    /** Whether a value for this file, sysctl or route stands here. */
    boolean says(String name) {
        return files.containsKey(name) || sysctls.containsKey(name) || routes.containsKey(name);
    }

    HostSettings build() {
        Map<String, HostSettings.FileContent> contents = new LinkedHashMap<>();
        files.forEach((path, content) -> contents.put(path, content.value()));
        Map<String, String> values = new LinkedHashMap<>();
        sysctls.forEach((key, value) -> values.put(key, value.value()));
        return new HostSettings(
                packages.values().stream().map(Located::value).toList(),
                contents,
                services.values().stream().map(Located::value).toList(),
                values,
                routes.values().stream().map(Located::value).toList());
    }
}
