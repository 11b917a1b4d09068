package org.aloft.topology.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who holds which VIPs: one virtual router.
 *
 * <pre>{@code
 * instances:
 *   VI_1:
 *     virtual_router_id: 10
 *     interface: ens33
 *     members: {lvs1: 100, lvs2: 90}
 *     vips: [192.168.100.10]
 *     authentication: {type: PASS, password: abc123}
 * }</pre>
 *
 * @param name the key in the file, and the instance's name on the hosts
 * @param virtualRouterId 1..255, one per virtual router and network
 * @param interfaces host → where its adverts and VIPs go
 * @param members host → priority, in the file's order; the highest priority is wanted active
 * @param vips at least one
 * @param advertInterval time between adverts; 1 s unless said
 * @param version VRRP version, 2 or 3
 * @param preempt whether a higher priority takes the VIPs back
 * @param password PASS authentication (VRRPv2 only), 1..8 characters
 */
public record VrrpInstance(
        String name,
        VirtualRouterId virtualRouterId,
        Map<String, String> interfaces,
        Map<String, Priority> members,
        List<IpPrefix> vips,
        Duration advertInterval,
        int version,
        boolean preempt,
        Optional<Secret> password) {
    public VrrpInstance {
        interfaces = Collections.unmodifiableMap(new LinkedHashMap<>(interfaces));
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        vips = List.copyOf(vips);
    }

    /** An instance whose members all call the interface alike. */
    public VrrpInstance(
            String name,
            VirtualRouterId virtualRouterId,
            String networkInterface,
            Map<String, Priority> members,
            List<IpPrefix> vips,
            Duration advertInterval,
            int version,
            boolean preempt,
            Optional<Secret> password) {
        this(
                name,
                virtualRouterId,
                members.keySet().stream().collect(Collectors.toMap(host -> host, host -> networkInterface)),
                members,
                vips,
                advertInterval,
                version,
                preempt,
                password);
    }

    /**
     * Where this member's adverts and VIPs go.
     *
     * @throws IllegalArgumentException when the host is no member
     */
    public String networkInterface(String host) {
        String networkInterface = interfaces.get(host);
        if (networkInterface == null) {
            throw new IllegalArgumentException(host + " is no member of " + name);
        }
        return networkInterface;
    }

    /** The member that is active while all are well: the one with the highest priority. */
    public String preferredActive() {
        return members.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseThrow();
    }
}
