package org.aloft.topology.model;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/**
 * What is wanted on a host beside what its role asks for; what a walkthrough would have an operator type.
 *
 * <pre>{@code
 * hosts:
 *   web:                                # host or group
 *     packages: [nginx-light]
 *     files:
 *       /var/www/html/index.html: {content: "{{ inventory_hostname }}"}
 *     services: [nginx]
 *     sysctls: {net.core.somaxconn: 1024}
 *     routes: {10.20.0.0/16: 192.168.100.254}
 * }</pre>
 *
 * @param packages names of the distribution's packages, to be installed
 * @param files absolute path → what shall stand there
 * @param services systemd units to be enabled and running
 * @param sysctls key → value, now and after a reboot
 * @param routes now and after a reboot
 */
public record HostSettings(
        List<String> packages,
        Map<String, FileContent> files,
        List<String> services,
        Map<String, String> sysctls,
        List<Route> routes) {
    public HostSettings {
        packages = List.copyOf(packages);
        files = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(files));
        services = List.copyOf(services);
        sysctls = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(sysctls));
        routes = List.copyOf(routes);
    }

    /**
     * A file's wanted content.
     *
     * @param content the text, {@code {{ variable }}} of the host already replaced; secrets among them are masked
     * @param mode octal permission bits, such as 0644
     */
    public record FileContent(MaskedText content, int mode) {}

    /**
     * A route through a gateway; never the default route.
     *
     * @param destination a network, without host bits
     * @param gateway of the same address family
     */
    public record Route(IpPrefix destination, InetAddress gateway) {}
}
