package org.aloft.agent.kernel.process;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.kernel.DescriptorReserve;
import org.aloft.agent.kernel.Errno;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.Poller;
import org.aloft.agent.kernel.SystemCalls;

/**
 * A process that this one started, for an event loop: both its end and its output are descriptors that a {@link Poller}
 * can wait for, so that one thread serves any number. (Java's own {@code Process} needs a thread for each, and can
 * neither make a session nor signal a group.)
 *
 * <p>The process leads a session and a process group of its own, whose number is its process number; stdin is
 * /dev/null, stdout and stderr are one pipe, no other descriptor of ours is open in it, no signal is blocked or
 * ignored, and it is never real-time. Needs glibc 2.34 and Linux 5.3.
 *
 * <p>Not safe for several threads: whoever starts it, uses it.
 */
public final class ChildProcess implements AutoCloseable {
    /** SIGKILL. */
    public static final int KILL = 9;

    /** SIGTERM. */
    public static final int TERMINATE = 15;

    private static final int O_RDONLY = 0;
    private static final int O_NONBLOCK = 0x800;
    private static final int F_SETFL = 4;
    private static final int FIRST_AFTER_STDERR = 3;

    /** Roomy: glibc's structures have 336, 80 and 128 bytes. */
    private static final int STRUCTURE = 512;

    /** POSIX_SPAWN_SETSIGDEF, SETSIGMASK, SETSCHEDULER (to SCHED_OTHER, the attributes' default), SETSID. */
    private static final short FLAGS = 0x04 | 0x08 | 0x20 | 0x80;

    private static final long PIDFD_OPEN = 434;
    private static final int INFORMATION = 128;
    private static final int P_PID = 1;
    private static final int WNOHANG = 1;
    private static final int WEXITED = 4;
    private static final int WNOWAIT = 0x0100_0000;
    private static final int CLD_EXITED = 1;
    private static final int READ_SIZE = 65_536;

    private final int pid;
    private final FileDescriptor exit;
    private final FileDescriptor output;
    private final NativeBuffer information = NativeBuffer.allocate(INFORMATION);
    private boolean reaped;

    private ChildProcess(int pid, FileDescriptor exit, FileDescriptor output) {
        this.pid = pid;
        this.exit = exit;
        this.output = output;
    }

    /**
     * How a process ended.
     *
     * @param bySignal whether a signal ended it
     * @param number the signal, or else the exit status
     */
    public record Ending(boolean bySignal, int number) {}

    /**
     * Starts a program. Returns when the kernel has begun to execute it.
     *
     * @param words the program, by path or by a name to be found on our PATH, and its arguments
     * @param environment all of its environment
     * @throws KernelException it is not there, not executable, or resources are short
     */
    public static ChildProcess start(List<String> words, Map<String, String> environment) {
        String tried = "run " + words.get(0);
        NativeBuffer pipe = NativeBuffer.allocate(2 * Integer.BYTES);
        SystemCalls.check(ProcessCalls.LIBC.pipe2(pipe.pointer(), SystemCalls.SOCK_CLOEXEC), "pipe2", tried);
        FileDescriptor output = new FileDescriptor(pipe.bytes().getInt(0));
        try (FileDescriptor input = new FileDescriptor(pipe.bytes().getInt(Integer.BYTES))) {
            DescriptorReserve.requireOutside(output, tried);
            DescriptorReserve.requireOutside(input, tried);
            // Only our end is non-blocking: programs do not expect EAGAIN on stdout.
            SystemCalls.check(ProcessCalls.LIBC.fcntl(output.number(), F_SETFL, O_NONBLOCK), "fcntl", tried);
            int pid = spawn(words, environment, input.number(), tried);
            return new ChildProcess(pid, exitOf(pid, tried), output);
        } catch (RuntimeException failure) {
            output.close();
            throw failure;
        }
    }

    private static int spawn(List<String> words, Map<String, String> environment, int stdout, String tried) {
        NativeBuffer actions = NativeBuffer.allocate(STRUCTURE);
        NativeBuffer attributes = NativeBuffer.allocate(STRUCTURE);
        NativeBuffer signals = NativeBuffer.allocate(STRUCTURE);
        NativeBuffer pid = NativeBuffer.allocate(Integer.BYTES);
        NativeStrings arguments = NativeStrings.of(words);
        NativeStrings variables = NativeStrings.of(environment.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList());
        ProcessCalls.ProcessLibc libc = ProcessCalls.LIBC;
        check(libc.posix_spawn_file_actions_init(actions.pointer()), tried);
        check(libc.posix_spawnattr_init(attributes.pointer()), tried);
        try {
            check(libc.posix_spawn_file_actions_addopen(actions.pointer(), 0, "/dev/null", O_RDONLY, 0), tried);
            check(libc.posix_spawn_file_actions_adddup2(actions.pointer(), stdout, 1), tried);
            check(libc.posix_spawn_file_actions_adddup2(actions.pointer(), stdout, 2), tried);
            // Java's sockets are not close-on-exec: a script that lives on would keep the status port taken.
            check(libc.posix_spawn_file_actions_addclosefrom_np(actions.pointer(), FIRST_AFTER_STDERR), tried);
            check(libc.posix_spawnattr_setflags(attributes.pointer(), FLAGS), tried);
            libc.sigemptyset(signals.pointer());
            check(libc.posix_spawnattr_setsigmask(attributes.pointer(), signals.pointer()), tried);
            libc.sigfillset(signals.pointer());
            check(libc.posix_spawnattr_setsigdefault(attributes.pointer(), signals.pointer()), tried);
            check(
                    libc.posix_spawnp(
                            pid.pointer(),
                            words.get(0),
                            actions.pointer(),
                            attributes.pointer(),
                            arguments.pointer(),
                            variables.pointer()),
                    tried);
            return pid.bytes().getInt(0);
        } finally {
            libc.posix_spawn_file_actions_destroy(actions.pointer());
            libc.posix_spawnattr_destroy(attributes.pointer());
            Reference.reachabilityFence(actions);
            Reference.reachabilityFence(attributes);
            Reference.reachabilityFence(signals);
            Reference.reachabilityFence(arguments);
            Reference.reachabilityFence(variables);
            Reference.reachabilityFence(pid);
        }
    }

    private static void check(int error, String tried) {
        if (error != 0) {
            throw new KernelException(
                    "posix_spawn", Errno.of(error), tried, SystemCalls.errorText(error), wayOut(error));
        }
    }

    private static String wayOut(int error) {
        return switch (error) {
            case Errno.ENOENT -> "write the full path of a program that is there, and look at its first line, #!";
            case Errno.EACCES, Errno.EPERM -> "make it executable: chmod +x, and look at the mount option noexec";
            case Errno.ENOEXEC -> "its first line must be #! and an interpreter, such as #!/bin/sh";
            default -> Errno.of(error).wayOut();
        };
    }

    private static FileDescriptor exitOf(int pid, String tried) {
        long descriptor = ProcessCalls.LIBC.syscall(PIDFD_OPEN, pid, 0);
        if (descriptor < 0) {
            KernelException failure = SystemCalls.failure(SystemCalls.lastError(), "pidfd_open", tried);
            ProcessCalls.LIBC.kill(-pid, KILL);
            waitFor(pid, NativeBuffer.allocate(INFORMATION), WEXITED);
            throw failure;
        }
        return new FileDescriptor((int) descriptor);
    }

    private static int waitFor(int pid, NativeBuffer information, int options) {
        try {
            return ProcessCalls.LIBC.waitid(P_PID, pid, information.pointer(), options);
        } finally {
            Reference.reachabilityFence(information);
        }
    }

    /** For a {@link Poller}: readable once the process has ended. */
    public int exitDescriptor() {
        return exit.number();
    }

    /** For a {@link Poller}: readable when there is output, and when nobody can write any more. */
    public int outputDescriptor() {
        return output.number();
    }

    /**
     * How the process ended; empty while it runs. It stays a zombie until {@link #reap}, so that its number is not
     * reused.
     */
    public Optional<Ending> ending() {
        information.bytes().putInt(16, 0);
        int result = waitFor(pid, information, WEXITED | WNOHANG | WNOWAIT);
        // siginfo_t: si_code at 8, si_pid at 16 (0: nothing to report), si_status at 24
        if (result < 0 || information.bytes().getInt(16) == 0) {
            return Optional.empty();
        }
        boolean bySignal = information.bytes().getInt(8) != CLD_EXITED;
        return Optional.of(new Ending(bySignal, information.bytes().getInt(24)));
    }

    /** What a read of the output found. */
    public enum Read {
        /** Bytes, now in the buffer; there may be more. */
        BYTES,
        /** Nothing at the moment. */
        NOTHING,
        /** Nothing, and never again: every process that had the pipe has closed it. */
        END
    }

    /** A buffer for {@link #read}; one for all processes will do. */
    public static OutputBuffer outputBuffer() {
        return new OutputBuffer();
    }

    /** Where output is read to. */
    public static final class OutputBuffer {
        private final NativeBuffer memory = NativeBuffer.allocate(READ_SIZE);
        private int length;

        private OutputBuffer() {}

        /** What the last read found. */
        public ByteBuffer content() {
            return memory.bytes().duplicate().position(0).limit(length);
        }
    }

    /** Reads output that is there, 64 KiB at the most. Never waits. */
    public Read read(OutputBuffer into) {
        long length;
        try {
            length = SystemCalls.LIBC.read(output.number(), into.memory.pointer(), READ_SIZE);
        } finally {
            Reference.reachabilityFence(into);
        }
        into.length = (int) Math.max(0, length);
        if (length > 0) {
            return Read.BYTES;
        }
        int error = length < 0 ? SystemCalls.lastError() : 0;
        return error == Errno.EAGAIN || error == Errno.EINTR ? Read.NOTHING : Read.END;
    }

    /** Sends a signal to the process group. A group that is gone is no failure. */
    public void signalGroup(int signal) {
        if (!reaped) {
            ProcessCalls.LIBC.kill(-pid, signal);
        }
    }

    /** Gives the number of an ended process back; from now on there is no group to signal. Output can still be read. */
    public void reap() {
        if (!reaped) {
            reaped = true;
            // Without waiting: what hangs in the kernel survives even SIGKILL, and init reaps it after us.
            int unused = waitFor(pid, information, WEXITED | WNOHANG);
            exit.close();
        }
    }

    /** Kills what still runs of the group, and frees everything. */
    @Override
    public void close() {
        if (!reaped && ending().isEmpty()) {
            signalGroup(KILL);
        }
        reap();
        output.close();
    }
}
