package org.aloft.ssh;

/** A host could not be reached or used: which one, why, and how to fix it. Never holds a secret. */
public final class SshException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What went wrong, for machines. */
    public enum Kind {
        /** No route, no name, or nothing listens. */
        UNREACHABLE,
        /** The host's key is not in known_hosts. */
        HOST_KEY_UNKNOWN,
        /** The host's key differs from the one in known_hosts. */
        HOST_KEY_CHANGED,
        /** Neither key, agent nor password was accepted. */
        AUTHENTICATION,
        /** The user may not become root. */
        NO_SUDO,
        /** No answer within the deadline. */
        TIMEOUT,
        /** The target of a {@code direct-tcpip} channel refused the connection. */
        REFUSED,
        /** A file could not be written on the host: disk full, read-only. */
        WRITE_FAILED,
        /** The connection broke while in use, or output did not arrive whole. */
        LOST,
        /** A setting that cannot work: an unreadable key file, say. */
        SETTINGS
    }

    private final Kind kind;
    private final String host;
    private final String fix;

    /**
     * @param kind what went wrong
     * @param host the host's name in the inventory
     * @param message what happened, where
     * @param fix what to do, with the very command where there is one
     * @param cause the library's exception, or null
     */
    public SshException(Kind kind, String host, String message, String fix, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.host = host;
        this.fix = fix;
    }

    /** What went wrong, for machines. */
    public Kind kind() {
        return kind;
    }

    /** The host's name in the inventory. */
    public String host() {
        return host;
    }

    /** What to do about it. */
    public String fix() {
        return fix;
    }
}
