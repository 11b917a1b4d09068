package org.aloft.agent.kernel.process;

import java.io.File;
import java.lang.ref.Reference;
import java.util.Arrays;
import org.aloft.agent.kernel.Errno;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.SystemCalls;

/**
 * Keeps the kernel from making this process wait: for memory that was swapped out, or for other processes to use up
 * their turn. Both can be refused ({@code RLIMIT_MEMLOCK}, {@code RLIMIT_RTPRIO}, missing CAP_IPC_LOCK or
 * CAP_SYS_NICE); the service then runs on without, so catch the exception and report it. Thread-safe.
 */
public final class RealTime {
    private static final int MCL_CURRENT = 1;
    private static final int MCL_FUTURE = 2;
    private static final int MCL_ONFAULT = 4;
    private static final int SCHED_RR = 2;
    private static final int SCHED_RESET_ON_FORK = 0x4000_0000;
    private static final int PRIORITY_MAX = 99;

    private RealTime() {}

    /**
     * Locks every page into memory once it has been used (MCL_ONFAULT: the reserved but unused heap costs nothing).
     *
     * @throws KernelException the kernel refused
     */
    public static void lockMemory() {
        String tried = "lock memory";
        int result = SystemCalls.LIBC.mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT);
        if (result < 0) {
            throw new KernelException(
                    "mlockall",
                    Errno.of(SystemCalls.lastError()),
                    tried,
                    "",
                    "set LimitMEMLOCK=infinity in the unit, or give it CAP_IPC_LOCK; until then adverts may be late when memory is short");
        }
    }

    /**
     * Lets every thread of this process run before all that is not real-time, and those that they start as well: a
     * garbage collection or a compiler that waits for its turn would hold up a thread that is real-time all by itself.
     * Processes that are started are not real-time ({@link ChildProcess} sees to that).
     *
     * @param priority 1 to 99; higher goes first
     * @throws KernelException the kernel refused; some threads may be real-time then
     */
    public static void scheduleProcess(int priority) {
        for (int thread : threads()) {
            schedule(thread, SCHED_RR, priority);
        }
    }

    private static int[] threads() {
        String[] names = new File("/proc/self/task").list();
        return Arrays.stream(names == null ? new String[0] : names)
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    /**
     * Lets the calling thread run before all that is not real-time. Threads and processes that it starts are not
     * real-time.
     *
     * @param priority 1 to 99; higher goes first
     * @throws KernelException the kernel refused
     */
    public static void schedule(int priority) {
        schedule(0, SCHED_RR | SCHED_RESET_ON_FORK, priority);
    }

    private static void schedule(int thread, int policy, int priority) {
        if (priority < 1 || priority > PRIORITY_MAX) {
            throw new IllegalArgumentException("a real-time priority must be 1.." + PRIORITY_MAX + ": " + priority);
        }
        NativeBuffer parameter = NativeBuffer.ofInt(priority);
        try {
            int result = SystemCalls.LIBC.sched_setscheduler(thread, policy, parameter.pointer());
            int error = result < 0 ? SystemCalls.lastError() : 0;
            if (error != 0 && error != Errno.ESRCH) { // a thread may have ended since it was listed
                throw new KernelException(
                        "sched_setscheduler",
                        Errno.of(error),
                        "run in real time at priority " + priority,
                        "",
                        "set LimitRTPRIO=" + priority
                                + " in the unit, or give it CAP_SYS_NICE; until then adverts may be late when the host is busy");
            }
        } finally {
            Reference.reachabilityFence(parameter);
        }
    }
}
