package org.aloft.agent.bfd;

import java.net.InetAddress;
import java.util.Optional;

/**
 * What a session is doing.
 *
 * @param name of its {@code bfd_instance}
 * @param neighbor the other end
 * @param state of this end
 * @param remoteState of the other end, as it last said
 * @param reason why it is in this state, for people
 * @param detectionMillis how long the neighbour may be silent; empty until it was heard
 * @param sent packets
 * @param received packets that were accepted
 * @param dropped packets of the neighbour that were passed over
 */
public record BfdStatus(
        String name,
        InetAddress neighbor,
        BfdState state,
        BfdState remoteState,
        String reason,
        Optional<Long> detectionMillis,
        long sent,
        long received,
        long dropped) {}
