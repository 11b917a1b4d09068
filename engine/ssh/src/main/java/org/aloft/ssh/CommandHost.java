package org.aloft.ssh;

import java.io.IOException;

/** Where commands run: a host that SSH has reached, or this machine. Safe for use by several threads. */
interface CommandHost {
    /**
     * A channel for one command; nothing has been asked of the host yet.
     *
     * @throws IOException when the connection is down
     */
    CommandChannel newChannel() throws IOException;

    /** Who is logged in. */
    String user();

    /** Whether it can still be used, as far as is known. */
    boolean isConnected();

    /** Ends the connection. */
    void disconnect();
}
