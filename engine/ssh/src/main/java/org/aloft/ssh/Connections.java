package org.aloft.ssh;

import java.time.Duration;

/** Connections to the hosts of one cluster, shared by checks and drills. Safe for use by several threads. */
public interface Connections {
    /**
     * A connection to a host: the one already open, or a new one.
     *
     * @param host its name in the inventory
     * @throws SshException when the host cannot be reached
     */
    Connection to(String host) throws SshException;

    /**
     * A new connection; one that was open is closed first. For a host that has been restarted.
     *
     * @param host its name in the inventory
     * @param deadline how long connecting may take
     * @throws SshException when the host does not answer (yet)
     */
    Connection reopen(String host, Duration deadline) throws SshException;
}
