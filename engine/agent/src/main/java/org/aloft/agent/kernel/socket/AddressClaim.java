package org.aloft.agent.kernel.socket;

import java.net.InetAddress;
import org.aloft.agent.kernel.route.MacAddress;

/**
 * What a host says of an address, to all who know it: that it is at this MAC. By ARP or by a neighbour advertisement.
 *
 * @param address that it claims
 * @param mac of the interface where it has that
 */
public record AddressClaim(InetAddress address, MacAddress mac) {}
