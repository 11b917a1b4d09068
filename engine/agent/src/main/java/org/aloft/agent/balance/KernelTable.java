package org.aloft.agent.balance;

import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.ipvs.IpvsAccess;
import org.aloft.agent.kernel.ipvs.IpvsChange;
import org.aloft.agent.kernel.ipvs.IpvsDestinationUse;
import org.aloft.agent.kernel.ipvs.IpvsService;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;
import org.aloft.agent.kernel.ipvs.IpvsSyncDaemon;
import org.aloft.agent.kernel.ipvs.IpvsTimeouts;
import org.aloft.agent.log.Log;

/**
 * The kernel's table as something that can be made the wanted one. Opens IPVS when it is first needed and again after
 * it failed, so that a module which is loaded later is found. Keeps the journal. For the balancer's thread, but for
 * {@link #uses}.
 */
final class KernelTable implements AutoCloseable {
    private static final Logger LOG = Log.of(KernelTable.class);

    private final Supplier<IpvsAccess> source;
    private final IpvsJournal journal;
    private final BalancerListener listener;
    private final Set<String> complaints = new HashSet<>();
    private Set<String> complaintsBefore = Set.of();
    private volatile Optional<IpvsAccess> open = Optional.empty();
    private volatile Optional<String> problem = Optional.empty();
    private IpvsTimeouts timeouts = IpvsTimeouts.UNCHANGED;
    private boolean flush;

    /**
     * @param source opens IPVS; throws {@link KernelException} where the kernel has none
     * @param flush whether the table is emptied before anything else is done
     */
    KernelTable(Supplier<IpvsAccess> source, IpvsJournal journal, BalancerListener listener, boolean flush) {
        this.source = source;
        this.journal = journal;
        this.listener = listener;
        this.flush = flush;
    }

    /** Why the table is not as wanted; for any thread. */
    Optional<String> problem() {
        return problem;
    }

    /** A kernel's counters; none where it cannot be asked, or has no such service. For any thread. */
    List<IpvsDestinationUse> uses(IpvsServiceKey service) {
        try {
            return open.map(ipvs -> ipvs.destinations(service)).orElse(List.of());
        } catch (KernelException | IllegalStateException gone) { // refused, or just being closed
            return List.of();
        }
    }

    /**
     * Brings the whole table to the wanted state. IPVS is not opened when nothing is wanted and nothing has to be
     * removed.
     *
     * @return whether everything succeeded; the listener was told of what did not
     */
    boolean bring(Collection<TableEntry> wanted, IpvsTimeouts times, List<IpvsSyncDaemon> daemons) {
        boolean idle = wanted.isEmpty() && daemons.isEmpty() && times.equals(timeouts) && !flush;
        if (idle && open.isEmpty() && journal.own().isEmpty()) {
            complaints.clear();
            report();
            return true;
        }
        return attempt(ipvs -> {
            flushOnce(ipvs);
            // First, because a sync daemon and a real server of the other address family exclude each other in the
            // kernel. With both in the file, connections are synchronized, as with keepalived, and the log names the
            // server.
            part(() -> synchronize(ipvs, daemons));
            reconcile(ipvs, wanted);
            part(() -> setTimeouts(ipvs, times));
        });
    }

    private void flushOnce(IpvsAccess ipvs) {
        if (flush) {
            ipvs.flush();
            flush = false;
            part(() -> journal.remove(journal.own()));
        }
    }

    private void reconcile(IpvsAccess ipvs, Collection<TableEntry> wanted) {
        List<TableEntry> actual = new ArrayList<>();
        Set<IpvsServiceKey> keys = keys(wanted);
        for (IpvsService service : ipvs.services()) {
            // The real servers of a service that is not ours, or that is removed as a whole, do not matter.
            actual.add(keys.contains(service.key()) ? entry(ipvs, service) : new TableEntry(service, List.of()));
        }
        part(() -> journal.add(keys));
        make(ipvs, TableDifference.between(List.copyOf(wanted), actual, journal::owns));
        if (complaints.isEmpty()) {
            Set<IpvsServiceKey> gone = new HashSet<>(journal.own());
            gone.removeAll(keys);
            part(() -> journal.remove(gone));
        }
    }

    /**
     * Applies the difference between the table wanted before and the one wanted now without reading the kernel's, which
     * takes a request for each service. Only a short cut: call {@link #bring} afterwards, which also sees changes by
     * others and failures of this call.
     */
    void change(Collection<TableEntry> before, Collection<TableEntry> wanted) {
        if (open.isEmpty() || problem.isPresent()) {
            return;
        }
        try {
            journal.add(keys(wanted));
            make(open.get(), TableDifference.between(List.copyOf(wanted), List.copyOf(before), journal::owns));
        } catch (KernelException | UncheckedIOException e) {
            LOG.log(Level.DEBUG, "{0}; all of the table is looked at next", e.getMessage());
        }
    }

    /**
     * Makes the real servers of services that are in the table the wanted ones; false when all of it is to be looked
     * at.
     */
    boolean refresh(Collection<TableEntry> wanted) {
        if (open.isEmpty() || problem.isPresent()) {
            return false;
        }
        try {
            IpvsAccess ipvs = open.get();
            List<TableEntry> actual =
                    wanted.stream().map(want -> entry(ipvs, want.service())).toList();
            complaints.clear();
            make(ipvs, TableDifference.between(List.copyOf(wanted), actual, key -> false));
            return complaints.isEmpty();
        } catch (KernelException e) {
            return false;
        }
    }

    private static Set<IpvsServiceKey> keys(Collection<TableEntry> entries) {
        Set<IpvsServiceKey> keys = new HashSet<>();
        entries.forEach(entry -> keys.add(entry.key()));
        return keys;
    }

    private static TableEntry entry(IpvsAccess ipvs, IpvsService service) {
        return new TableEntry(
                service,
                ipvs.destinations(service.key()).stream()
                        .map(IpvsDestinationUse::destination)
                        .toList());
    }

    private void make(IpvsAccess ipvs, List<IpvsChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        List<Optional<KernelException>> answers = ipvs.apply(changes);
        for (int i = 0; i < changes.size(); i++) {
            if (answers.get(i).isPresent()) {
                complaints.add(answers.get(i).get().getMessage());
            } else {
                listener.applied(changes.get(i));
            }
        }
    }

    private void setTimeouts(IpvsAccess ipvs, IpvsTimeouts wanted) {
        if (!wanted.equals(timeouts)) {
            ipvs.setTimeouts(wanted);
            timeouts = wanted;
        }
    }

    private static void synchronize(IpvsAccess ipvs, List<IpvsSyncDaemon> wanted) {
        List<IpvsSyncDaemon> running = ipvs.syncDaemons();
        SyncDaemonSettings.surplus(wanted, running).forEach(ipvs::stopSyncDaemon);
        SyncDaemonSettings.missing(wanted, running).forEach(ipvs::startSyncDaemon);
    }

    /**
     * At the end: removes what this daemon put there, or everything.
     *
     * @param synchronizing whether there are sync daemons to stop
     */
    void remove(LvsSettings.AtStop how, boolean synchronizing) {
        if (journal.own().isEmpty() && open.isEmpty()) {
            return;
        }
        attempt(ipvs -> {
            if (synchronizing) {
                part(() -> synchronize(ipvs, List.of()));
            }
            switch (how) {
                case REMOVE_OWN -> make(ipvs, ownServices(ipvs));
                case FLUSH -> ipvs.flush();
            }
            if (complaints.isEmpty()) {
                part(() -> journal.remove(journal.own()));
            }
        });
    }

    private List<IpvsChange> ownServices(IpvsAccess ipvs) {
        return ipvs.services().stream()
                .map(IpvsService::key)
                .filter(journal::owns)
                .map(key -> (IpvsChange) new IpvsChange.DeleteService(key))
                .toList();
    }

    private interface Work {
        void with(IpvsAccess ipvs);
    }

    private boolean attempt(Work work) {
        complaints.clear();
        try {
            if (open.isEmpty()) {
                open = Optional.of(source.get());
            }
            work.with(open.get());
        } catch (KernelException e) {
            complaints.add(e.getMessage());
            close(); // the module may have gone, and then come back under another number
        }
        report();
        return complaints.isEmpty();
    }

    /** One that fails does not keep the next from being done. */
    private void part(Runnable work) {
        try {
            work.run();
        } catch (KernelException | UncheckedIOException e) {
            complaints.add(e.getMessage());
        }
    }

    /** The same refusal again at every attempt would fill the log. */
    private void report() {
        Set<String> now = Set.copyOf(complaints);
        now.stream().filter(line -> !complaintsBefore.contains(line)).sorted().forEach(listener::refused);
        if (now.isEmpty() && !complaintsBefore.isEmpty()) {
            listener.recovered();
        }
        complaintsBefore = now;
        problem = now.stream().sorted().findFirst();
    }

    @Override
    public void close() {
        Optional<IpvsAccess> was = open;
        open = Optional.empty();
        was.ifPresent(IpvsAccess::close);
    }
}
