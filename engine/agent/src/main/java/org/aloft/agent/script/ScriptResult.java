package org.aloft.agent.script;

/** How a program ended. The output is what it wrote to stdout and stderr: all of it, or the beginning and the end. */
public sealed interface ScriptResult {
    /** For a log: such as {@code exit status 3}. */
    String summary();

    /** What it wrote, without the line break at the end; empty if nothing. */
    String output();

    /** Whether it ended by itself with exit status 0. */
    default boolean good() {
        return false;
    }

    /**
     * It ended by itself.
     *
     * @param code its exit status, 0..255
     */
    record Exited(int code, String output) implements ScriptResult {
        @Override
        public String summary() {
            return "exit status " + code;
        }

        @Override
        public boolean good() {
            return code == 0;
        }
    }

    /**
     * A signal ended it: somebody's on this host, or that of {@link RunningScript#stop()}.
     *
     * @param signal the signal's number
     */
    record Signalled(int signal, String output) implements ScriptResult {
        @Override
        public String summary() {
            return "ended by signal " + signal;
        }
    }

    /** It ran for too long and was ended. */
    record TimedOut(String output) implements ScriptResult {
        @Override
        public String summary() {
            return "took too long and was ended";
        }
    }

    /**
     * It never ran.
     *
     * @param message why, and the way out
     * @param shortage whether this host was out of descriptors, memory or processes, and the program is not to blame
     */
    record CouldNotStart(String message, boolean shortage) implements ScriptResult {
        /** The program is to blame, or what the file says of it. */
        public CouldNotStart(String message) {
            this(message, false);
        }

        @Override
        public String summary() {
            return message;
        }

        @Override
        public String output() {
            return "";
        }
    }
}
