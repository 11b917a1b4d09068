package org.aloft.topology.model;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The hosts of an inventory that a topology does not touch. Each is read when somebody asks for it, not before: of
 * 100,000 hosts hardly one is ever asked for, and what of it is encrypted needs no password until then. Safe for use by
 * several threads.
 */
public final class OtherHosts {
    private final Set<String> names;
    private final Function<String, Optional<Host>> reader;
    private final Map<String, Optional<Host>> read = new HashMap<>();

    /**
     * Hosts that this reader reads.
     *
     * @param names in the inventory's order
     * @param reader gives nothing for a host whose connection settings cannot be read; called by one thread at a time
     */
    public OtherHosts(Set<String> names, Function<String, Optional<Host>> reader) {
        this.names = new LinkedHashSet<>(names);
        this.reader = reader;
    }

    /** There are none. */
    public static OtherHosts none() {
        return new OtherHosts(Set.of(), name -> Optional.empty());
    }

    /** The host, if there is one of that name and its connection settings can be read. */
    public synchronized Optional<Host> find(String name) {
        return names.contains(name) ? read.computeIfAbsent(name, reader) : Optional.empty();
    }
}
