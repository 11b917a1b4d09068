package org.aloft.agent.run;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import org.aloft.agent.kernel.SystemInterface;
import org.aloft.agent.log.LogWriter;

/**
 * Slow start-up work that does not depend on the configuration, done on another thread while that is read. Whoever
 * needs it earlier waits. What fails here fails again, and is reported, where it is first used.
 */
public final class Preparation {
    private Preparation() {}

    /** Starts it and returns at once. */
    public static void begin() {
        Thread thread = new Thread(Preparation::run, "prepare");
        thread.setUncaughtExceptionHandler((ended, failure) -> {});
        thread.setDaemon(true);
        thread.start();
    }

    private static void run() {
        prepareUnixSockets(); // first, since what follows needs the log manager, which the main thread makes meanwhile
        SystemInterface.load();
        LogWriter.prepare();
    }

    /**
     * Before the first one Java looks for its sources of random numbers, in case it had to make up a name for a socket.
     */
    private static void prepareUnixSockets() {
        try {
            ServerSocketChannel.open(StandardProtocolFamily.UNIX).close();
        } catch (IOException told) {
            return; // when the first one that matters is opened
        }
    }
}
