package org.aloft.agent.kernel.ipvs;

import java.util.List;
import java.util.Optional;
import org.aloft.agent.kernel.KernelException;

/**
 * The table of virtual services and their real servers, to be read and changed entry by entry, and what belongs to it.
 * Every method but {@link #apply} throws {@link KernelException} where the kernel refuses.
 */
public interface IpvsAccess extends AutoCloseable {
    /** All virtual services. */
    List<IpvsService> services();

    /** The real servers of a virtual service; ESRCH where there is no such service. */
    List<IpvsDestinationUse> destinations(IpvsServiceKey service);

    /**
     * Makes many changes in this order and as few system calls. One that is refused does not keep the rest from being
     * made.
     *
     * @return one answer a change: empty where it was made, else the refusal: EEXIST for an entry that is there
     *     already, ESRCH for a service and ENOENT for a real server (or a scheduler) that is not
     */
    List<Optional<KernelException>> apply(List<IpvsChange> changes);

    /** Removes everything. */
    void flush();

    /** The daemons that copy the connection table between directors; at most one of each state. */
    List<IpvsSyncDaemon> syncDaemons();

    /** Starts a daemon; EEXIST where one of this state runs. */
    void startSyncDaemon(IpvsSyncDaemon daemon);

    /** Ends a daemon; ESRCH where none of this state runs. */
    void stopSyncDaemon(IpvsSyncDaemon daemon);

    /** For how long connections are kept; what is empty stays as it is. */
    void setTimeouts(IpvsTimeouts timeouts);

    @Override
    void close();
}
