package org.aloft.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A byte pipe between a thread that must not block and one that may. Unlike the JDK's pipes it wakes its reader at
 * once, and does not care which threads are alive.
 *
 * <p>Any thread may write and any may read. A writer waits only while {@link #CAPACITY} bytes are unread.
 */
final class ByteQueue {
    /** Unread bytes at which a writer begins to wait: eight windows of a channel. */
    static final int CAPACITY = 1 << 20;

    private byte[] bytes = new byte[8192];
    private int first;
    private int unread;
    private boolean ended;
    private boolean closed;
    private Duration readTimeout = Duration.ZERO;

    /** The reader's end. Closing it discards what is unread and all that follows. */
    InputStream input() {
        return new Input();
    }

    /** The writer's end. Closing it ends the reader's stream once all has been read. */
    OutputStream output() {
        return new Output();
    }

    /** How long a read may wait before it ends with a {@link SocketTimeoutException}; zero: forever. */
    synchronized void readTimeout(Duration timeout) {
        readTimeout = timeout;
        notifyAll();
    }

    private synchronized void put(byte[] source, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            while (unread == CAPACITY && !closed) {
                await(0);
            }
            if (closed) {
                return;
            }
            int count = Math.min(left, CAPACITY - unread);
            makeRoom(count);
            System.arraycopy(source, from, bytes, first + unread, count);
            unread += count;
            from += count;
            left -= count;
            notifyAll();
        }
    }

    private void makeRoom(int count) {
        if (first + unread + count <= bytes.length) {
            return;
        }
        byte[] roomier = unread + count <= bytes.length ? bytes : new byte[Integer.highestOneBit(unread + count) << 1];
        System.arraycopy(bytes, first, roomier, 0, unread);
        bytes = roomier;
        first = 0;
    }

    private synchronized int take(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        long deadline = System.nanoTime() + readTimeout.toNanos();
        while (unread == 0 && !ended && !closed) {
            long left = deadline - System.nanoTime();
            if (!readTimeout.isZero() && left <= 0) {
                throw new SocketTimeoutException("nothing came for " + readTimeout.toMillis() + " ms");
            }
            await(readTimeout.isZero() ? 0 : left);
        }
        if (closed) {
            throw new IOException("the stream is closed");
        }
        if (unread == 0) {
            return -1;
        }
        int count = Math.min(length, unread);
        System.arraycopy(bytes, first, target, offset, count);
        first += count;
        unread -= count;
        if (unread == 0) {
            first = 0;
        }
        notifyAll();
        return count;
    }

    @SuppressWarnings("WaitNotInLoop") // the callers loop
    private void await(long nanos) throws IOException {
        try {
            if (nanos == 0) {
                wait();
            } else {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(nanos, 1_000_000));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException) new InterruptedIOException("interrupted").initCause(interrupted);
        }
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    private synchronized void close() {
        closed = true;
        unread = 0;
        notifyAll();
    }

    private synchronized int count() {
        return unread;
    }

    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return take(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return take(target, offset, length);
        }

        @Override
        public int available() {
            return count();
        }

        @Override
        public void close() {
            ByteQueue.this.close();
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            put(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            put(source, offset, length);
        }

        @Override
        public void close() {
            end();
        }
    }
}
