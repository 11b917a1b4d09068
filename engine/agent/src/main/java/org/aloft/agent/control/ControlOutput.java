package org.aloft.agent.control;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * A command's output to its client, unbuffered, line by line. Thread-safe.
 *
 * <p>On the socket each line begins with a letter that says where it belongs: {@code o} to the standard output, {@code
 * e} to the standard error, {@code k} says nothing but that the order goes on, {@code x} is the exit code and the end.
 */
public final class ControlOutput {
    static final char PRINT = 'o';
    static final char ERROR = 'e';
    static final char KEEP_ALIVE = 'k';
    static final char EXIT = 'x';

    private final Writer writer;
    private boolean gone;

    ControlOutput(Writer writer) {
        this.writer = new BufferedWriter(writer);
    }

    /** To the standard output; text of several lines is sent as such. */
    public void print(String text) {
        text.lines().forEach(line -> send(PRINT, line));
    }

    /** To the standard error. */
    public void error(String text) {
        text.lines().forEach(line -> send(ERROR, line));
    }

    /** Writes nothing visible, but finds out whether the client is still there. */
    public void keepAlive() {
        send(KEEP_ALIVE, "");
    }

    void exit(int code) {
        send(EXIT, Integer.toString(code));
    }

    /** Whether the client is gone: a command that never ends by itself stops then. */
    public synchronized boolean isGone() {
        return gone;
    }

    private synchronized void send(char kind, String line) {
        if (gone) {
            return;
        }
        try {
            writer.write(kind);
            writer.write(line);
            writer.write('\n');
            writer.flush();
        } catch (IOException left) {
            gone = true;
        }
    }
}
