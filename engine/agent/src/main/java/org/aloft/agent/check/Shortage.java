package org.aloft.agent.check;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.log.Log;
import org.aloft.agent.log.ToldOnce;

/**
 * This process or this host is out of descriptors or memory, which says nothing of any real server. Told once for all
 * checks. For the checks' thread.
 */
final class Shortage {
    private static final Logger LOG = Log.of(Shortage.class);

    /** EMFILE, ENFILE, ENOBUFS, ENOMEM in the words of glibc, which is all that Java keeps of them. */
    private static final Set<String> WORDS = Set.of(
            "too many open files",
            "too many open files in system",
            "no buffer space available",
            "cannot allocate memory");

    private final ToldOnce once = new ToldOnce();
    private final LongSupplier nanoTime;
    private final Consumer<String> teller;

    Shortage(LongSupplier nanoTime) {
        this(nanoTime, line -> LOG.log(Level.WARNING, "{0}", line));
    }

    Shortage(LongSupplier nanoTime, Consumer<String> teller) {
        this.nanoTime = nanoTime;
        this.teller = teller;
    }

    /** Whether this is why something failed. */
    static boolean isOurs(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KernelException refused && refused.errno().isShortage()) {
                return true;
            }
            if (cause instanceof IOException
                    && cause.getMessage() != null
                    && WORDS.contains(cause.getMessage().toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    /** A check could not be made. */
    void seen(String reason) {
        if (once.isNews(nanoTime.getAsLong())) {
            teller.accept("checks cannot be made: " + reason
                    + "; they are tried again, and real servers stay as they are meanwhile;"
                    + " look at LimitNOFILE of the unit, and at `free`");
        }
    }
}
