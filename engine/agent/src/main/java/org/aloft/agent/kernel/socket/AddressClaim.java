package org.aloft.agent.kernel.socket;

import java.net.InetAddress;
import org.aloft.agent.kernel.route.MacAddress;

/**
 * A host's claim that an address is at its MAC, by ARP or by a neighbour advertisement.
 *
 * @param address that it claims
 * @param mac of the interface where it has that
 */
public record AddressClaim(InetAddress address, MacAddress mac) {}
