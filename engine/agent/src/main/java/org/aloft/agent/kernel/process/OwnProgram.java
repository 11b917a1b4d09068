package org.aloft.agent.kernel.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.SystemCalls;

/** The program of this process: to execute it again, and to end it without asking Java. Safe for any thread. */
public final class OwnProgram {
    private static final int F_SETFD = 2;
    private static final int FD_CLOEXEC = 1;
    private static final int FIRST_AFTER_STDERR = 3;
    private static final int SIG_SETMASK = 2;
    private static final int SIGNAL_SET = 128;

    /** Of {@code starttime}, the 22nd field of /proc/self/stat, among those behind the name, which is the 2nd (proc(5)). */
    private static final int STARTED = 22 - 3;

    /** In which the kernel tells times to programs: USER_HZ, the same on all machines that Java runs on. */
    private static final long TICKS_PER_SECOND = 100;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private OwnProgram() {}

    /**
     * Executes this same program with the same arguments; returns only by its exception. execve(2) ends all other
     * threads, one that hangs included, and leaves the process its number, its environment, its standard streams and
     * its namespaces. Other files are closed.
     *
     * @param tried for the message
     * @param kept a descriptor that stays open
     * @throws KernelException the kernel refuses
     */
    public static void executeAgain(String tried, OptionalInt kept) {
        closeOnExecution();
        kept.ifPresent(
                descriptor -> SystemCalls.check(NamespaceCalls.LIBC.fcntl(descriptor, F_SETFD, 0), "fcntl", tried));
        unblockSignals();
        try {
            execute(
                    Files.readSymbolicLink(Path.of("/proc/self/exe")).toString(),
                    new NativeStrings(words(Files.readAllBytes(Path.of("/proc/self/cmdline")))),
                    tried);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("aloftd cannot find out how it was started; mount /proc", unreadable);
        }
    }

    /**
     * Ends this process at once, by _exit(2). Java's own way waits until all threads have come to a point where it can
     * stop them, which one that hangs may never do.
     */
    public static void endAtOnce(int exitCode) {
        NamespaceCalls.LIBC._exit(exitCode);
    }

    /**
     * How long ago this process was started, Java's own start included; in steps of 10 ms. Says nothing after the
     * machine has been suspended, where the kernel's time since the boot and {@link System#nanoTime()} part.
     *
     * @param now by {@link System#nanoTime()}
     * @throws UncheckedIOException /proc is not mounted
     */
    public static Duration age(long now) {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"), StandardCharsets.ISO_8859_1);
            String[] behindName = stat.substring(stat.lastIndexOf(") ") + 2).split(" ", -1);
            long started = Long.parseLong(behindName[STARTED]) * (NANOS_PER_SECOND / TICKS_PER_SECOND);
            return Duration.ofNanos(now - started);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("aloftd cannot find out when it was started; mount /proc", unreadable);
        }
    }

    private static void execute(String program, NativeStrings words, String tried) {
        try {
            SystemCalls.check(NamespaceCalls.LIBC.execv(program, words.pointer()), "execve", tried);
        } finally {
            Reference.reachabilityFence(words);
        }
    }

    /** Neither Java nor libraries promise that for what they open. */
    private static void closeOnExecution() {
        String[] descriptors = new File("/proc/self/fd").list();
        for (String descriptor : descriptors == null ? new String[0] : descriptors) {
            int number = Integer.parseInt(descriptor);
            if (number >= FIRST_AFTER_STDERR) {
                // One that is closed by now, such as that of this list, is fine.
                int unused = NamespaceCalls.LIBC.fcntl(number, F_SETFD, FD_CLOEXEC);
            }
        }
    }

    /** A program begins with the mask of the thread that executes it, and Java's threads block some. */
    private static void unblockSignals() {
        NativeBuffer none = NativeBuffer.allocate(SIGNAL_SET);
        try {
            NamespaceCalls.LIBC.sigemptyset(none.pointer());
            int unused = NamespaceCalls.LIBC.pthread_sigmask(SIG_SETMASK, none.pointer(), null);
        } finally {
            Reference.reachabilityFence(none);
        }
    }

    /** Splits what /proc says of a process's arguments: each of them ends with a zero. */
    private static List<byte[]> words(byte[] commandLine) {
        List<byte[]> words = new ArrayList<>();
        int start = 0;
        for (int end = 0; end < commandLine.length; end++) {
            if (commandLine[end] == 0) {
                words.add(Arrays.copyOfRange(commandLine, start, end));
                start = end + 1;
            }
        }
        return words;
    }
}
