package org.aloft.agent.run;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Optional;
import org.aloft.agent.command.CommandLine;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.config.language.Reading;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.event.Events;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.process.NetworkNamespace;
import org.aloft.agent.kernel.process.SystemdNotifier;
import org.aloft.agent.log.Log;
import org.aloft.agent.log.LogWriter;
import org.aloft.agent.thread.AfterFailure;
import org.aloft.agent.thread.Supervisor;

/**
 * The process of a daemon: reads the file, sees that it is the only one, runs it, and says what becomes of the process
 * when that has ended or failed. What runs is started by {@link Startup}, and obeys by the {@link MainThread}.
 */
public final class Daemon {
    private static final Logger LOG = Log.of(Daemon.class);

    /** Kept for {@code aloftd events} and the event stream. */
    private static final int EVENTS_TO_REMEMBER = 256;

    private final CommandLine line;
    private final ConfigurationInForce inForce;
    private final SystemdNotifier systemd;
    private final Supervisor supervisor = new Supervisor(this::failed);
    private final HardEnd hardEnd;
    private final MainThread main;
    private final Startup startup;

    private Daemon(CommandLine line, LoadedConfiguration first, Runnable flushLog) {
        this.line = line;
        InstantSource calendar = InstantSource.system();
        Events events = new Events(EVENTS_TO_REMEMBER);
        inForce = new ConfigurationInForce(line, events, calendar, first);
        systemd = SystemdNotifier.fromEnvironment(
                System.getenv(), ProcessHandle.current().pid());
        hardEnd = new HardEnd(systemd.isListening(), flushLog);
        main = new MainThread(systemd, inForce, events, calendar);
        startup = new Startup(line, inForce, events, calendar, systemd, supervisor, hardEnd, main);
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
            main.fail();
        }
    }

    @SuppressWarnings("try") // the lock is held, not used
    private int run() throws IOException {
        try (systemd;
                RunLock lock = RunLock.take(line.lock())) {
            line.notes().forEach(note -> LOG.log(Level.WARNING, note));
            inForce.configuration().warnings().forEach(warning -> LOG.log(Level.WARNING, warning.toString()));
            inForce.loaded()
                    .identity()
                    .problem()
                    .ifPresent(problem -> LOG.log(
                            Level.ERROR,
                            "{0}; until a reload finds it usable, SSL_GET is left out and its real servers count as up",
                            problem));
            return startup.run();
        }
    }
}
