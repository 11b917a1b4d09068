package org.aloft.agent.kernel;

import java.util.List;

/**
 * The table of virtual services and their real servers, to be read and changed entry by entry. Every method throws {@link
 * KernelException} where the kernel refuses: EEXIST for an entry that is there already, ESRCH for a service and ENOENT for a real
 * server (or a scheduler) that is not.
 */
public interface IpvsAccess {
    /** All virtual services. */
    List<IpvsService> services();

    /** The real servers of a virtual service. */
    List<IpvsDestinationUse> destinations(IpvsServiceKey service);

    /** Adds a virtual service without real servers. */
    void addService(IpvsService service);

    /** Changes scheduler, flags and persistence. Connections go on. */
    void editService(IpvsService service);

    /** Removes a virtual service with its real servers. */
    void deleteService(IpvsServiceKey service);

    /** Adds a real server. */
    void addDestination(IpvsServiceKey service, IpvsDestination destination);

    /** Changes forwarding, weight and thresholds. Connections go on. */
    void editDestination(IpvsServiceKey service, IpvsDestination destination);

    /** Removes a real server; only its address and port count. */
    void deleteDestination(IpvsServiceKey service, IpvsDestination destination);

    /** Removes everything. */
    void flush();
}
