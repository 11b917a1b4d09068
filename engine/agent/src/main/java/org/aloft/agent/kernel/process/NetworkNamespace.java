package org.aloft.agent.kernel.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.aloft.agent.kernel.Errno;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.SystemCalls;

/**
 * A network namespace of this host ({@code man 7 network_namespaces}), as {@code ip netns} names it. Immutable,
 * thread-safe. To enter one needs CAP_SYS_ADMIN.
 *
 * <p>A network namespace belongs to a thread, and a thread that is started has that of the one that starts it. A JVM
 * has threads long before our first line runs; so a process that wants all of itself in a namespace has one thread
 * enter it and execute the same program again: execve(2) ends all other threads and leaves the process its number, its
 * environment, its standard streams and its other namespaces. Nothing else is needed for systemd to go on watching it.
 *
 * @param label for messages, such as {@code the network namespace blue}
 * @param file what stands for the namespace in the file system
 */
public record NetworkNamespace(String label, Path file) {
    private static final Path NAMED = Path.of("/var/run/netns");
    private static final Path OWN = Path.of("/proc/self/ns/net");

    /**
     * Says to the program that is executed again by which descriptor it reaches the namespace that it was first started
     * in.
     */
    private static final String STARTED_IN = "ALOFTD_STARTED_IN_NAMESPACE";

    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final int O_RDONLY = 0;
    private static final int O_CLOEXEC = 0x8_0000;

    /** The one that {@code ip netns add} made under this name. */
    public static NetworkNamespace named(String name) {
        return new NetworkNamespace("the network namespace " + name, NAMED.resolve(name));
    }

    /** The one that this process was started in, before it entered another; empty if it entered none. */
    public static Optional<NetworkNamespace> startedIn() {
        OptionalInt descriptor = startedInDescriptor();
        return descriptor.isEmpty()
                ? Optional.empty()
                : Optional.of(new NetworkNamespace(
                        "the network namespace that aloftd was started in",
                        Path.of("/proc/self/fd", Integer.toString(descriptor.getAsInt()))));
    }

    /** What stays open when this program is executed again, for {@link #startedIn}. */
    public static OptionalInt startedInDescriptor() {
        String descriptor = System.getenv(STARTED_IN);
        return descriptor != null && descriptor.matches("[0-9]{1,9}")
                ? OptionalInt.of(Integer.parseInt(descriptor))
                : OptionalInt.empty();
    }

    /**
     * Whether this process is in it.
     *
     * @throws KernelException there is no such namespace
     */
    public boolean isOurs() {
        try {
            return Files.isSameFile(OWN, file);
        } catch (NoSuchFileException missing) {
            throw missing();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Does something in it, on a thread of its own, and waits for the end. What sockets it opens belong to the
     * namespace for ever.
     *
     * @throws KernelException there is no such namespace, or we may not enter it
     */
    public <T> T call(Supplier<T> work) {
        if (isOurs()) {
            return work.get();
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread visitor = new Thread(
                () -> {
                    try {
                        enter();
                        result.complete(work.get());
                    } catch (RuntimeException | Error failure) {
                        result.completeExceptionally(failure);
                    }
                },
                "in " + file.getFileName());
        visitor.setDaemon(true);
        visitor.start();
        try {
            return result.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw failed;
        }
    }

    /**
     * Executes this same program in it, with the same arguments; returns only by its exception. Open files other than
     * the standard streams are closed.
     *
     * @throws KernelException there is no such namespace, or we may not enter it; this process is no good any more then
     */
    public void restartInside() {
        String tried = "run in " + label;
        int first = SystemCalls.check(NamespaceCalls.LIBC.open(OWN.toString(), O_RDONLY | O_CLOEXEC), "open", tried);
        enter();
        SystemCalls.check(NamespaceCalls.LIBC.setenv(STARTED_IN, Integer.toString(first), 1), "setenv", tried);
        OwnProgram.executeAgain(tried, OptionalInt.of(first));
    }

    private void enter() {
        String tried = "enter " + label;
        int descriptor = NamespaceCalls.LIBC.open(file.toString(), O_RDONLY | O_CLOEXEC);
        if (descriptor < 0) {
            throw SystemCalls.lastError() == Errno.ENOENT
                    ? missing()
                    : SystemCalls.failure(SystemCalls.lastError(), "open", tried);
        }
        try (FileDescriptor namespace = new FileDescriptor(descriptor)) {
            if (NamespaceCalls.LIBC.setns(namespace.number(), CLONE_NEWNET) < 0) {
                Errno refusal = Errno.of(SystemCalls.lastError());
                throw new KernelException("setns", refusal, tried, "", wayOut(refusal));
            }
        }
    }

    private KernelException missing() {
        String name = String.valueOf(file.getFileName());
        return new KernelException(
                "open",
                Errno.of(Errno.ENOENT),
                "enter " + label,
                "there is no " + file,
                "make it first: ip netns add " + name + "; or name another: ip netns list");
    }

    private String wayOut(Errno refusal) {
        return refusal.number() == Errno.EINVAL
                ? file + " is no network namespace (any more): ip netns del " + file.getFileName()
                        + ", and add it again"
                : "run it as root, or give its unit CAP_SYS_ADMIN; or write NetworkNamespacePath=" + file
                        + " in the unit, which needs no more rights";
    }
}
