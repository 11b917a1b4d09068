package org.aloft.plan.facts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Aloft put on a host, kept there at {@link #PATH}, so that what leaves the topology leaves the host too, whoever
 * runs Aloft next. One line an entry: the resource's id and what taking it away needs to know, a tab between them.
 *
 * <pre>
 * aloft-manifest 1
 * file:/etc/sysctl.d/90-aloft.conf	5e1f…             its digest as it was written
 * sysctl:net.ipv4.ip_forward	0                      the value before
 * address:192.168.100.10/32@lo
 * </pre>
 *
 * @param entries resource id → what taking it away needs to know, which may be nothing
 */
public record Manifest(Map<String, String> entries) {
    /** Where it lies on a host. */
    public static final String PATH = "/var/lib/aloft/manifest";

    /** A host that Aloft has not touched. */
    public static final Manifest EMPTY = new Manifest(Map.of());

    private static final String HEADER = "aloft-manifest 1";

    public Manifest {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** Whether Aloft put it there. */
    public boolean has(String resourceId) {
        return entries.containsKey(resourceId);
    }

    /** What taking it away needs to know. */
    public Optional<String> detail(String resourceId) {
        return Optional.ofNullable(entries.get(resourceId));
    }

    /** All of this one and all of another, whose details win. */
    public Manifest with(Manifest other) {
        Map<String, String> union = new LinkedHashMap<>(entries);
        union.putAll(other.entries);
        return new Manifest(union);
    }

    /** As it lies on the host. */
    public String text() {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        entries.forEach((id, detail) -> {
            text.append(escape(id));
            if (!detail.isEmpty()) {
                text.append('\t').append(escape(detail));
            }
            text.append('\n');
        });
        return text.toString();
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException when it is not a manifest, or one of a later version
     */
    public static Manifest read(String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
            throw new IllegalArgumentException("it does not begin with \"" + HEADER + "\"");
        }
        Map<String, String> entries = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> fields = new ArrayList<>(Arrays.asList(line.split("\t", 2)));
            entries.put(unescape(fields.get(0)), fields.size() > 1 ? unescape(fields.get(1)) : "");
        }
        return new Manifest(entries);
    }

    private static String escape(String field) {
        return field.replace("%", "%25")
                .replace("\t", "%09")
                .replace("\n", "%0A")
                .replace("\r", "%0D");
    }

    private static String unescape(String field) {
        return field.replace("%0D", "\r")
                .replace("%0A", "\n")
                .replace("%09", "\t")
                .replace("%25", "%");
    }
}
