package org.aloft.topology.model;

/**
 * Spellings of a kernel parameter's key. sysctl.d(5): when the first separator is a slash, the rest is taken as it is;
 * when it is a dot, dots and slashes trade places. So {@code net/ipv4/ip_forward} and {@code net.ipv4.ip_forward} are
 * one.
 */
public final class SysctlKey {
    private SysctlKey() {}

    /**
     * The one spelling that is used: with dots, or with slashes where a part, such as an interface's name, has a dot.
     */
    public static String normal(String written) {
        if (written.indexOf('/') < 0) {
            return written;
        }
        String slashes = withSlashes(written);
        return slashes.indexOf('.') >= 0 ? slashes : slashes.replace('/', '.');
    }

    /** The key of an interface's IPv4 parameter, such as {@code send_redirects}, in its normal spelling. */
    public static String ofInterface(String networkInterface, String parameter) {
        return normal("net/ipv4/conf/" + networkInterface + "/" + parameter);
    }

    /** The file below {@code /proc/sys} that holds the value. */
    public static String path(String written) {
        return "/proc/sys/" + withSlashes(written);
    }

    /** When a dot comes first, dots separate, and a slash stands for a dot within a part. */
    private static String withSlashes(String written) {
        int slash = written.indexOf('/');
        int dot = written.indexOf('.');
        if (slash >= 0 && (dot < 0 || slash < dot)) {
            return written;
        }
        StringBuilder swapped = new StringBuilder(written);
        for (int i = 0; i < swapped.length(); i++) {
            switch (swapped.charAt(i)) {
                case '.' -> swapped.setCharAt(i, '/');
                case '/' -> swapped.setCharAt(i, '.');
                default -> {}
            }
        }
        return swapped.toString();
    }
}
