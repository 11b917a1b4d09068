package org.aloft.agent.kernel;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aloft.agent.thread.Sleep;

/**
 * Waits until a descriptor can be read, a moment has come, or another thread calls: the one place where the agent's
 * event loop sleeps. Built of epoll(7), whose cost does not grow with the number of descriptors as poll's does, a
 * timerfd for the moment (its resolution is the kernel's, not epoll's millisecond) and an eventfd for the call.
 *
 * <p>Moments are {@link System#nanoTime()}, which on Linux is CLOCK_MONOTONIC to the nanosecond; {@link #open} verifies
 * it, since a JVM that did otherwise would make the timer fire at the wrong time.
 *
 * <p>Thread rule: {@link #wakeUp()} from any thread at any time; everything else from the one thread that polls.
 * Polling allocates nothing.
 */
public final class Poller implements Sleep, AutoCloseable {
    private static final long NOT_ARMED = -1;
    private static final String TRIED = "wait for events";
    private static final int CLOEXEC = SystemCalls.SOCK_CLOEXEC;
    private static final int NONBLOCK = SystemCalls.SOCK_NONBLOCK;
    private static final int TFD_TIMER_ABSTIME = 1;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int EPOLLIN = 0x1;
    private static final long NANOS = 1_000_000_000L;

    /**
     * {@code struct epoll_event}: events (4 bytes), data (8), of which the descriptor takes the lower 4. It is packed
     * on x86-64 alone (sys/epoll.h).
     */
    private static final int DATA = System.getProperty("os.arch").equals("amd64") ? 4 : 8;

    private static final int EVENT = DATA + Long.BYTES;

    private final FileDescriptor epoll;
    private final FileDescriptor event;
    private final FileDescriptor timer;
    private final NativeBuffer one = NativeBuffer.allocate(Long.BYTES);
    private final NativeBuffer counter = NativeBuffer.allocate(Long.BYTES);
    private final NativeBuffer timerSpec = NativeBuffer.allocate(4 * Long.BYTES);
    private final NativeBuffer change = NativeBuffer.allocate(EVENT);
    private NativeBuffer events = NativeBuffer.allocate(2 * EVENT);

    /** The event's, the timer's, and those that were added. */
    private int watched;

    /** By number, which added descriptors are ready: numbers are small, and 255 instances ask at each wake-up. */
    private boolean[] ready = {};

    private boolean anyReady;
    private long armed = NOT_ARMED;
    private boolean closed;

    private Poller(FileDescriptor epoll, FileDescriptor event, FileDescriptor timer) {
        this.epoll = epoll;
        this.event = event;
        this.timer = timer;
        one.bytes().putLong(0, 1);
        add(event.number());
        add(timer.number());
    }

    /**
     * A poller without descriptors.
     *
     * @throws KernelException out of descriptors
     */
    public static Poller open() {
        verifyClock();
        List<FileDescriptor> open = new ArrayList<>();
        try {
            open.add(opened(SystemCalls.LIBC.epoll_create1(CLOEXEC), "epoll_create1"));
            open.add(opened(SystemCalls.LIBC.eventfd(0, CLOEXEC | NONBLOCK), "eventfd"));
            open.add(opened(
                    SystemCalls.LIBC.timerfd_create(SystemCalls.CLOCK_MONOTONIC, CLOEXEC | NONBLOCK),
                    "timerfd_create"));
            return new Poller(open.get(0), open.get(1), open.get(2));
        } catch (RuntimeException e) {
            open.forEach(FileDescriptor::close);
            throw e;
        }
    }

    private static FileDescriptor opened(int result, String syscall) {
        return new FileDescriptor(SystemCalls.check(result, syscall, TRIED));
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

    /**
     * Waits for this descriptor, too, from the next {@link #poll} on.
     *
     * @throws KernelException it is none that can be waited for, or was added before
     */
    public void add(int fd) {
        change.bytes().putInt(0, EPOLLIN).putInt(DATA, fd);
        SystemCalls.check(
                SystemCalls.LIBC.epoll_ctl(epoll.number(), EPOLL_CTL_ADD, fd, change.pointer()), "epoll_ctl", TRIED);
        watched++;
        if (watched * EVENT > events.bytes().capacity()) {
            events = NativeBuffer.allocate(2 * watched * EVENT);
        }
        if (fd >= ready.length) {
            ready = Arrays.copyOf(ready, 2 * fd + 1);
        }
    }

    /**
     * Forgets a descriptor; call it before closing that.
     *
     * @throws KernelException it was not added
     */
    public void remove(int fd) {
        SystemCalls.check(SystemCalls.LIBC.epoll_ctl(epoll.number(), EPOLL_CTL_DEL, fd, null), "epoll_ctl", TRIED);
        watched--;
        ready[fd] = false;
    }

    /**
     * Waits. Returns when an added descriptor can be read or has failed, when the deadline has come (at once, if it is
     * past), or when {@link #wakeUp()} was called since the last return.
     *
     * @param deadlineNanos a moment of {@link System#nanoTime()}, or {@link Deadline#NEVER}
     * @return how many of the added descriptors are ready; ask {@link #isReady} which
     * @throws KernelException epoll_wait failed for good
     */
    public int poll(long deadlineNanos) {
        arm(deadlineNanos);
        Arrays.fill(ready, false);
        try {
            int count;
            do {
                count = SystemCalls.LIBC.epoll_wait(epoll.number(), events.pointer(), watched, -1);
            } while (count < 0 && SystemCalls.lastError() == Errno.EINTR);
            int added = take(SystemCalls.check(count, "epoll_wait", TRIED));
            anyReady = added > 0;
            return added;
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /**
     * {@code struct itimerspec}: interval 0, then the moment as seconds and nanoseconds; 0 disarms, so the past is 1
     * ns.
     */
    private void arm(long deadlineNanos) {
        long moment = deadlineNanos == Deadline.NEVER ? 0 : Math.max(1, deadlineNanos);
        if (moment == armed) {
            return;
        }
        timerSpec.bytes().putLong(16, moment / NANOS).putLong(24, moment % NANOS);
        SystemCalls.check(
                SystemCalls.LIBC.timerfd_settime(timer.number(), TFD_TIMER_ABSTIME, timerSpec.pointer(), null),
                "timerfd_settime",
                TRIED);
        armed = moment;
    }

    /**
     * A timer that fired need not be read: to arm it again is enough (timerfd_create(2): its count then begins anew).
     */
    private int take(int count) {
        int added = 0;
        for (int i = 0; i < count; i++) {
            int fd = events.bytes().getInt(i * EVENT + DATA);
            if (fd == timer.number()) {
                armed = NOT_ARMED;
            } else if (fd == event.number()) {
                SystemCalls.LIBC.read(fd, counter.pointer(), Long.BYTES);
            } else {
                ready[fd] = true;
                added++;
            }
        }
        return added;
    }

    @Override
    public void until(long deadline) {
        int unused = poll(deadline);
    }

    /** Whether the last {@link #poll} found that any added descriptor can be read or has failed. */
    public boolean isAnyReady() {
        return anyReady;
    }

    /** Whether the last {@link #poll} found that this added descriptor can be read or has failed. */
    public boolean isReady(int fd) {
        return fd < ready.length && ready[fd];
    }

    /** Harmless after {@link #close}. */
    @Override
    public synchronized void wakeUp() {
        if (!closed) {
            SystemCalls.LIBC.write(event.number(), one.pointer(), Long.BYTES);
        }
    }

    /** Frees the poller's own descriptors; the added ones stay open. */
    @Override
    public synchronized void close() {
        closed = true;
        epoll.close();
        event.close();
        timer.close();
    }
}
