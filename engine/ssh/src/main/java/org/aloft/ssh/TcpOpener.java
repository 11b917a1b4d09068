package org.aloft.ssh;

import java.time.Duration;

/** Opens TCP connections from a host to somewhere else: see {@link Connection#openTcp}. */
interface TcpOpener {
    TcpChannel open(String address, int port, Duration timeout) throws SshException;
}
