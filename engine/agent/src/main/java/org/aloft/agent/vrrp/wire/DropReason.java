package org.aloft.agent.vrrp.wire;

import java.util.Arrays;
import java.util.Optional;

/** Why a packet of the router's own group was dropped (RFC 3768 §7.1, RFC 9568 §7.1). */
public enum DropReason {
    /** Not 255, or with unicast not what the peer's line allows: it came from beyond a router. */
    TTL("ttl", "its TTL is not 255, or not within the peer's min_ttl and max_ttl, so it came through routers"),
    /** Another protocol version than configured. */
    VERSION("version", "it has another VRRP version; make version the same on all members"),
    /** Not an advertisement. */
    TYPE("type", "it is no advertisement"),
    /** Shorter or longer than its own count of addresses says. */
    LENGTH("length", "its length is not what its count of addresses says"),
    /** The sum is wrong. */
    CHECKSUM("checksum", "its checksum is wrong"),
    /** No addresses in it; version 3 only. */
    COUNT("count", "it names no addresses, which version 3 must"),
    /** Another authentication type than configured. */
    AUTHENTICATION_TYPE(
            "authenticationType", "it has another authentication type; make auth_type the same on all members"),
    /** Another password. */
    AUTHENTICATION_DATA("authenticationData", "it has another password; make auth_pass the same on all members"),
    /** Another advert interval than configured; version 2 only. */
    INTERVAL("interval", "it has another advert interval; make advert_int the same on all members"),
    /** An advert interval of 0; version 3 only. */
    INTERVAL_ZERO("intervalZero", "its advert interval is 0, by which its sender would always count as gone"),
    /** VIPs that strict_mode does not take. */
    ADDRESSES(
            "addresses",
            "it names other VIPs, or over IPv6 none that is link-local first, and strict_mode is on;"
                    + " make virtual_ipaddress the same on all members"),
    /** Multicast in a unicast group, or the other way round. */
    DESTINATION(
            "destination",
            "it is multicast where this router has unicast_peer, or the other way round;"
                    + " make unicast_peer name the others on all members"),
    /** Not from one of the unicast peers. */
    SOURCE("source", "it comes from none of the addresses in unicast_peer; add that, or remove check_unicast_src"),
    /** It came from this router itself. */
    OWN("own", "it bears the address of this router; two routers must not share one");

    private final String key;
    private final String explanation;

    DropReason(String key, String explanation) {
        this.key = key;
        this.explanation = explanation;
    }

    /** The reason with this name in the status document. */
    public static Optional<DropReason> named(String key) {
        return Arrays.stream(values()).filter(reason -> reason.key.equals(key)).findFirst();
    }

    /** The name in the status document. */
    public String key() {
        return key;
    }

    /** What is wrong and what to do, to follow "dropped an advert:". */
    public String explanation() {
        return explanation;
    }
}
