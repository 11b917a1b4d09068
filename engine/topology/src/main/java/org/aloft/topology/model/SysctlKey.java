package org.aloft.topology.model;

import java.util.Arrays;
import java.util.List;

/**
 * Spellings of a kernel parameter's key. sysctl.d(5): when the first separator is a slash, the rest is taken as it is;
 * when it is a dot, dots and slashes trade places. So {@code net/ipv4/ip_forward} and {@code net.ipv4.ip_forward} are one.
 */
public final class SysctlKey {
    private SysctlKey() {}

    /** The one spelling that is used: with dots, or with slashes where a part, such as an interface's name, has a dot. */
    public static String normal(String written) {
        if (written.indexOf('/') < 0) {
            return written;
        }
        List<String> parts = parts(written);
        return String.join(parts.stream().anyMatch(part -> part.indexOf('.') >= 0) ? "/" : ".", parts);
    }

    /** The key of an interface's IPv4 parameter, such as {@code send_redirects}, in its normal spelling. */
    public static String ofInterface(String networkInterface, String parameter) {
        return normal("net/ipv4/conf/" + networkInterface + "/" + parameter);
    }

    /** The file below {@code /proc/sys} that holds the value. */
    public static String path(String written) {
        return "/proc/sys/" + String.join("/", parts(written));
    }

    private static List<String> parts(String written) {
        int slash = written.indexOf('/');
        int dot = written.indexOf('.');
        boolean slashesSeparate = slash >= 0 && (dot < 0 || slash < dot);
        return slashesSeparate
                ? Arrays.asList(written.split("/", -1))
                : Arrays.stream(written.split("\\.", -1))
                        .map(part -> part.replace('/', '.'))
                        .toList();
    }
}
