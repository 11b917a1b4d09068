package org.aloft.agent.config;

/** The checksum of adverts of version 3 over IPv4 that are sent. Received ones may have any of these. */
public enum Checksum {
    /** With a pseudo-header of the packet's own addresses (RFC 5798 §5.2.8 as keepalived and most others read it). */
    PSEUDO_HEADER,
    /**
     * {@code old_unicast_checksum}: with a pseudo-header that has the multicast group in place of the peer, as up to
     * keepalived 1.3.6.
     */
    PSEUDO_HEADER_OF_GROUP,
    /** {@code v3_checksum_as_v2}: over the VRRP message alone (RFC 9568 §5.2.8). */
    MESSAGE
}
