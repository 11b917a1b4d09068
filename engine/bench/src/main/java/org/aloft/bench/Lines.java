package org.aloft.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.function.Consumer;

/** The lines that a process prints, each handed on as it comes. */
final class Lines {
    private Lines() {}

    /**
     * Follows them in a thread of its own, which ends with the process.
     *
     * @param each called from that thread
     */
    static void follow(Process process, String name, Consumer<String> each) {
        BufferedReader reader = process.inputReader();
        Thread thread = new Thread(() -> read(reader, each), name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void read(BufferedReader reader, Consumer<String> each) {
        try {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                each.accept(line);
            }
        } catch (IOException ended) {
            // the process has ended
        }
    }
}
