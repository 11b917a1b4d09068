package org.aloft.agent.vrrp;

/** Why a packet of the own group was not used (RFC 3768 §7.1, RFC 9568 §7.1). */
public enum DropReason {
    /** Not 255: it came from beyond a router. */
    TTL("ttl"),
    /** Another protocol version than configured. */
    VERSION("version"),
    /** Not an advertisement. */
    TYPE("type"),
    /** Shorter or longer than its own count of addresses says. */
    LENGTH("length"),
    /** The sum is wrong. */
    CHECKSUM("checksum"),
    /** No addresses in it. */
    COUNT("count"),
    /** Another authentication type than configured. */
    AUTHENTICATION_TYPE("authenticationType"),
    /** Another password. */
    AUTHENTICATION_DATA("authenticationData"),
    /** Another advert interval than configured; version 2 only. */
    INTERVAL("interval"),
    /** It came from this router itself. */
    OWN("own");

    private final String key;

    DropReason(String key) {
        this.key = key;
    }

    /** The name in the status document. */
    public String key() {
        return key;
    }
}
