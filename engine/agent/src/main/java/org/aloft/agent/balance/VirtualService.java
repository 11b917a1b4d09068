package org.aloft.agent.balance;

import java.util.List;
import java.util.Optional;
import org.aloft.agent.kernel.IpvsService;
import org.aloft.agent.kernel.IpvsServiceKey;

/**
 * A virtual service as configured.
 *
 * @param entry its entry in the kernel's table
 * @param quorum the least sum of the weights of the real servers that are up; 1 or more, by default 1
 * @param sorryServer answers in place of all real servers while the quorum is lost
 * @param realServers in the order of the file
 */
public record VirtualService(
        IpvsService entry, int quorum, Optional<SorryServer> sorryServer, List<RealServer> realServers) {
    /** Checks the quorum, and that no real server stands there twice; copies the list. */
    public VirtualService {
        if (quorum < 1) {
            throw new IllegalArgumentException("quorum must be 1 or more: quorum=" + quorum);
        }
        realServers = List.copyOf(realServers);
        long different = realServers.stream()
                .map(server -> server.key(entry.key()))
                .distinct()
                .count();
        if (different < realServers.size()) {
            throw new IllegalArgumentException(
                    "a real server stands twice in " + entry.key() + "; remove one of the two");
        }
    }

    /** Where it is. */
    public IpvsServiceKey key() {
        return entry.key();
    }
}
