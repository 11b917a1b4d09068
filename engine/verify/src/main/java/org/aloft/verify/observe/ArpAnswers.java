package org.aloft.verify.observe;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who answers ARP requests for a VIP, or neighbour solicitations for one of IPv6.
 *
 * @param macs MAC addresses that answered, in lower case, in order
 * @param way how they were asked
 * @param impossible why no request could be sent; empty otherwise
 */
public record ArpAnswers(Set<String> macs, String way, Optional<String> impossible) {
    private static final Pattern ARPING_REPLY =
            Pattern.compile("(?:Uni|Broad)cast reply from \\S+ \\[([0-9A-Fa-f:]{17})\\].*");
    private static final Pattern NEIGHBOUR = Pattern.compile(".*lladdr ([0-9A-Fa-f:]{17})\\b.*\\bREACHABLE\\b.*");

    /** Keeps a copy. */
    public ArpAnswers {
        macs = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(macs));
    }

    /** No request could be sent. */
    public static ArpAnswers impossible(String reason) {
        return new ArpAnswers(Set.of(), "", Optional.of(reason));
    }

    /** Reads what {@link ArpScript} printed. */
    public static ArpAnswers parse(String output) {
        Optional<String> impossible = output.lines()
                .filter(line -> line.startsWith("#aloft impossible "))
                .map(line -> line.substring("#aloft impossible ".length()))
                .findFirst();
        if (impossible.isPresent()) {
            return impossible(impossible.get());
        }
        boolean byArping = output.lines().anyMatch(line -> line.equals("#aloft way arping"));
        Set<String> macs = new LinkedHashSet<>();
        output.lines()
                .map((byArping ? ARPING_REPLY : NEIGHBOUR)::matcher)
                .filter(Matcher::matches)
                .forEach(matcher -> macs.add(normal(matcher.group(1))));
        boolean byDiscovery = output.lines().anyMatch(line -> line.equals("#aloft way discovery"));
        String way = byArping
                ? "arping, broadcast"
                : "unicast to each host of the inventory" + (byDiscovery ? "" : "; arping is not installed");
        return new ArpAnswers(macs, way, Optional.empty());
    }

    static String normal(String mac) {
        return mac.toLowerCase(Locale.ROOT);
    }
}
