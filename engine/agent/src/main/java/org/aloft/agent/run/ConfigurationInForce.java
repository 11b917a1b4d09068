package org.aloft.agent.run;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.command.CommandLine;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Problem;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.EventSink;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.log.Log;

/**
 * What the parts follow, and the file that it is read from, again at each reload. {@link #begin} and {@link #reload}
 * are for the main thread, the rest for any.
 */
final class ConfigurationInForce {
    private static final Logger LOG = Log.of(ConfigurationInForce.class);

    private final CommandLine line;
    private final EventSink events;
    private final InstantSource calendar;
    private volatile LoadedConfiguration loaded;

    /**
     * The first one.
     *
     * @param line names the file
     * @param events is told what became of each reload
     */
    ConfigurationInForce(CommandLine line, EventSink events, InstantSource calendar, LoadedConfiguration first) {
        this.line = line;
        this.events = events;
        this.calendar = calendar;
        this.loaded = first;
    }

    LoadedConfiguration loaded() {
        return loaded;
    }

    Configuration configuration() {
        return loaded.configuration();
    }

    /**
     * What a reload would change, one line each.
     *
     * @throws ConfigurationException it would be refused
     */
    List<String> changes() throws ConfigurationException {
        return loaded.changesTo(readAgain());
    }

    private LoadedConfiguration readAgain() throws ConfigurationException {
        return LoadedConfiguration.again(ConfigurationReader.readWithPlaces(line.file(), line.surroundings()), loaded);
    }

    /** Puts the first one in force. */
    void begin(Changeover<LoadedConfiguration> parts) {
        parts.begin(loaded);
    }

    /**
     * Reads the file again and puts it in force; if it has a mistake, or a part cannot follow it, all stays as it is.
     */
    void reload(Changeover<LoadedConfiguration> parts) {
        readOrRefuse().ifPresent(next -> change(parts, next));
    }

    private Optional<LoadedConfiguration> readOrRefuse() {
        try {
            return Optional.of(readAgain());
        } catch (ConfigurationException mistakes) {
            refuse(mistakes.problems().stream().map(Problem::toString).toList(), List.of());
        } catch (KernelException failure) {
            refuse(List.of(failure.getMessage()), List.of());
        } catch (RuntimeException fault) {
            LOG.log(Level.ERROR, "the file could not be read; this is a fault of aloftd, please report it", fault);
            refuse(List.of(fault.toString()), List.of());
        }
        return Optional.empty();
    }

    private void change(Changeover<LoadedConfiguration> parts, LoadedConfiguration next) {
        next.configuration().warnings().forEach(warning -> LOG.log(Level.WARNING, warning.toString()));
        Optional<Refusal> refusal = parts.change(loaded, next);
        if (refusal.isPresent()) {
            refuse(refusal.get());
            return;
        }
        List<String> changes = loaded.changesTo(next);
        loaded = next;
        LOG.log(Level.INFO, "read {0} again; it is in force", line.file());
        events.happened(new AgentEvent.ConfigurationReloaded(calendar.instant(), changes));
    }

    private void refuse(Refusal refusal) {
        refusal.faults()
                .forEach(fault ->
                        LOG.log(Level.ERROR, "a fault of aloftd while it changed over, please report it", fault));
        refuse(refusal.problems(), List.copyOf(refusal.unrestored().keySet()));
    }

    private void refuse(List<String> problems, List<String> unrestored) {
        AgentEvent.ConfigurationRefused refused =
                new AgentEvent.ConfigurationRefused(calendar.instant(), problems, unrestored);
        problems.forEach(problem -> LOG.log(Level.ERROR, problem));
        LOG.log(Level.ERROR, "{0} is refused; {1}", line.file(), refused.outcome());
        events.happened(refused);
    }
}
