package org.aloft.agent.kernel;

import java.net.InetAddress;

/**
 * What a host says of an address, to all who know it: that it is at this MAC. By ARP or by a neighbour advertisement.
 *
 * @param address that it claims
 * @param mac of the interface where it has that
 */
public record AddressClaim(InetAddress address, MacAddress mac) {}
