package org.aloft.agent.config;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * What {@code global_defs} says of IPVS and of the checks.
 *
 * @param syncDaemon {@code lvs_sync_daemon}; none when empty
 * @param timeouts {@code lvs_timeouts}
 * @param flush {@code lvs_flush}: every IPVS entry goes at the start, also those of others
 * @param flushOnStop {@code lvs_flush_on_stop}
 * @param logAllFailures {@code checker_log_all_failures}: each failed try is logged, not only the last
 * @param startNotifies {@code rs_init_notifies}: a real server that comes up for the first time is announced too
 */
public record LvsBlock(
        Optional<SyncDaemon> syncDaemon,
        Timeouts timeouts,
        boolean flush,
        FlushOnStop flushOnStop,
        boolean logAllFailures,
        boolean startNotifies) {
    /** What happens to the IPVS table when aloftd stops. */
    public enum FlushOnStop {
        /** Each real server and each virtual server that is ours goes, one by one. */
        ONE_BY_ONE,
        /** {@code VS}: each virtual server that is ours goes, its real servers with it. */
        VIRTUAL_SERVERS,
        /** The whole table goes, also entries of others. */
        EVERYTHING
    }

    /**
     * How long the kernel remembers connections; a time that is empty stays what it is.
     *
     * @param tcp established, whole seconds
     * @param tcpFin after a FIN, whole seconds
     * @param udp whole seconds
     */
    public record Timeouts(Optional<Duration> tcp, Optional<Duration> tcpFin, Optional<Duration> udp) {}

    /**
     * The kernel's copying of connections to the other director.
     *
     * @param networkInterface where it speaks
     * @param instance whose state decides between sending and receiving; both when empty
     * @param syncId 0..255; the instance's virtual_router_id when empty, 0 without one
     * @param longestPacket {@code maxlen}, 1..65507 bytes
     * @param port UDP; 8848 when empty
     * @param timeToLive 1..255
     * @param group multicast address; 224.0.0.81 when empty
     */
    public record SyncDaemon(
            String networkInterface,
            Optional<String> instance,
            Optional<Integer> syncId,
            Optional<Integer> longestPacket,
            Optional<Integer> port,
            Optional<Integer> timeToLive,
            Optional<InetAddress> group) {}
}
