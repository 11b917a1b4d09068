package org.aloft.agent.run;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.aloft.agent.bfd.BfdSessions;
import org.aloft.agent.command.CommandLine;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.control.ControlServer;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.Events;
import org.aloft.agent.hold.LeftInPlace;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.process.OwnProgram;
import org.aloft.agent.kernel.process.RealTime;
import org.aloft.agent.kernel.process.SignalDisposition;
import org.aloft.agent.kernel.process.SystemdNotifier;
import org.aloft.agent.log.Log;
import org.aloft.agent.lvs.Balancing;
import org.aloft.agent.notify.Notifications;
import org.aloft.agent.order.DrainOrders;
import org.aloft.agent.order.EndOrder;
import org.aloft.agent.order.Orders;
import org.aloft.agent.script.ScriptRunner;
import org.aloft.agent.status.AgentStatus;
import org.aloft.agent.status.EventStream;
import org.aloft.agent.status.StatusDocument;
import org.aloft.agent.status.StatusServer;
import org.aloft.agent.thread.Supervisor;
import org.aloft.agent.track.Tracking;
import org.aloft.agent.vrrp.VrrpRunner;

/** Starts all parts in their order, lets the {@link MainThread} obey, and ends the parts. For the main thread. */
final class Startup {
    private static final Logger LOG = Log.of(Startup.class);

    /** How long the end waits for notifications to be delivered. */
    private static final Duration LAST_NOTIFICATIONS = Duration.ofSeconds(10);

    /** How long a script may take to end that was told to. */
    private static final Duration SCRIPT_GRACE = Duration.ofSeconds(1);

    private static final String INSTEAD_OF_DATA =
            "SIGUSR1: aloftd writes no /tmp/keepalived.data; aloftd explain says it in words, aloftd status as JSON";
    private static final String INSTEAD_OF_STATISTICS =
            "SIGUSR2: aloftd writes no /tmp/keepalived.stats; its metrics and aloftd status have the figures";

    private final CommandLine line;
    private final ConfigurationInForce inForce;
    private final Events events;
    private final InstantSource calendar;
    private final Instant started;
    private final SystemdNotifier systemd;
    private final Supervisor supervisor;
    private final HardEnd hardEnd;
    private final MainThread main;

    /** Until it sent adverts; the next process will need as long. Not known yet: longer than any. */
    private volatile Duration startTook = Duration.ofDays(1);

    /**
     * Has started nothing yet.
     *
     * @param calendar for people
     * @param supervisor of all threads
     * @param hardEnd for when a thread hangs
     */
    Startup(
            CommandLine line,
            ConfigurationInForce inForce,
            Events events,
            InstantSource calendar,
            SystemdNotifier systemd,
            Supervisor supervisor,
            HardEnd hardEnd,
            MainThread main) {
        this.line = line;
        this.inForce = inForce;
        this.events = events;
        this.calendar = calendar;
        this.started = calendar.instant();
        this.systemd = systemd;
        this.supervisor = supervisor;
        this.hardEnd = hardEnd;
        this.main = main;
    }

    private Configuration configuration() {
        return inForce.configuration();
    }

    /**
     * Runs all parts until the main thread is told to end; returns the exit code.
     *
     * @throws IOException a socket or a page cannot be served
     * @throws KernelException the kernel refuses what a part cannot do without
     */
    int run() throws IOException {
        lockMemory();
        configuration().global().process().realTimePriority().ifPresent(Startup::runInRealTime);
        obeySignals();
        try (ScriptRunner scripts = ScriptRunner.open(System.getenv(), SCRIPT_GRACE, supervisor)) {
            LifecycleScript.start(
                    scripts,
                    configuration().global().process(),
                    configuration().global().scripts(),
                    main.stopAsked());
            OptionalInt ended = main.endBeforeStart();
            int status = ended.isPresent() ? ended.getAsInt() : runParts(scripts);
            LifecycleScript.shutdown(
                    scripts,
                    configuration().global().process(),
                    configuration().global().scripts());
            return status;
        }
    }

    /**
     * Whoever is used to keepalived, or an exporter made for it, sends more than aloftd needs: none of it may end a
     * director.
     */
    private void obeySignals() {
        Signals.handle(Map.of(
                "TERM", main::stop,
                "INT", main::stop,
                "HUP", main::reload,
                "USR1", () -> LOG.log(Level.INFO, INSTEAD_OF_DATA),
                "USR2", () -> LOG.log(Level.INFO, INSTEAD_OF_STATISTICS)));
        SignalDisposition.ignoreWhatEndsOrStops();
    }

    /** Parts are closed from the last to the first: so what the others do at their end is still told of. */
    @SuppressWarnings("try") // the status server answers on its own
    private int runParts(ScriptRunner scripts) throws IOException {
        EventStream stream =
                new EventStream(events, () -> configuration().global().routerId());
        LeftInPlace left = LeftInPlace.take(line.leftInPlace(), System.nanoTime());
        supervisor.watch(main.heartbeat());
        main.heartbeat().beat();
        try (Watchdog watchdog = Watchdog.start(supervisor, systemd, hardEnd::now);
                Notifications notifications = new Notifications(
                        scripts, inForce.loaded().notificationSettings(), LAST_NOTIFICATIONS, supervisor);
                VrrpRunner vrrp = VrrpRunner.start(
                        line.journal(),
                        configuration().instances(),
                        configuration().statics(),
                        configuration().global().vrrp().startupDelay(),
                        configuration().global().process().realTimePriority(),
                        calendar,
                        events,
                        left,
                        supervisor);
                BfdSessions sessions = BfdSessions.open(new Random(), belowVrrp(), supervisor);
                Tracking tracking = Tracking.open(scripts, sessions, calendar, events, vrrp::track, supervisor);
                Balancing balancing = new Balancing(
                        line.ipvsJournal(),
                        Startup::isLocal,
                        events,
                        calendar,
                        scripts,
                        CheckTellers.files(tracking.files(), tracking::plan),
                        CheckTellers.sessions(sessions),
                        left.down(),
                        supervisor);
                ControlServer control = ControlServer.start(
                        line.controlSocket(),
                        new Orders(
                                        vrrp,
                                        new DrainOrders(balancing::balancer),
                                        configurationFile(),
                                        new EndOrder(() -> checkInPlace(vrrp), main::endInPlace),
                                        events,
                                        stream,
                                        calendar)
                                .byName(),
                        supervisor);
                StatusServer status = StatusServer.start(
                        line.statusSocket(),
                        () -> StatusDocument.write(status(vrrp, sessions, balancing)),
                        supervisor);
                WebPages web = WebPages.start(
                        line.http(), line.httpHosts(), () -> status(vrrp, sessions, balancing), stream, supervisor)) {
            events.listen(notifications);
            events.listen(balancing::happened);
            sessions.onLost(vrrp::lost);
            vrrp.tellMembers(sessions::members);
            Parts parts = new Parts(vrrp, tracking, balancing, notifications);
            inForce.begin(parts.changeover());
            main.nameThreads();
            systemd.ready();
            LOG.log(Level.INFO, "{0} runs with {1}", Version.nameAndVersion(), line.file());
            events.happened(new AgentEvent.AgentStarted(calendar.instant(), Version.nameAndVersion()));
            startTook = OwnProgram.age(System.nanoTime());
            return main.obey(
                    parts, () -> vrrp.endInPlace(line.leftInPlace(), balancing.down(), startTook, hardEnd::inPlace));
        }
    }

    private void checkInPlace(VrrpRunner vrrp) {
        if (LifecycleScript.isWanted(configuration().global().process())) {
            throw new IllegalStateException("startup_script and shutdown_script are for a start and an end");
        }
        vrrp.checkInPlace(startTook);
    }

    /** Adverts go first. */
    private int belowVrrp() {
        int vrrp = configuration().global().process().realTimePriority().orElse(VrrpRunner.REAL_TIME_PRIORITY);
        return Math.max(1, vrrp - 1);
    }

    private static boolean isLocal(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unreadable) {
            return true; // then the checks go on
        }
    }

    /** A page that has to come back from swap would delay an advert. */
    private static void lockMemory() {
        try {
            RealTime.lockMemory();
        } catch (KernelException refused) {
            LOG.log(Level.WARNING, refused.getMessage());
        }
    }

    /** All threads, just below the VRRP thread: that one waits for collections and compilers of this same process. */
    private static void runInRealTime(int priority) {
        try {
            RealTime.scheduleProcess(Math.max(1, priority - 1));
        } catch (KernelException refused) {
            LOG.log(Level.WARNING, refused.getMessage());
        }
    }

    private Orders.ConfigurationFile configurationFile() {
        return new Orders.ConfigurationFile() {
            @Override
            public List<String> changes() throws ConfigurationException {
                return inForce.changes();
            }

            @Override
            public void reload() {
                main.reload();
            }
        };
    }

    private AgentStatus status(VrrpRunner vrrp, BfdSessions sessions, Balancing balancing) {
        Configuration current = configuration();
        return new AgentStatus(
                Version.nameAndVersion(),
                ProcessHandle.current().pid(),
                started,
                calendar.instant(),
                current.source().file(),
                current.source().sha256().hex(),
                vrrp.explain(),
                sessions.peers(),
                balancing.status(),
                balancing.problem());
    }
}
