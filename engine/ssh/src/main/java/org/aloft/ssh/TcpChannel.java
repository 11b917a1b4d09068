package org.aloft.ssh;

import java.io.InputStream;
import java.io.OutputStream;

/** A TCP connection that starts at a remote host. One thread reads, one writes. */
public interface TcpChannel extends AutoCloseable {
    /** What the other end sends; ends with the connection. */
    InputStream input();

    /** What the other end shall get. */
    OutputStream output();

    @Override
    void close();
}
