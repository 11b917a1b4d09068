package org.aloft.agent.kernel.ipvs;

/**
 * A real server and how much it is used.
 *
 * @param destination the entry
 * @param activeConnections established now
 * @param inactiveConnections known but not established, such as those in TIME_WAIT
 * @param persistentConnections clients that stay with it
 * @param connections all there ever were
 * @param incomingPackets from clients
 * @param outgoingPackets to clients; 0 unless they come back through the director
 * @param incomingBytes from clients
 * @param outgoingBytes to clients; 0 unless they come back through the director
 */
public record IpvsDestinationUse(
        IpvsDestination destination,
        int activeConnections,
        int inactiveConnections,
        int persistentConnections,
        long connections,
        long incomingPackets,
        long outgoingPackets,
        long incomingBytes,
        long outgoingBytes) {}
