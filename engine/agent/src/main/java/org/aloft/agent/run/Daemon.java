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
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.aloft.agent.bfd.BfdSessions;
import org.aloft.agent.command.CommandLine;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.ProcessNames;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.config.language.Reading;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Problem;
import org.aloft.agent.control.ControlServer;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.Events;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.process.NetworkNamespace;
import org.aloft.agent.kernel.process.RealTime;
import org.aloft.agent.kernel.process.SignalDisposition;
import org.aloft.agent.kernel.process.SystemdNotifier;
import org.aloft.agent.kernel.process.ThreadNames;
import org.aloft.agent.log.Log;
import org.aloft.agent.log.LogWriter;
import org.aloft.agent.lvs.Balancing;
import org.aloft.agent.notify.Notifications;
import org.aloft.agent.order.DrainOrders;
import org.aloft.agent.order.Orders;
import org.aloft.agent.script.ScriptRunner;
import org.aloft.agent.status.AgentStatus;
import org.aloft.agent.status.EventStream;
import org.aloft.agent.status.StatusDocument;
import org.aloft.agent.status.StatusServer;
import org.aloft.agent.thread.AfterFailure;
import org.aloft.agent.thread.Heartbeat;
import org.aloft.agent.thread.Supervisor;
import org.aloft.agent.track.Tracking;
import org.aloft.agent.vrrp.VrrpRunner;

/**
 * One run of the daemon: reads the file, cleans up after an earlier run, starts the parts, tells systemd, and then
 * waits for signals on the main thread.
 */
public final class Daemon {
    private static final Logger LOG = Log.of(Daemon.class);

    /** How often the line for {@code systemctl status} is renewed, at the most. */
    private static final Duration TICK = Duration.ofSeconds(1);

    /** How long the main thread may take for a reload, or for the end. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Kept for {@code aloftd events} and the event stream. */
    private static final int EVENTS_TO_REMEMBER = 256;

    /** How long the end waits for notifications to be delivered. */
    private static final Duration LAST_NOTIFICATIONS = Duration.ofSeconds(10);

    private enum Order {
        RELOAD,
        STOP,
        FAIL
    }

    private static final String INSTEAD_OF_DATA =
            "SIGUSR1: aloftd writes no /tmp/keepalived.data; aloftd explain says it in words, aloftd status as JSON";
    private static final String INSTEAD_OF_STATISTICS =
            "SIGUSR2: aloftd writes no /tmp/keepalived.stats; its metrics and aloftd status have the figures";

    /** How long a script may take to end that was told to. */
    private static final Duration SCRIPT_GRACE = Duration.ofSeconds(1);

    private final CommandLine line;
    private final InstantSource calendar = InstantSource.system();
    private final Instant started = calendar.instant();
    private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
    private final SystemdNotifier systemd;
    private final Events events = new Events(EVENTS_TO_REMEMBER);
    private volatile LoadedConfiguration inForce;
    private final ThreadNames threads = new ThreadNames();
    private final Supervisor supervisor = new Supervisor(this::failed);
    private final Heartbeat heartbeat = new Heartbeat("main", PATIENCE);
    private final HardEnd hardEnd;
    private String lastStatusLine = "";

    private Daemon(CommandLine line, LoadedConfiguration inForce, Runnable flushLog) {
        this.line = line;
        this.inForce = inForce;
        this.systemd = SystemdNotifier.fromEnvironment(
                System.getenv(), ProcessHandle.current().pid());
        this.hardEnd = new HardEnd(systemd.isListening(), flushLog);
    }

    private Configuration configuration() {
        return inForce.configuration();
    }

    /** Runs until a signal ends it; returns the exit code. */
    public static int run(CommandLine line) {
        LogWriter log = LogWriter.install(System.err, System.getenv("JOURNAL_STREAM") != null);
        try {
            return prepared(line, log::flush).runOrStartAgain();
        } catch (ConfigurationException refused) {
            refused.problems().forEach(problem -> LOG.log(Level.ERROR, problem.toString()));
        } catch (IOException | KernelException failure) {
            LOG.log(Level.ERROR, failure.getMessage());
        } finally {
            log.close();
        }
        return 1;
    }

    /**
     * Apart from {@link #run(CommandLine)} so that no frame on the stack names the first configuration: the interpreter
     * keeps what a variable holds until its method returns, and that one returns at the very end.
     */
    private static Daemon prepared(CommandLine line, Runnable flushLog) throws ConfigurationException {
        Reading reading = ConfigurationReader.readWithPlaces(line.file(), line.surroundings());
        Optional<String> namespace =
                reading.configuration().global().process().namespaces().own();
        namespace
                .map(NetworkNamespace::named)
                .filter(wanted -> !wanted.isOurs())
                .ifPresent(NetworkNamespace::restartInside);
        Confinement.begin(reading.configuration().global().process().namespaces());
        return new Daemon(line.inNamespace(namespace), LoadedConfiguration.atStart(reading), flushLog);
    }

    /** A fault of aloftd takes no host out of service for good. */
    private int runOrStartAgain() throws IOException {
        Thread.setDefaultUncaughtExceptionHandler(supervisor::uncaught);
        int status;
        try {
            status = run();
        } catch (KernelException refused) {
            throw refused;
        } catch (RuntimeException | Error failure) {
            failed("main", failure, AfterFailure.END_PROCESS);
            status = HardEnd.EXIT_CODE;
        }
        if (status == HardEnd.EXIT_CODE) {
            hardEnd.startAgain();
        }
        return status;
    }

    /** From any thread. */
    private void failed(String thread, Throwable failure, AfterFailure after) {
        LOG.log(
                Level.ERROR,
                "the thread " + thread + " failed; this is a fault of aloftd, please report it; "
                        + (after == AfterFailure.GO_ON ? "the others go on" : "aloftd ends and starts again"),
                failure);
        if (after == AfterFailure.END_PROCESS) {
            orders.add(Order.FAIL);
        }
    }

    @SuppressWarnings("try") // the lock is held, not used
    private int run() throws IOException {
        try (systemd;
                RunLock lock = RunLock.take(line.lock())) {
            line.notes().forEach(note -> LOG.log(Level.WARNING, note));
            warn(configuration().warnings());
            inForce.identity()
                    .problem()
                    .ifPresent(problem -> LOG.log(
                            Level.ERROR,
                            "{0}; until a reload finds it usable, SSL_GET is left out and its real servers count as up",
                            problem));
            return serve();
        }
    }

    private static void warn(List<Problem> warnings) {
        warnings.forEach(warning -> LOG.log(Level.WARNING, warning.toString()));
    }

    @SuppressWarnings("try") // the status server answers on its own
    private int serve() throws IOException {
        lockMemory();
        configuration().global().process().realTimePriority().ifPresent(Daemon::runInRealTime);
        obeySignals();
        try (ScriptRunner scripts = ScriptRunner.open(System.getenv(), SCRIPT_GRACE, supervisor)) {
            LifecycleScript.start(
                    scripts,
                    configuration().global().process(),
                    configuration().global().scripts());
            int status = runParts(scripts);
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
                "TERM", () -> orders.add(Order.STOP),
                "INT", () -> orders.add(Order.STOP),
                "HUP", () -> orders.add(Order.RELOAD),
                "USR1", () -> LOG.log(Level.INFO, INSTEAD_OF_DATA),
                "USR2", () -> LOG.log(Level.INFO, INSTEAD_OF_STATISTICS)));
        SignalDisposition.ignoreRealTime();
    }

    /** Parts are closed from the last to the first: so what the others do at their end is still told of. */
    @SuppressWarnings("try") // the status server answers on its own
    private int runParts(ScriptRunner scripts) throws IOException {
        EventStream stream =
                new EventStream(events, () -> configuration().global().routerId());
        supervisor.watch(heartbeat);
        heartbeat.beat();
        try (Watchdog watchdog = Watchdog.start(supervisor, systemd, hardEnd::now);
                Notifications notifications =
                        new Notifications(scripts, inForce.notificationSettings(), LAST_NOTIFICATIONS, supervisor);
                VrrpRunner vrrp = VrrpRunner.start(
                        line.journal(),
                        configuration().instances(),
                        configuration().statics(),
                        configuration().global().vrrp().startupDelay(),
                        configuration().global().process().realTimePriority(),
                        calendar,
                        events,
                        supervisor);
                BfdSessions sessions = BfdSessions.open(new Random(), supervisor);
                Tracking tracking = Tracking.open(scripts, sessions, calendar, events, vrrp::track, supervisor);
                Balancing balancing = new Balancing(
                        line.ipvsJournal(),
                        Daemon::isLocal,
                        events,
                        calendar,
                        scripts,
                        CheckTellers.files(
                                tracking.files(), () -> configuration().tracking()),
                        CheckTellers.sessions(sessions),
                        supervisor);
                ControlServer control = ControlServer.start(
                        line.controlSocket(),
                        new Orders(
                                        vrrp,
                                        new DrainOrders(balancing::balancer),
                                        configurationFile(),
                                        events,
                                        stream,
                                        calendar)
                                .byName(),
                        supervisor);
                StatusServer status = StatusServer.start(
                        line.statusSocket(), () -> StatusDocument.write(status(vrrp, balancing)), supervisor);
                WebPages web = WebPages.start(
                        line.http(), line.httpHosts(), () -> status(vrrp, balancing), stream, supervisor)) {
            events.listen(notifications);
            events.listen(balancing::happened);
            Parts parts = new Parts(vrrp, tracking, sessions, balancing, notifications);
            parts.configure(inForce);
            nameThreads();
            systemd.ready();
            LOG.log(Level.INFO, "{0} runs with {1}", Version.nameAndVersion(), line.file());
            events.happened(new AgentEvent.AgentStarted(calendar.instant(), Version.nameAndVersion()));
            return obey(parts);
        }
    }

    private void nameThreads() {
        ProcessNames names = configuration().global().process().names();
        threads.apply(started -> ThreadParts.name(started, names));
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

    private int obey(Parts parts) {
        while (true) {
            heartbeat.beat();
            Order order = nextOrder();
            if (order == null) {
                tick(parts);
                continue;
            }
            switch (order) {
                case RELOAD -> reload(parts);
                case STOP -> {
                    LOG.log(Level.INFO, "stopping: handing the VIPs over");
                    systemd.stopping();
                    events.happened(new AgentEvent.AgentStopping(calendar.instant()));
                    parts.vrrp().leave(); // the VIPs go first, and only then what answers behind them
                    return 0;
                }
                case FAIL -> {
                    return HardEnd.EXIT_CODE;
                }
            }
        }
    }

    private Order nextOrder() {
        try {
            return orders.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            return Order.STOP;
        }
    }

    private void tick(Parts parts) {
        if (!configuration().global().process().names().equals(ProcessNames.NONE)) {
            nameThreads(); // for those that have begun since
        }
        parts.balancing().addressesChanged(); // costs nothing where no virtual_server has ha_suspend
        String now = parts.vrrp().status().stream()
                        .map(instance -> instance.name() + " " + instance.state())
                        .collect(Collectors.joining(", "))
                + parts.balancing().problem().map(problem -> "; " + problem).orElse("");
        if (!now.equals(lastStatusLine)) {
            systemd.status(now);
            lastStatusLine = now;
        }
    }

    private void reload(Parts parts) {
        systemd.reloading();
        readAgainOrRefuse().ifPresent(next -> putInForce(parts, next));
        systemd.ready();
    }

    /** Nothing is changed here: whatever goes wrong, what is in force stays. */
    private Optional<LoadedConfiguration> readAgainOrRefuse() {
        try {
            return Optional.of(readAgain());
        } catch (ConfigurationException refused) {
            refused.problems().forEach(problem -> LOG.log(Level.ERROR, problem.toString()));
            refused(refused.problems().stream().map(Problem::toString).toList());
        } catch (KernelException failure) {
            LOG.log(Level.ERROR, failure.getMessage());
            refused(List.of(failure.getMessage()));
        } catch (RuntimeException fault) {
            LOG.log(Level.ERROR, "the file could not be read; this is a fault of aloftd, please report it", fault);
            refused(List.of(fault.toString()));
        }
        LOG.log(Level.ERROR, "{0} is refused; the configuration read before stays in force", line.file());
        return Optional.empty();
    }

    private void putInForce(Parts parts, LoadedConfiguration next) {
        try {
            warn(next.configuration().warnings());
            parts.notifications().configure(next.notificationSettings()); // before what it is to tell of
            parts.configure(next);
            List<String> changes = inForce.changesTo(next);
            inForce = next;
            nameThreads();
            LOG.log(Level.INFO, "read {0} again; it is in force", line.file());
            events.happened(new AgentEvent.ConfigurationReloaded(calendar.instant(), changes));
        } catch (KernelException refused) {
            LOG.log(Level.ERROR, refused.getMessage());
            LOG.log(Level.ERROR, "the configuration read before stays in force");
            parts.notifications().configure(inForce.notificationSettings());
            refused(List.of(refused.getMessage()));
        }
    }

    private LoadedConfiguration readAgain() throws ConfigurationException {
        Reading reading = ConfigurationReader.readWithPlaces(line.file(), line.surroundings());
        return LoadedConfiguration.again(reading, inForce);
    }

    private void refused(List<String> problems) {
        events.happened(new AgentEvent.ConfigurationRefused(calendar.instant(), problems));
    }

    private Orders.ConfigurationFile configurationFile() {
        return new Orders.ConfigurationFile() {
            @Override
            public List<String> changes() throws ConfigurationException {
                return inForce.changesTo(readAgain());
            }

            @Override
            public void reload() {
                orders.add(Order.RELOAD);
            }
        };
    }

    private AgentStatus status(VrrpRunner vrrp, Balancing balancing) {
        Configuration current = configuration();
        return new AgentStatus(
                Version.nameAndVersion(),
                ProcessHandle.current().pid(),
                started,
                calendar.instant(),
                current.file(),
                current.sha256().hex(),
                vrrp.explain(),
                balancing.status(),
                balancing.problem());
    }
}
