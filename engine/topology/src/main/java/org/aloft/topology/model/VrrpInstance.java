package org.aloft.topology.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * @param addresses the VIPs, at least one that adverts name
 * @param advertInterval time between adverts; 1 s unless said
 * @param version VRRP version, 2 or 3
 * @param preempt whether a higher priority takes the VIPs back
 * @param preemptDelay how long it waits before it does; zero unless said
 * @param password PASS authentication (VRRPv2 only), 1..8 characters
 * @param advertPath how adverts get from member to member
 * @param tracking what makes a member give the VIPs up, or changes its priority
 * @param notices who is told of changes
 * @param holding what the active member has beside the VIPs
 * @param detect after which silence of the active member the others take over by aloftd's fast detection; empty: by
 *     adverts alone
 * @param syncConnections whether the active member copies the connections of IPVS to the others
 * @param keepalived member → lines in the language of keepalived.conf(5), taken as they are; those that have some
 */
public record VrrpInstance(
        String name,
        VirtualRouterId virtualRouterId,
        Map<String, String> interfaces,
        Map<String, Priority> members,
        List<VirtualAddress> addresses,
        Duration advertInterval,
        int version,
        boolean preempt,
        Duration preemptDelay,
        Optional<Secret> password,
        AdvertPath advertPath,
        Tracking tracking,
        Notices notices,
        Holding holding,
        Optional<Duration> detect,
        boolean syncConnections,
        Map<String, MaskedText> keepalived) {
    public VrrpInstance {
        interfaces = Collections.unmodifiableMap(new LinkedHashMap<>(interfaces));
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        addresses = List.copyOf(addresses);
        keepalived = Map.copyOf(keepalived);
    }

    /** An instance of which nothing more is said, whose members all call the interface alike. */
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
                vips.stream().map(VirtualAddress::of).toList(),
                advertInterval,
                version,
                preempt,
                Duration.ZERO,
                password,
                AdvertPath.MULTICAST,
                Tracking.NONE,
                Notices.NONE,
                Holding.VIPS_ALONE,
                Optional.empty(),
                false,
                Map.of());
    }

    /** Every VIP, those that adverts do not name included. */
    public List<IpPrefix> vips() {
        return addresses.stream().map(VirtualAddress::prefix).toList();
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

    /** Every interface of this member that a VIP is put on, or adverts go to. */
    public Set<String> interfacesOf(String host) {
        Set<String> names = new LinkedHashSet<>();
        names.add(networkInterface(host));
        addresses.forEach(vip -> Optional.ofNullable(vip.interfaces().get(host)).ifPresent(names::add));
        return names;
    }

    /** The member that is active while all are well: the one with the highest priority. */
    public String preferredActive() {
        return members.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseThrow();
    }
}
