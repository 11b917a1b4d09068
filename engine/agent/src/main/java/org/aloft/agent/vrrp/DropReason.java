package org.aloft.agent.vrrp;

/** Why a packet of the own group was not used (RFC 3768 §7.1, RFC 9568 §7.1). */
public enum DropReason {
    /** Not 255: it came from beyond a router. */
    TTL("ttl", "its TTL is not 255, so it came through a router"),
    /** Another protocol version than configured. */
    VERSION("version", "it has another VRRP version; make version the same on all members"),
    /** Not an advertisement. */
    TYPE("type", "it is no advertisement"),
    /** Shorter or longer than its own count of addresses says. */
    LENGTH("length", "its length is not what its count of addresses says"),
    /** The sum is wrong. */
    CHECKSUM("checksum", "its checksum is wrong"),
    /** No addresses in it. */
    COUNT("count", "it names no addresses"),
    /** Another authentication type than configured. */
    AUTHENTICATION_TYPE(
            "authenticationType", "it has another authentication type; make auth_type the same on all members"),
    /** Another password. */
    AUTHENTICATION_DATA("authenticationData", "it has another password; make auth_pass the same on all members"),
    /** Another advert interval than configured; version 2 only. */
    INTERVAL("interval", "it has another advert interval; make advert_int the same on all members"),
    /** It came from this router itself. */
    OWN("own", "it bears the address of this router; two routers must not share one");

    private final String key;
    private final String explanation;

    DropReason(String key, String explanation) {
        this.key = key;
        this.explanation = explanation;
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
