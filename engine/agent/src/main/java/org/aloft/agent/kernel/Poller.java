package org.aloft.agent.kernel;

import java.lang.ref.Reference;
import java.util.Arrays;

/**
 * Waits until a descriptor can be read, a moment has come, or another thread calls: the one place where the agent's event loop
 * sleeps. Built of poll(2), a timerfd for the moment (its resolution is the kernel's, not poll's millisecond) and an eventfd for
 * the call.
 *
 * <p>Moments are {@link System#nanoTime()}, which on Linux is CLOCK_MONOTONIC to the nanosecond; {@link #open} verifies it, since a
 * JVM that did otherwise would make the timer fire at the wrong time.
 *
 * <p>Thread rule: {@link #wakeUp()} from any thread at any time; everything else from the one thread that polls. Polling
 * allocates nothing.
 */
public final class Poller implements AutoCloseable {
    /** As a deadline: wait for a descriptor or a call alone. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    private static final String TRIED = "wait for events";
    private static final int CLOEXEC = SystemCalls.SOCK_CLOEXEC;
    private static final int NONBLOCK = SystemCalls.SOCK_NONBLOCK;
    private static final int TFD_TIMER_ABSTIME = 1;
    private static final int POLLIN = 0x1;
    private static final long NANOS = 1_000_000_000L;
    private static final int POLLFD = 8;
    private static final int WAKE = 0;
    private static final int TIMER = 1;
    private static final int FIRST_ADDED = 2;

    private final FileDescriptor event;
    private final FileDescriptor timer;
    private final NativeBuffer one = NativeBuffer.allocate(Long.BYTES);
    private final NativeBuffer counter = NativeBuffer.allocate(Long.BYTES);
    private final NativeBuffer timerSpec = NativeBuffer.allocate(4 * Long.BYTES);
    private int[] descriptors = {};
    private NativeBuffer pollTable;

    /** For each descriptor number its place in the table, or -1: numbers are small, and 255 instances ask at each wake-up. */
    private int[] places = {};

    private boolean closed;

    private Poller(FileDescriptor event, FileDescriptor timer) {
        this.event = event;
        this.timer = timer;
        one.bytes().putLong(0, 1);
        pollTable = table();
    }

    /**
     * A poller without descriptors.
     *
     * @throws KernelException out of descriptors
     */
    public static Poller open() {
        verifyClock();
        FileDescriptor event = new FileDescriptor(
                SystemCalls.check(SystemCalls.LIBC.eventfd(0, CLOEXEC | NONBLOCK), "eventfd", TRIED));
        try {
            FileDescriptor timer = new FileDescriptor(SystemCalls.check(
                    SystemCalls.LIBC.timerfd_create(SystemCalls.CLOCK_MONOTONIC, CLOEXEC | NONBLOCK),
                    "timerfd_create",
                    TRIED));
            return new Poller(event, timer);
        } catch (RuntimeException e) {
            event.close();
            throw e;
        }
    }

    private static void verifyClock() {
        NativeBuffer time = NativeBuffer.allocate(2 * Long.BYTES);
        long before = System.nanoTime();
        SystemCalls.check(
                SystemCalls.LIBC.clock_gettime(SystemCalls.CLOCK_MONOTONIC, time.pointer()), "clock_gettime", TRIED);
        long after = System.nanoTime();
        long kernel = time.bytes().getLong(0) * NANOS + time.bytes().getLong(Long.BYTES);
        if (kernel - before < 0 || after - kernel < 0) {
            throw new IllegalStateException("System.nanoTime of this JVM is not CLOCK_MONOTONIC: it said " + before
                    + " before the kernel said " + kernel + " and " + after + " after; run aloftd on OpenJDK");
        }
    }

    /** Waits for this descriptor, too, from the next {@link #poll} on. */
    public void add(int fd) {
        int[] more = Arrays.copyOf(descriptors, descriptors.length + 1);
        more[descriptors.length] = fd;
        descriptors = more;
        pollTable = table();
    }

    /** Forgets a descriptor; call it before closing that. */
    public void remove(int fd) {
        descriptors = Arrays.stream(descriptors).filter(other -> other != fd).toArray();
        pollTable = table();
    }

    private NativeBuffer table() {
        NativeBuffer table = NativeBuffer.allocate((FIRST_ADDED + descriptors.length) * POLLFD);
        put(table, WAKE, event.number());
        put(table, TIMER, timer.number());
        places = new int[Arrays.stream(descriptors).max().orElse(-1) + 1];
        Arrays.fill(places, -1);
        for (int i = 0; i < descriptors.length; i++) {
            put(table, FIRST_ADDED + i, descriptors[i]);
            places[descriptors[i]] = FIRST_ADDED + i;
        }
        return table;
    }

    /** {@code struct pollfd}: descriptor (4 bytes), wanted events (2), events that came (2). */
    private static void put(NativeBuffer table, int index, int fd) {
        table.bytes().putInt(index * POLLFD, fd).putShort(index * POLLFD + 4, (short) POLLIN);
    }

    /**
     * Waits. Returns when an added descriptor can be read or has failed, when the deadline has come (at once, if it is past), or
     * when {@link #wakeUp()} was called since the last return.
     *
     * @param deadlineNanos a moment of {@link System#nanoTime()}, or {@link #NO_DEADLINE}
     * @return how many of the added descriptors are ready; ask {@link #isReady} which
     * @throws KernelException poll failed for good
     */
    public int poll(long deadlineNanos) {
        arm(deadlineNanos);
        int entries = FIRST_ADDED + descriptors.length;
        try {
            int ready;
            do {
                ready = SystemCalls.LIBC.poll(pollTable.pointer(), entries, -1);
            } while (ready < 0 && SystemCalls.lastError() == Errno.EINTR);
            SystemCalls.check(ready, "poll", TRIED);
            return ready - clear(WAKE, event) - clear(TIMER, timer);
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** {@code struct itimerspec}: interval 0, then the moment as seconds and nanoseconds; 0 disarms, so the past is 1 ns. */
    private void arm(long deadlineNanos) {
        long moment = deadlineNanos == NO_DEADLINE ? 0 : Math.max(1, deadlineNanos);
        timerSpec.bytes().putLong(16, moment / NANOS).putLong(24, moment % NANOS);
        SystemCalls.check(
                SystemCalls.LIBC.timerfd_settime(timer.number(), TFD_TIMER_ABSTIME, timerSpec.pointer(), null),
                "timerfd_settime",
                TRIED);
    }

    private int clear(int index, FileDescriptor descriptor) {
        if (pollTable.bytes().getShort(index * POLLFD + 6) == 0) {
            return 0;
        }
        SystemCalls.LIBC.read(descriptor.number(), counter.pointer(), Long.BYTES);
        return 1;
    }

    /** Whether the last {@link #poll} found that this added descriptor can be read or has failed. */
    public boolean isReady(int fd) {
        int place = fd < places.length ? places[fd] : -1;
        return place >= 0 && pollTable.bytes().getShort(place * POLLFD + 6) != 0;
    }

    /** Ends the running {@link #poll}, or the next one. Harmless after {@link #close}. */
    public synchronized void wakeUp() {
        if (!closed) {
            SystemCalls.LIBC.write(event.number(), one.pointer(), Long.BYTES);
        }
    }

    /** Frees the poller's own descriptors; the added ones stay open. */
    @Override
    public synchronized void close() {
        closed = true;
        event.close();
        timer.close();
    }
}
