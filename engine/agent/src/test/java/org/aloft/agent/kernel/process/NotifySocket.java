package org.aloft.agent.kernel.process;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.SystemCalls;

/** The end of {@code NOTIFY_SOCKET} that systemd has: hears what a service says. For one thread. */
public final class NotifySocket implements AutoCloseable {
    private static final String TRIED = "listen as systemd does";

    private final FileDescriptor descriptor;
    private final NativeBuffer message = NativeBuffer.allocate(4096);

    private NotifySocket(FileDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Listens on a file that is not there yet; {@code patience} is how many seconds {@link #next} waits at the most.
     */
    public static NotifySocket listen(Path path, long patience) {
        byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        NativeBuffer address = NativeBuffer.allocate(2 + name.length + 1);
        address.bytes().putShort(0, (short) SystemCalls.AF_UNIX).put(2, name);
        FileDescriptor descriptor = FileDescriptor.socket(SystemCalls.AF_UNIX, SystemCalls.SOCK_DGRAM, 0, TRIED);
        descriptor.bind(address, TRIED);
        descriptor.receiveTimeout(patience, TRIED);
        return new NotifySocket(descriptor);
    }

    /** What was said next; empty when that took too long. */
    public Optional<String> next() {
        long length = descriptor.receive(message);
        if (length < 0) {
            return Optional.empty();
        }
        byte[] text = new byte[(int) length];
        message.bytes().get(0, text);
        return Optional.of(new String(text, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
