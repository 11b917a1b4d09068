package org.aloft.agent.track;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aloft.agent.config.TrackProcessBlock;
import org.aloft.agent.config.TrackerKind;
import org.aloft.agent.config.TrackingPlan;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.Poller;
import org.aloft.agent.kernel.process.ProcessEvents;
import org.aloft.agent.log.Log;

/**
 * Counts processes: all of them at the start, and then those of which the kernel says that they began, changed or
 * ended. Where it says nothing (in a container, without CAP_NET_ADMIN) all of them once a second.
 */
final class ProcessWatcher implements Watcher {
    private static final Logger LOG = Log.of(ProcessWatcher.class);
    private static final long BETWEEN_SCANS = Duration.ofSeconds(1).toNanos();

    private final Poller poller;
    private final Readings readings;
    private final ProcessTable table = ProcessTable.OF_HOST;
    private List<Counted> counted = List.of();
    private Optional<ProcessEvents> events = Optional.empty();
    private boolean told;
    private boolean overrun;
    private long scanAt = Deadline.NEVER;

    /** One {@code vrrp_track_process} and the processes that it means. */
    private static final class Counted {
        final TrackProcessBlock block;
        final ProcessQuorum quorum;
        final Set<Integer> processes = new HashSet<>();

        Counted(TrackProcessBlock block) {
            this.block = block;
            quorum = new ProcessQuorum(block);
        }

        TrackerKey key() {
            return new TrackerKey(TrackerKind.PROCESS, block.name());
        }
    }

    ProcessWatcher(Poller poller, Readings readings) {
        this.poller = poller;
        this.readings = readings;
    }

    @Override
    public void configure(TrackingPlan plan, Set<TrackerKey> wanted, long now) {
        List<Counted> next = new ArrayList<>();
        for (TrackProcessBlock block : plan.processes()) {
            if (wanted.contains(new TrackerKey(TrackerKind.PROCESS, block.name()))) {
                next.add(counted.stream()
                        .filter(known -> known.block.equals(block))
                        .findFirst()
                        .orElseGet(() -> new Counted(block)));
            }
        }
        counted = List.copyOf(next);
        if (counted.isEmpty()) {
            close();
            return;
        }
        if (events.isEmpty() && !told) {
            listen();
        }
        scan(now);
    }

    private void listen() {
        try {
            ProcessEvents opened = ProcessEvents.open();
            poller.add(opened.fd());
            events = Optional.of(opened);
        } catch (KernelException refused) {
            LOG.log(Level.DEBUG, refused.getMessage());
        }
    }

    @Override
    public void turn(long now) {
        events.filter(open -> poller.isReady(open.fd())).ifPresent(open -> hear(open, now));
        if (overrun || Deadline.isDue(scanAt, now)) {
            overrun = false;
            scan(now);
        }
        for (Counted each : counted) {
            each.quorum.turn(now);
            readings.read(each.key(), each.quorum.reading());
        }
    }

    private void hear(ProcessEvents open, long now) {
        open.drain(new ProcessEvents.Listener() {
            @Override
            public void listening() {
                told = true;
                overrun = true; // what happened between the scan and the kernel's yes
            }

            @Override
            public void changed(int process) {
                look(process, now);
            }

            @Override
            public void ended(int process) {
                for (Counted each : counted) {
                    if (each.processes.remove(process)) {
                        each.quorum.counted(each.processes.size(), now);
                    }
                }
            }

            @Override
            public void lost() {
                overrun = true;
            }
        });
    }

    private void look(int process, long now) {
        Optional<String> name = table.name(process);
        for (Counted each : counted) {
            boolean changed =
                    isMeant(each, process, name) ? each.processes.add(process) : each.processes.remove(process);
            if (changed) {
                each.quorum.counted(each.processes.size(), now);
            }
        }
    }

    private boolean isMeant(Counted each, int process, Optional<String> name) {
        return name.filter(known -> ProcessMatch.matches(each.block, known, () -> table.commandLine(process)))
                .isPresent();
    }

    private void scan(long now) {
        counted.forEach(each -> each.processes.clear());
        for (int process : table.numbers()) {
            Optional<String> name = table.name(process);
            for (Counted each : counted) {
                if (isMeant(each, process, name)) {
                    each.processes.add(process);
                }
            }
        }
        for (Counted each : counted) {
            each.quorum.counted(each.processes.size(), now);
            readings.read(each.key(), each.quorum.reading());
        }
        scanAt = told ? Deadline.NEVER : now + BETWEEN_SCANS;
    }

    @Override
    public long deadline() {
        long earliest = scanAt;
        for (Counted each : counted) {
            earliest = Math.min(earliest, each.quorum.deadline());
        }
        return earliest;
    }

    @Override
    public void close() {
        events.ifPresent(open -> {
            poller.remove(open.fd());
            open.close();
        });
        events = Optional.empty();
        told = false;
        scanAt = Deadline.NEVER;
    }
}
