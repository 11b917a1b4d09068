package org.aloft.agent.balance;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aloft.agent.check.VirtualServiceKey;
import org.aloft.agent.kernel.ipvs.IpvsService;

/**
 * A virtual service as configured.
 *
 * @param key what tells it from others
 * @param entries its entries in the kernel's table, at least one; a group has many, all with the same real servers
 * @param quorum when there are enough real servers
 * @param sorryServer answers in place of all real servers while the quorum is lost
 * @param realServers in the order of the file
 * @param options what else is to be done for it
 */
public record VirtualService(
        VirtualServiceKey key,
        List<IpvsService> entries,
        Quorum quorum,
        Optional<SorryServer> sorryServer,
        List<RealServer> realServers,
        Options options) {
    /**
     * Further options of a service.
     *
     * @param omega whether real servers and quorum are told to be down when the daemon stops
     * @param haSuspend whether checks rest while none of the service's addresses is on this host
     */
    public record Options(boolean omega, boolean haSuspend) {
        /** Neither. */
        public static final Options NONE = new Options(false, false);
    }

    /** Checks that nothing stands there twice; copies the lists. */
    public VirtualService {
        entries = List.copyOf(entries);
        realServers = List.copyOf(realServers);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException(key + " has no entry; give its group an address");
        }
        VirtualServiceKey itself = key;
        long different = realServers.stream()
                .map(server -> server.key(itself))
                .distinct()
                .count();
        if (different < realServers.size()) {
            throw new IllegalArgumentException("a real server stands twice in " + key + "; remove one of the two");
        }
    }

    /** The same, but these real servers count as down until their first result. */
    VirtualService downAtFirst(Set<String> servers) {
        List<RealServer> next = realServers.stream()
                .map(server -> servers.contains(server.key(key).toString()) ? server.downAtFirst() : server)
                .toList();
        return new VirtualService(key, entries, quorum, sorryServer, next, options);
    }
}
