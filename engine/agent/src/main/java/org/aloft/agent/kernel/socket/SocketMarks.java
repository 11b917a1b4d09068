package org.aloft.agent.kernel.socket;

import java.nio.channels.Channel;
import org.aloft.agent.kernel.DescriptorReserve;
import org.aloft.agent.kernel.FileDescriptor;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.SystemCalls;

/**
 * Two socket options that Java has no name for: the firewall mark and the interface. For a health check they are set on
 * the descriptor inside a Java channel, for which the JVM must have been started with {@code --add-exports
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
        mark(borrowed(channel), mark, "mark a check's packets with " + mark);
    }

    /**
     * Has every packet go out through one interface, whatever the routing table says.
     *
     * @throws KernelException there is no such interface, or CAP_NET_RAW is missing
     */
    public static void bindToInterface(Channel channel, String name) {
        bindToInterface(borrowed(channel), name, "send a check through " + name);
    }

    static void mark(FileDescriptor socket, int mark, String tried) {
        socket.option(SystemCalls.SOL_SOCKET, SO_MARK, mark, "SO_MARK", tried);
    }

    static void bindToInterface(FileDescriptor socket, String name, String tried) {
        socket.option(SystemCalls.SOL_SOCKET, SO_BINDTODEVICE, NativeBuffer.ofText(name), "SO_BINDTODEVICE", tried);
    }

    /** Not to be closed: the descriptor is the channel's. */
    private static FileDescriptor borrowed(Channel channel) {
        return new FileDescriptor(DescriptorReserve.number(channel));
    }
}
