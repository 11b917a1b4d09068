package org.aloft.plan.resource;

import java.util.Set;

/**
 * A kernel parameter's value, now. That it is the same after a reboot is the business of the file {@link #FILE}, which
 * holds all of a host's parameters and requires each of them: a value that the kernel refuses is never made permanent.
 *
 * @param key as in sysctl.d(5): {@code net.ipv4.ip_forward}, or {@code net/ipv4/conf/eth0.5/send_redirects}
 * @param value what shall stand there
 * @param reason why it is wanted
 */
public record SysctlResource(String key, String value, String reason) implements Resource {
    /** Where the values are kept for the next boot. */
    public static final String FILE = "/etc/sysctl.d/90-aloft.conf";

    /** The id of the parameter with this key. */
    public static String idOf(String key) {
        return "sysctl:" + key;
    }

    /** The key of an interface's IPv4 parameter, also when the interface's name has dots in it. */
    public static String ofInterface(String networkInterface, String name) {
        return networkInterface.indexOf('.') < 0
                ? "net.ipv4.conf." + networkInterface + "." + name
                : "net/ipv4/conf/" + networkInterface + "/" + name;
    }

    @Override
    public String id() {
        return idOf(key);
    }

    @Override
    public Set<String> requires() {
        return Set.of();
    }

    /**
     * The file of the running kernel. sysctl.d(5): when the first separator is a slash, the rest is taken as it is;
     * when it is a dot, dots and slashes trade places.
     */
    public String path() {
        return pathOf(key);
    }

    /** As {@link #path()}, for any key. */
    public static String pathOf(String key) {
        int slash = key.indexOf('/');
        int dot = key.indexOf('.');
        boolean slashesSeparate = slash >= 0 && (dot < 0 || slash < dot);
        if (slashesSeparate) {
            return "/proc/sys/" + key;
        }
        return "/proc/sys/" + key.replace('/', '\0').replace('.', '/').replace('\0', '.');
    }

    /** A value as the kernel prints it: runs of blanks are one space. */
    public static String normal(String value) {
        return value.strip().replaceAll("\\s+", " ");
    }
}
