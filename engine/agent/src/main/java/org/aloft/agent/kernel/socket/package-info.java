/**
 * Raw, packet and UDP sockets: VRRP packets with their IP headers, gratuitous ARP and unsolicited neighbour
 * advertisements, the claims of others, echo, BFD's datagrams. What goes to and fro while nothing changes allocates
 * nothing.
 */
package org.aloft.agent.kernel.socket;
