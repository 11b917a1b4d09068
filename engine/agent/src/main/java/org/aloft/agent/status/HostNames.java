package org.aloft.agent.status;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Under which names the web server answers. A page in a browser may read what its own name leads to, and whoever owns a
 * name can let it lead to 127.0.0.1 (DNS rebinding); addresses cannot be borrowed like that. Immutable.
 */
public final class HostNames {
    private static final Pattern PORT = Pattern.compile(":[0-9]*$");
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9A-Fa-f:.]+\\]");

    private final Set<String> names;

    private HostNames(Set<String> names) {
        this.names = names;
    }

    /** Answers to these names, beside {@code localhost} and any address. */
    public static HostNames of(Set<String> names) {
        return new HostNames(names.stream().map(HostNames::plain).collect(Collectors.toUnmodifiableSet()));
    }

    /** @param host what a request names, with or without a port (RFC 9110 §7.2) */
    boolean include(String host) {
        String name = plain(PORT.matcher(host).replaceFirst(""));
        return IPV4.matcher(name).matches()
                || IPV6.matcher(name).matches()
                || name.equals("localhost")
                || names.contains(name);
    }

    private static String plain(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
