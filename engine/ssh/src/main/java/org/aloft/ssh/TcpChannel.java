package org.aloft.ssh;

import java.io.InputStream;
import java.io.OutputStream;

/** A TCP connection that starts at a remote host. One thread reads, one writes. */
public interface TcpChannel extends AutoCloseable {
    /** Bytes from the other end; ends with the connection. */
    InputStream input();

    /** Bytes to the other end. */
    OutputStream output();

    @Override
    void close();
}
