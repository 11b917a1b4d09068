package org.aloft.topology.model;

import java.net.InetAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How adverts get from member to member.
 *
 * @param unicast member → its address, to which the others send; empty: by multicast
 * @param sources member → the address from which it sends, by multicast; empty: the first of its interface
 */
public record AdvertPath(Map<String, InetAddress> unicast, Map<String, InetAddress> sources) {
    /** By multicast, from each interface's first address. */
    public static final AdvertPath MULTICAST = new AdvertPath(Map.of(), Map.of());

    public AdvertPath {
        unicast = Collections.unmodifiableMap(new LinkedHashMap<>(unicast));
        sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    }
}
