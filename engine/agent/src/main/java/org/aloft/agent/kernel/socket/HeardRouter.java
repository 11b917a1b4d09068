package org.aloft.agent.kernel.socket;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * A virtual router whose packets a {@link VrrpListener} hears.
 *
 * @param virtualRouterId 1..255
 * @param only what the kernel lets through of it; all if empty
 */
public record HeardRouter(int virtualRouterId, Optional<Genuine> only) {
    /**
     * Packets that came as they must: in the one version, from this link if they go to a group, else to this address.
     *
     * @param version 2 or 3
     * @param own this router's address; counts among unicast peers alone
     * @param sources from where alone; from anywhere if there are none
     */
    public record Genuine(int version, InetAddress own, List<InetAddress> sources) {
        /** Takes a copy of the list. */
        public Genuine {
            sources = List.copyOf(sources);
        }
    }

    /** All packets of this one. */
    public static HeardRouter all(int virtualRouterId) {
        return new HeardRouter(virtualRouterId, Optional.empty());
    }
}
