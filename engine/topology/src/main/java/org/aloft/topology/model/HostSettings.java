package org.aloft.topology.model;

import java.net.InetAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
 *     directories: {/srv/app: {mode: "0750", owner: app}}
 *     modules: [dummy]
 *     users: {app: {system: true, shell: /usr/sbin/nologin}}
 *     absent: [/etc/nginx/sites-enabled/default]
 *     selinux: {booleans: {httpd_can_network_connect: true}, ports: {8080/tcp: http_port_t}}
 * }</pre>
 *
 * @param packages names of the distribution's packages, to be installed
 * @param files absolute path → what shall stand there
 * @param services services to be enabled and running, by the names of systemd's units
 * @param sysctls key → value, now and after a reboot
 * @param routes now and after a reboot
 * @param directories absolute path → how it may be used
 * @param modules kernel modules that are loaded, now and after a reboot
 * @param users name → account
 * @param absent absolute paths of files that shall not be there
 * @param selinux what SELinux shall allow, where it is enabled
 */
public record HostSettings(
        List<String> packages,
        Map<String, FileContent> files,
        List<String> services,
        Map<String, String> sysctls,
        List<Route> routes,
        Map<String, Directory> directories,
        List<String> modules,
        Map<String, User> users,
        List<String> absent,
        Selinux selinux) {
    public HostSettings {
        packages = List.copyOf(packages);
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        services = List.copyOf(services);
        sysctls = Collections.unmodifiableMap(new LinkedHashMap<>(sysctls));
        routes = List.copyOf(routes);
        directories = Collections.unmodifiableMap(new LinkedHashMap<>(directories));
        modules = List.copyOf(modules);
        users = Collections.unmodifiableMap(new LinkedHashMap<>(users));
        absent = List.copyOf(absent);
    }

    /** A host on which no directories, modules and users are wanted, no file must go, and SELinux stays as it is. */
    public HostSettings(
            List<String> packages,
            Map<String, FileContent> files,
            List<String> services,
            Map<String, String> sysctls,
            List<Route> routes) {
        this(packages, files, services, sysctls, routes, Map.of(), List.of(), Map.of(), List.of(), Selinux.AS_IT_IS);
    }

    /**
     * A file's wanted content.
     *
     * @param content the text, {@code {{ variable }}} of the host already replaced; secrets among them are masked
     * @param mode octal permission bits, such as 0644
     * @param owner whom it belongs to
     * @param filling for a template, whose text the content is: what it is filled with
     */
    public record FileContent(MaskedText content, int mode, Owner owner, Optional<Filling> filling) {
        /** A finished text that belongs to root. */
        public FileContent(MaskedText content, int mode) {
            this(content, mode, Owner.ROOT, Optional.empty());
        }
    }

    /**
     * What a user's template is filled with.
     *
     * @param file the template's name, as it is written in the topology
     * @param values the host's variables that the template may use; those that are secret are {@link Secret}s
     */
    public record Filling(String file, Map<String, Object> values) {
        public Filling {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        /** Never the values: what is not known to be secret may be so all the same. */
        @Override
        public String toString() {
            return "Filling[" + file + ", " + values.keySet() + "]";
        }
    }

    /**
     * Whom a file or a directory belongs to.
     *
     * @param user a name that the host knows
     * @param group a name that the host knows
     */
    public record Owner(String user, String group) {
        /** The one who may do all. */
        public static final Owner ROOT = new Owner("root", "root");

        /** As chown(1) takes it. */
        @Override
        public String toString() {
            return user + ":" + group;
        }
    }

    /**
     * A directory; what is in it is not looked at.
     *
     * @param mode octal permission bits, such as 0755
     * @param owner whom it belongs to
     */
    public record Directory(int mode, Owner owner) {}

    /**
     * An account.
     *
     * @param system whether it gets a number of the host's own range when it is made
     * @param shell its log-in shell; empty: what the host gives a new one
     * @param home its home directory, which is not made; empty: what the host gives a new one
     * @param groups further groups, which must be there; it may be in others as well
     */
    public record User(boolean system, Optional<String> shell, Optional<String> home, List<String> groups) {
        public User {
            groups = List.copyOf(groups);
        }
    }

    /**
     * What differs from SELinux's policy, now and after a reboot.
     *
     * @param booleans name → whether it is on
     * @param ports a port or a range of them with its protocol, such as {@code 8080/tcp} → its type
     */
    public record Selinux(Map<String, Boolean> booleans, Map<String, String> ports) {
        /** Nothing is wanted of it. */
        public static final Selinux AS_IT_IS = new Selinux(Map.of(), Map.of());

        public Selinux {
            booleans = Collections.unmodifiableMap(new LinkedHashMap<>(booleans));
            ports = Collections.unmodifiableMap(new LinkedHashMap<>(ports));
        }
    }

    /**
     * A route through a gateway; never the default route.
     *
     * @param destination a network, without host bits
     * @param gateway of the same address family
     */
    public record Route(IpPrefix destination, InetAddress gateway) {}
}
