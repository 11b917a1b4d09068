package org.aloft.agent.log;

import java.util.ResourceBundle;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * A logger of {@code java.util.logging} under Java's common interface. {@link System#getLogger} gives the same, but
 * opens every library in search of another kind of logger first, and makes the log manager, when the class that logs is
 * loaded; this does so when something is to be told. Safe for any thread.
 */
public final class Log implements System.Logger {
    private final String name;
    private volatile Logger target; // not before it is needed

    private Log(String name) {
        this.name = name;
    }

    /** The logger of a class, by its full name. */
    public static System.Logger of(Class<?> teller) {
        return new Log(teller.getName());
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isLoggable(Level level) {
        return target().isLoggable(known(level));
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
        if (isLoggable(level)) {
            LogRecord made = made(level, bundle, message);
            made.setThrown(thrown);
            target().log(made);
        }
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
        if (isLoggable(level)) {
            LogRecord made = made(level, bundle, format);
            made.setParameters(parameters);
            target().log(made);
        }
    }

    private LogRecord made(Level level, ResourceBundle bundle, String message) {
        LogRecord made = new LogRecord(known(level), message);
        made.setLoggerName(name);
        made.setResourceBundle(bundle);
        return made;
    }

    /** Two threads that come at once find the same one. */
    private Logger target() {
        Logger known = target;
        if (known == null) {
            known = Logger.getLogger(name);
            target = known;
        }
        return known;
    }

    private static java.util.logging.Level known(Level level) {
        return switch (level) {
            case ALL -> java.util.logging.Level.ALL;
            case TRACE -> java.util.logging.Level.FINER;
            case DEBUG -> java.util.logging.Level.FINE;
            case INFO -> java.util.logging.Level.INFO;
            case WARNING -> java.util.logging.Level.WARNING;
            case ERROR -> java.util.logging.Level.SEVERE;
            case OFF -> java.util.logging.Level.OFF;
        };
    }
}
