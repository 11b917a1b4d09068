package org.aloft.agent.kernel.process;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.SystemCalls;

/**
 * Tells systemd how the service is doing ({@code man 3 sd_notify}): datagrams of {@code NAME=value} lines to the unix
 * socket named in {@code NOTIFY_SOCKET}, where a leading {@code @} stands for an abstract one. Without that variable
 * every call does nothing.
 *
 * <p>Thread-safe. Never waits and never throws: a service must not fail because its manager is busy; what could not be
 * sent is lost, and systemd draws its own conclusion from the silence.
 */
public final class SystemdNotifier implements AutoCloseable {
    private static final int PATH_MAX = 107;
    private static final int MESSAGE_MAX = 2048;
    private static final byte[] WATCHDOG = "WATCHDOG=1".getBytes(StandardCharsets.US_ASCII);

    private final Optional<FileDescriptor> descriptor;
    private final NativeBuffer address;
    private final NativeBuffer message = NativeBuffer.allocate(MESSAGE_MAX);
    private final Optional<Duration> watchdogInterval;

    private SystemdNotifier(
            Optional<FileDescriptor> descriptor, NativeBuffer address, Optional<Duration> watchdogInterval) {
        this.descriptor = descriptor;
        this.address = address;
        this.watchdogInterval = watchdogInterval;
    }

    /**
     * Reads {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC} and {@code WATCHDOG_PID}.
     *
     * @param environment normally {@link System#getenv()}
     * @param pid this process's number; a watchdog meant for another process is none
     * @throws KernelException no socket to be had
     */
    public static SystemdNotifier fromEnvironment(Map<String, String> environment, long pid) {
        Optional<Duration> watchdog = watchdog(environment, pid);
        String path = environment.getOrDefault("NOTIFY_SOCKET", "");
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        boolean usable = (path.startsWith("/") || path.startsWith("@")) && name.length <= PATH_MAX;
        if (!usable) {
            return new SystemdNotifier(Optional.empty(), NativeBuffer.allocate(2), watchdog);
        }
        FileDescriptor descriptor = FileDescriptor.socket(
                SystemCalls.AF_UNIX,
                SystemCalls.SOCK_DGRAM | SystemCalls.SOCK_NONBLOCK,
                0,
                "open a socket to notify systemd");
        return new SystemdNotifier(Optional.of(descriptor), address(name), watchdog);
    }

    /**
     * {@code struct sockaddr_un}: family, then the path; an abstract name begins with a zero and ends where the address
     * ends.
     */
    private static NativeBuffer address(byte[] name) {
        boolean isAbstract = name[0] == '@';
        NativeBuffer address = NativeBuffer.allocate(2 + name.length + (isAbstract ? 0 : 1));
        address.bytes().putShort(0, (short) SystemCalls.AF_UNIX).put(2, name);
        if (isAbstract) {
            address.bytes().put(2, (byte) 0);
        }
        return address;
    }

    private static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
        String owner = environment.getOrDefault("WATCHDOG_PID", Long.toString(pid));
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        if (!owner.equals(Long.toString(pid)) || !micros.matches("[1-9][0-9]{0,17}")) {
            return Optional.empty();
        }
        return Optional.of(
                Duration.ofNanos(Math.multiplyExact(1000L, Math.min(Long.parseLong(micros), Long.MAX_VALUE / 1000))));
    }

    /** Whether systemd started this process as a service that tells it things, and so starts it again. */
    public boolean isListening() {
        return descriptor.isPresent();
    }

    /** How often systemd wants {@link #watchdog()} at the least; call it at half of that. Empty: it does not watch. */
    public Optional<Duration> watchdogInterval() {
        return watchdogInterval;
    }

    /** The service is up. */
    public void ready() {
        send("READY=1");
    }

    /** One line for {@code systemctl status}. */
    public void status(String line) {
        send("STATUS=" + line.replace('\n', ' '));
    }

    /** The service is alive. Allocates nothing, so that a real-time loop may call it. */
    public void watchdog() {
        send(WATCHDOG);
    }

    /** The service begins to stop. */
    public void stopping() {
        send("STOPPING=1");
    }

    /** The service begins to read its configuration again; {@link #ready()} ends that. */
    public void reloading() {
        send("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1000);
    }

    private void send(String text) {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    private synchronized void send(byte[] text) {
        if (descriptor.isPresent()) {
            int length = Math.min(text.length, MESSAGE_MAX);
            ByteBuffer bytes = message.bytes();
            bytes.put(0, text, 0, length);
            long unused = descriptor.get().send(message, length, address);
        }
    }

    @Override
    public synchronized void close() {
        descriptor.ifPresent(FileDescriptor::close);
    }
}
