package org.aloft.agent.balance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.kernel.ipvs.IpvsSyncDaemon;
import org.aloft.agent.kernel.ipvs.IpvsSyncDaemon.State;

/**
 * {@code lvs_sync_daemon}: the kernel's threads that copy the connection table to the other director, so that a
 * failover breaks no connection. Pure.
 *
 * @param daemon how; its state says nothing
 * @param instance the VRRP instance that it follows; empty: it sends and receives all the time
 */
public record SyncDaemonSettings(IpvsSyncDaemon daemon, Optional<String> instance) {
    /** The daemons that are to run: both, or the one that goes with the instance's state. */
    public List<IpvsSyncDaemon> wanted(boolean instanceIsActive) {
        if (instance.isEmpty()) {
            return List.of(daemon.as(State.MASTER), daemon.as(State.BACKUP));
        }
        return List.of(daemon.as(instanceIsActive ? State.MASTER : State.BACKUP));
    }

    /** Of those that run, the ones to stop, before {@link #missing} are started: the kernel takes one of each state. */
    static List<IpvsSyncDaemon> surplus(List<IpvsSyncDaemon> wanted, List<IpvsSyncDaemon> running) {
        return running.stream()
                .filter(daemon -> wanted.stream().noneMatch(want -> want.matches(daemon)))
                .toList();
    }

    /** Of those that are wanted, the ones to start. */
    static List<IpvsSyncDaemon> missing(List<IpvsSyncDaemon> wanted, List<IpvsSyncDaemon> running) {
        List<IpvsSyncDaemon> missing = new ArrayList<>(wanted);
        missing.removeIf(want -> running.stream().anyMatch(want::matches));
        return missing;
    }
}
