package org.aloft.topology.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A VIP with what is said of it beside the address.
 *
 * @param prefix the address
 * @param interfaces member → where the VIP is put, where that is not the interface of the instance; empty: it is
 * @param label what {@code ip} shows it under; IPv4 only
 * @param scope {@code global}, {@code site}, {@code link} or {@code host}, as ip-address(8) has them; global unless said
 * @param excluded whether adverts do not name it
 */
public record VirtualAddress(
        IpPrefix prefix,
        Map<String, String> interfaces,
        Optional<String> label,
        Optional<String> scope,
        boolean excluded) {
    public VirtualAddress {
        interfaces = Collections.unmodifiableMap(new LinkedHashMap<>(interfaces));
    }

    /** A VIP of which nothing more is said. */
    public static VirtualAddress of(IpPrefix prefix) {
        return new VirtualAddress(prefix, Map.of(), Optional.empty(), Optional.empty(), false);
    }
}
