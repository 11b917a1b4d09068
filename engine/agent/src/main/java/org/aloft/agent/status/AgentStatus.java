package org.aloft.agent.status;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.bfd.PeerStatus;
import org.aloft.agent.vrrp.router.RouterExplanation;

/**
 * The whole agent at one moment.
 *
 * @param agent name and version
 * @param pid of the process
 * @param started when the process began
 * @param asOf the moment
 * @param configFile the file in force
 * @param configSha256 of that file's bytes as they were read
 * @param instances VRRP, in the order of the file
 * @param peers hosts that fast detection watches
 * @param virtualServices IPVS, in the order of the file
 * @param balancingProblem why the kernel's table is not as wanted, and the way out; empty when it is
 */
public record AgentStatus(
        String agent,
        long pid,
        Instant started,
        Instant asOf,
        String configFile,
        String configSha256,
        List<RouterExplanation> instances,
        List<PeerStatus> peers,
        List<ServiceStatus> virtualServices,
        Optional<String> balancingProblem) {
    /** Takes copies. */
    public AgentStatus {
        instances = List.copyOf(instances);
        peers = List.copyOf(peers);
        virtualServices = List.copyOf(virtualServices);
    }
}
