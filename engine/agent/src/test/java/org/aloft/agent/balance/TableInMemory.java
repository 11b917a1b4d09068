package org.aloft.agent.balance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.kernel.Errno;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.ipvs.IpvsAccess;
import org.aloft.agent.kernel.ipvs.IpvsChange;
import org.aloft.agent.kernel.ipvs.IpvsDestination;
import org.aloft.agent.kernel.ipvs.IpvsDestinationUse;
import org.aloft.agent.kernel.ipvs.IpvsService;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;
import org.aloft.agent.kernel.ipvs.IpvsSyncDaemon;
import org.aloft.agent.kernel.ipvs.IpvsTimeouts;

/**
 * A table that keeps the kernel's rules (no entry twice, none changed that is not there), so that the balancer can be
 * tested on machines without IPVS. It counts how often it is asked. Thread-safe.
 */
final class TableInMemory implements IpvsAccess {
    private static final int ENOENT = 2;
    private static final int ESRCH = 3;
    private static final int EEXIST = 17;

    private final Map<IpvsServiceKey, IpvsService> services = new LinkedHashMap<>();
    private final Map<IpvsServiceKey, Map<String, IpvsDestination>> destinations = new LinkedHashMap<>();
    private final Map<String, ConnectionCount> connections = new LinkedHashMap<>();
    private final List<IpvsSyncDaemon> daemons = new ArrayList<>();
    private Optional<IpvsTimeouts> timeouts = Optional.empty();
    private boolean broken;
    private boolean missing;
    private int reads;
    private int batches;
    private int readsBefore;

    /** From now on nothing can be changed. */
    synchronized void breakDown(boolean now) {
        broken = now;
    }

    /** Whether the kernel has no IPVS. */
    synchronized void goMissing(boolean now) {
        missing = now;
    }

    /** What a balancer opens. */
    synchronized IpvsAccess open() {
        if (missing) {
            throw new KernelException(
                    "CTRL_CMD_GETFAMILY", Errno.of(ENOENT), "reach the kernel's IPVS", "", "run `modprobe ip_vs`");
        }
        return this;
    }

    /** How often a list was asked for since this was asked last. */
    synchronized int reads() {
        int counted = reads;
        reads = 0;
        return counted;
    }

    /** How often changes were made since this was asked last. */
    synchronized int batches() {
        int counted = batches;
        batches = 0;
        return counted;
    }

    /** How many of the {@link #reads} came before the last change. */
    synchronized int readsBeforeTheLastChange() {
        return readsBefore;
    }

    /** What {@link #destinations} says of a real server from now on. */
    synchronized void connect(IpvsDestination destination, int active, int inactive) {
        connections.put(destination.endpoint(), new ConnectionCount(active, inactive, 0));
    }

    synchronized Optional<IpvsTimeouts> timeouts() {
        return timeouts;
    }

    synchronized List<TableEntry> entries() {
        return services.values().stream()
                .map(service -> new TableEntry(
                        service, List.copyOf(destinations.get(service.key()).values())))
                .toList();
    }

    @Override
    public synchronized List<IpvsService> services() {
        reads++;
        open();
        return List.copyOf(services.values());
    }

    @Override
    public synchronized List<IpvsDestinationUse> destinations(IpvsServiceKey service) {
        reads++;
        open();
        return destinations.getOrDefault(service, Map.of()).values().stream()
                .map(this::use)
                .toList();
    }

    private IpvsDestinationUse use(IpvsDestination destination) {
        ConnectionCount count = connections.getOrDefault(destination.endpoint(), ConnectionCount.NONE);
        return new IpvsDestinationUse(destination, count.active(), count.inactive(), count.persistent(), 0, 0, 0, 0, 0);
    }

    @Override
    public synchronized List<Optional<KernelException>> apply(List<IpvsChange> changes) {
        open();
        batches++;
        readsBefore = reads;
        return changes.stream().map(this::answer).toList();
    }

    /** As somebody else would. */
    synchronized void make(IpvsChange... changes) {
        for (IpvsChange change : changes) {
            apply(change);
        }
    }

    private Optional<KernelException> answer(IpvsChange change) {
        try {
            require(!broken, EEXIST);
            apply(change);
            return Optional.empty();
        } catch (KernelException refusal) {
            return Optional.of(refusal);
        }
    }

    private void apply(IpvsChange change) {
        boolean there = services.containsKey(change.service());
        if (change instanceof IpvsChange.AddService add) {
            require(!there, EEXIST);
            services.put(add.service(), add.entry());
            destinations.put(add.service(), new LinkedHashMap<>());
            return;
        }
        require(there, ESRCH);
        Map<String, IpvsDestination> servers = destinations.get(change.service());
        if (change instanceof IpvsChange.EditService edit) {
            services.put(edit.service(), edit.entry());
        } else if (change instanceof IpvsChange.DeleteService) {
            services.remove(change.service());
            destinations.remove(change.service());
        } else if (change instanceof IpvsChange.AddDestination add) {
            require(servers.putIfAbsent(add.destination().endpoint(), add.destination()) == null, EEXIST);
        } else if (change instanceof IpvsChange.EditDestination edit) {
            require(servers.replace(edit.destination().endpoint(), edit.destination()) != null, ENOENT);
        } else if (change instanceof IpvsChange.DeleteDestination delete) {
            require(servers.remove(delete.destination().endpoint()) != null, ENOENT);
        }
    }

    @Override
    public synchronized void flush() {
        services.clear();
        destinations.clear();
    }

    @Override
    public synchronized List<IpvsSyncDaemon> syncDaemons() {
        return List.copyOf(daemons);
    }

    @Override
    public synchronized void startSyncDaemon(IpvsSyncDaemon daemon) {
        require(daemons.stream().noneMatch(other -> other.state() == daemon.state()), EEXIST);
        daemons.add(daemon);
    }

    @Override
    public synchronized void stopSyncDaemon(IpvsSyncDaemon daemon) {
        require(daemons.removeIf(other -> other.state() == daemon.state()), ESRCH);
    }

    @Override
    public synchronized void setTimeouts(IpvsTimeouts wanted) {
        timeouts = Optional.of(wanted);
    }

    /** The table lives on, as the kernel's does. */
    @Override
    public void close() {}

    private static void require(boolean fine, int errorNumber) {
        if (!fine) {
            throw new KernelException("IPVS_CMD", Errno.of(errorNumber), "change the table", "", "mend the test");
        }
    }
}
