package org.aloft.agent;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.aloft.agent.kernel.SystemInterface;

/**
 * What takes long at a start and needs nothing of the configuration, done on a thread of its own while that is read. Whoever needs it
 * earlier waits. What fails in there fails again, and is told, where it is first used.
 */
final class Preparation {
    private Preparation() {}

    /** Begins it, and returns at once. */
    static void begin() {
        Thread thread = new Thread(Preparation::run, "prepare");
        thread.setUncaughtExceptionHandler((ended, failure) -> {});
        thread.setDaemon(true);
        thread.start();
    }

    private static void run() {
        try {
            byte[] unused = MessageDigest.getInstance("SHA-256").digest(new byte[1]); // each file that is read gets one
        } catch (NoSuchAlgorithmException missing) {
            return;
        }
        SystemInterface.load();
        LogWriter.prepare();
    }
}
