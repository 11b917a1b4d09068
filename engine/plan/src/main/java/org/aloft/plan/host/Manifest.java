package org.aloft.plan.host;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What Aloft put on a host and what was there before, kept there at {@link #PATH}: what leaves the topology then leaves
 * the host too, whoever runs Aloft next. One line an entry, its fields separated by tabs; resources stand after what
 * they require, so that taking away goes from the last line to the first.
 *
 * <pre>
 * aloft-manifest 2
 * member	lvs1
 * file	/etc/sysctl.d/99-zz-aloft.conf	sha256=5e1f…	was=absent
 * sysctl	net.ipv4.ip_forward	was=0
 * </pre>
 *
 * <p>Entries of kinds that this version does not know are kept as they are: a later version wrote them.
 *
 * @param members names of all hosts of the cluster on which something is wanted
 * @param entries in the order of the lines
 */
public record Manifest(Set<String> members, Map<ResourceId, Entry> entries) {
    /** Where it lies on a host. */
    public static final String PATH = "/var/lib/aloft/manifest";

    /** A host that Aloft has not touched. */
    public static final Manifest EMPTY = new Manifest(Set.of(), Map.of());

    private static final String HEADER = "aloft-manifest 2";
    private static final String MEMBER = "member";

    public Manifest {
        members = Collections.unmodifiableSet(new LinkedHashSet<>(members));
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** A manifest of these entries. */
    public static Manifest of(Set<String> members, Iterable<Entry> entries) {
        Map<ResourceId, Entry> byId = new LinkedHashMap<>();
        entries.forEach(entry -> byId.put(entry.id(), entry));
        return new Manifest(members, byId);
    }

    /** The entry of a resource; empty when Aloft did not put it there. */
    public Optional<Entry> find(ResourceId id) {
        return Optional.ofNullable(entries.get(id));
    }

    /** This manifest and what only another one has, behind it. */
    public Manifest andAlso(Manifest other) {
        Map<ResourceId, Entry> union = new LinkedHashMap<>(entries);
        other.entries.forEach(union::putIfAbsent);
        Set<String> all = new LinkedHashSet<>(members);
        all.addAll(other.members);
        return new Manifest(all, union);
    }

    /** As it lies on the host; empty when there is nothing to say. */
    public String text() {
        if (entries.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        members.forEach(member ->
                text.append(MEMBER).append('\t').append(escape(member)).append('\n'));
        entries.values().forEach(entry -> {
            text.append(entry.id().kind()).append('\t').append(escape(entry.id().name()));
            entry.fields()
                    .forEach((key, value) ->
                            text.append('\t').append(key).append('=').append(escape(value)));
            text.append('\n');
        });
        return text.toString();
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException when it is not a manifest, or one of another version
     */
    public static Manifest read(String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty()) {
            return EMPTY;
        }
        if (!lines.get(0).equals(HEADER)) {
            throw new IllegalArgumentException(
                    PATH + " does not begin with \"" + HEADER + "\": another version of Aloft wrote it");
        }
        Set<String> members = new LinkedHashSet<>();
        Map<ResourceId, Entry> entries = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> fields = Arrays.asList(line.split("\t", -1));
            if (fields.get(0).equals(MEMBER)) {
                members.add(unescape(fields.get(1)));
            } else {
                Entry entry = entry(fields);
                entries.put(entry.id(), entry);
            }
        }
        return new Manifest(members, entries);
    }

    private static Entry entry(List<String> fields) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String field : fields.subList(2, fields.size())) {
            int equals = field.indexOf('=');
            values.put(field.substring(0, equals), unescape(field.substring(equals + 1)));
        }
        return new Entry(new ResourceId(fields.get(0), unescape(fields.get(1))), values);
    }

    /** Percent signs, tabs and line ends as {@code %25}, {@code %09}, {@code %0A}, {@code %0D}. */
    public static String escape(String field) {
        return field.replace("%", "%25")
                .replace("\t", "%09")
                .replace("\n", "%0A")
                .replace("\r", "%0D");
    }

    /** Undoes {@link #escape}. */
    public static String unescape(String field) {
        return field.replace("%0D", "\r")
                .replace("%0A", "\n")
                .replace("%09", "\t")
                .replace("%25", "%");
    }
}
