package org.aloft.agent.balance;

import java.util.List;
import org.aloft.agent.kernel.ipvs.IpvsDestination;
import org.aloft.agent.kernel.ipvs.IpvsService;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;

/**
 * A virtual service and its real servers, as wanted in the kernel's table or as found there.
 *
 * @param service the virtual service
 * @param destinations no two with one address and port
 */
public record TableEntry(IpvsService service, List<IpvsDestination> destinations) {
    /** Copies the list. */
    public TableEntry {
        destinations = List.copyOf(destinations);
    }

    IpvsServiceKey key() {
        return service.key();
    }
}
