package org.aloft.agent.kernel.ipvs;

import java.net.InetAddress;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A kernel thread that sends its connection table to other directors, or takes theirs ({@code man 8 ipvsadm},
 * synchronization daemon).
 *
 * @param state whether it sends or receives
 * @param networkInterface where its multicasts go
 * @param syncId 0..255; packets with another one are passed over
 * @param longest 1..65507 bytes of UDP payload; empty: as the interface's MTU allows
 * @param port 1..65535; empty: 8848
 * @param timeToLive 1..255; empty: 1
 * @param group where it multicasts; empty: 224.0.0.81
 */
public record IpvsSyncDaemon(
        State state,
        String networkInterface,
        int syncId,
        OptionalInt longest,
        OptionalInt port,
        OptionalInt timeToLive,
        Optional<InetAddress> group) {
    /** {@code IP_VS_STATE_*} of {@code linux/ip_vs.h}. */
    public enum State {
        /** Sends. */
        MASTER(1),
        /** Receives. */
        BACKUP(2);

        private final int value;

        State(int value) {
            this.value = value;
        }

        int value() {
            return value;
        }
    }

    /** Checks the number. */
    public IpvsSyncDaemon {
        if (syncId < 0 || syncId > 255) {
            throw new IllegalArgumentException("a sync id must be 0..255: " + syncId);
        }
    }

    /** The same daemon in another state. */
    public IpvsSyncDaemon as(State other) {
        return new IpvsSyncDaemon(other, networkInterface, syncId, longest, port, timeToLive, group);
    }

    /** Whether what the kernel says is this one: it fills in what is empty here. */
    public boolean matches(IpvsSyncDaemon running) {
        return state == running.state
                && networkInterface.equals(running.networkInterface)
                && syncId == running.syncId
                && (longest.isEmpty() || longest.equals(running.longest))
                && (port.isEmpty() || port.equals(running.port))
                && (timeToLive.isEmpty() || timeToLive.equals(running.timeToLive))
                && (group.isEmpty() || group.equals(running.group));
    }

    /** As {@code master on eth0, sync id 51}. */
    @Override
    public String toString() {
        return (state == State.MASTER ? "master" : "backup") + " on " + networkInterface + ", sync id " + syncId;
    }
}
