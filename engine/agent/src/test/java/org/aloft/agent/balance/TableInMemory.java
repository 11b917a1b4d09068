package org.aloft.agent.balance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aloft.agent.kernel.Errno;
import org.aloft.agent.kernel.IpvsAccess;
import org.aloft.agent.kernel.IpvsDestination;
import org.aloft.agent.kernel.IpvsDestinationUse;
import org.aloft.agent.kernel.IpvsService;
import org.aloft.agent.kernel.IpvsServiceKey;
import org.aloft.agent.kernel.KernelException;

/**
 * A table that keeps the kernel's rules (no entry twice, none changed that is not there), so that the balancer can be tested on
 * machines without IPVS. Thread-safe.
 */
final class TableInMemory implements IpvsAccess {
    private static final int ENOENT = 2;
    private static final int ESRCH = 3;
    private static final int EEXIST = 17;

    private final Map<IpvsServiceKey, IpvsService> services = new LinkedHashMap<>();
    private final Map<IpvsServiceKey, List<IpvsDestination>> destinations = new LinkedHashMap<>();
    private boolean broken;

    /** From now on nothing can be changed. */
    synchronized void breakDown() {
        broken = true;
    }

    synchronized List<TableEntry> entries() {
        return services.values().stream()
                .map(service -> new TableEntry(service, destinations.get(service.key())))
                .toList();
    }

    @Override
    public synchronized List<IpvsService> services() {
        return List.copyOf(services.values());
    }

    @Override
    public synchronized List<IpvsDestinationUse> destinations(IpvsServiceKey service) {
        return destinations.getOrDefault(service, List.of()).stream()
                .map(destination -> new IpvsDestinationUse(destination, 0, 0, 0, 0, 0, 0, 0, 0))
                .toList();
    }

    @Override
    public synchronized void addService(IpvsService service) {
        require(!services.containsKey(service.key()), EEXIST);
        services.put(service.key(), service);
        destinations.put(service.key(), new ArrayList<>());
    }

    @Override
    public synchronized void editService(IpvsService service) {
        require(services.containsKey(service.key()), ESRCH);
        services.put(service.key(), service);
    }

    @Override
    public synchronized void deleteService(IpvsServiceKey service) {
        require(services.remove(service) != null, ESRCH);
        destinations.remove(service);
    }

    @Override
    public synchronized void addDestination(IpvsServiceKey service, IpvsDestination destination) {
        require(services.containsKey(service), ESRCH);
        require(destinations.get(service).stream().noneMatch(destination::sameAs), EEXIST);
        destinations.get(service).add(destination);
    }

    @Override
    public synchronized void editDestination(IpvsServiceKey service, IpvsDestination destination) {
        require(services.containsKey(service), ESRCH);
        require(destinations.get(service).removeIf(destination::sameAs), ENOENT);
        destinations.get(service).add(destination);
    }

    @Override
    public synchronized void deleteDestination(IpvsServiceKey service, IpvsDestination destination) {
        require(services.containsKey(service), ESRCH);
        require(destinations.get(service).removeIf(destination::sameAs), ENOENT);
    }

    @Override
    public synchronized void flush() {
        services.clear();
        destinations.clear();
    }

    private void require(boolean fine, int errorNumber) {
        if (!fine || broken) {
            throw new KernelException("IPVS_CMD", Errno.of(errorNumber), "change the table", "", "mend the test");
        }
    }
}
