package org.aloft.agent.kernel.socket;

import java.lang.reflect.Method;
import java.nio.channels.Channel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.SystemCalls;

/**
 * The two socket options that Java has no name for and that a health check may need: the firewall mark and the interface. They are set
 * on the descriptor inside a Java channel, for which the JVM must have been started with {@code --add-exports
 * java.base/sun.nio.ch=ALL-UNNAMED}, as aloftd's launcher does. Stateless.
 */
public final class SocketMarks {
    private static final int SO_BINDTODEVICE = 25;
    private static final int SO_MARK = 36;

    private SocketMarks() {}

    /**
     * Marks every packet that the channel sends.
     *
     * @param mark as {@code ip rule … fwmark} and the firewall see it
     * @throws KernelException CAP_NET_ADMIN is missing
     */
    public static void mark(Channel channel, int mark) {
        set(channel, SO_MARK, NativeBuffer.ofInt(mark), "SO_MARK", "mark a check's packets with " + mark);
    }

    /**
     * Has every packet go out through one interface, whatever the routing table says.
     *
     * @throws KernelException there is no such interface, or CAP_NET_RAW is missing
     */
    public static void bindToInterface(Channel channel, String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        NativeBuffer device = NativeBuffer.of(Arrays.copyOf(text, text.length + 1));
        set(channel, SO_BINDTODEVICE, device, "SO_BINDTODEVICE", "send a check through " + name);
    }

    private static void set(Channel channel, int option, NativeBuffer value, String name, String tried) {
        // Not closed here: the descriptor is the channel's.
        @SuppressWarnings("resource")
        FileDescriptor borrowed = new FileDescriptor(number(channel));
        borrowed.option(SystemCalls.SOL_SOCKET, option, value, name, tried);
    }

    private static int number(Channel channel) {
        try {
            Method number = Class.forName("sun.nio.ch.SelChImpl").getMethod("getFDVal");
            return (int) number.invoke(channel);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException(
                    "fwmark and bind_if need the JVM option --add-exports java.base/sun.nio.ch=ALL-UNNAMED; start aloftd by its launcher",
                    missing);
        }
    }
}
