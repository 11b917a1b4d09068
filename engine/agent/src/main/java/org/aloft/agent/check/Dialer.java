package org.aloft.agent.check;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import org.aloft.agent.config.CheckConnection;
import org.aloft.agent.kernel.DescriptorReserve;
import org.aloft.agent.kernel.ipvs.IpvsServiceKey;
import org.aloft.agent.kernel.socket.SocketMarks;

/** Opens the channels that probes talk over, all on the checks' thread, from where and with what mark the file says. */
final class Dialer {
    private final EventLoop loop;
    private final Function<CheckConnection, NioSocketChannel> streams;

    Dialer(EventLoop loop) {
        this(loop, connection -> new NioSocketChannel(prepared(openStream(connection), connection)));
    }

    /** @param streams opens one for TCP */
    Dialer(EventLoop loop, Function<CheckConnection, NioSocketChannel> streams) {
        this.loop = loop;
        this.streams = streams;
    }

    EventLoop loop() {
        return loop;
    }

    /** For TCP. The caller sets the handler. */
    Bootstrap stream(CheckConnection connection) {
        int timeout = (int)
                Math.max(1, Math.min(Integer.MAX_VALUE, connection.timeout().toMillis()));
        Bootstrap bootstrap = new Bootstrap().group(loop).option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeout);
        if (connection.bindPort() != 0) {
            bootstrap.option(ChannelOption.SO_REUSEADDR, true); // the port is the same at the next probe
        }
        return bootstrap.channelFactory(() -> streams.apply(connection));
    }

    /** For UDP, connected, so that the kernel tells of ICMP errors. The caller sets the handler. */
    Bootstrap datagrams(CheckConnection connection) {
        Bootstrap bootstrap = new Bootstrap().group(loop);
        return bootstrap.channelFactory(() -> new NioDatagramChannel(prepared(openDatagrams(connection), connection)));
    }

    /** Of the target's family: to speak IPv4 through a socket of IPv6 costs the kernel and Java more. */
    private static SocketChannel openStream(CheckConnection connection) {
        try {
            return DescriptorReserve.outside(SocketChannel.open(family(connection)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static DatagramChannel openDatagrams(CheckConnection connection) {
        try {
            return DescriptorReserve.outside(DatagramChannel.open(family(connection)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static ProtocolFamily family(CheckConnection connection) {
        return connection.target().getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
    }

    private static <C extends NetworkChannel> C prepared(C channel, CheckConnection connection) {
        try {
            if (connection.mark() != 0) {
                SocketMarks.mark(channel, connection.mark());
            }
            if (connection.bindInterface().isPresent()) {
                SocketMarks.bindToInterface(channel, connection.bindInterface().get());
            }
            return channel;
        } catch (RuntimeException refused) {
            close(channel);
            throw refused;
        }
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Connects, from the address and port that the file says. */
    ChannelFuture connect(Bootstrap bootstrap, CheckConnection connection) {
        InetSocketAddress target = target(connection);
        if (connection.bindTo().isEmpty() && connection.bindPort() == 0) {
            return bootstrap.connect(target);
        }
        InetSocketAddress from = connection
                .bindTo()
                .map(address -> new InetSocketAddress(scoped(address, connection), connection.bindPort()))
                .orElseGet(() -> new InetSocketAddress(connection.bindPort()));
        return bootstrap.connect(target, from);
    }

    /**
     * What follows when an attempt has ended, on the checks' thread: Netty tells on another one that there was not even
     * a socket.
     */
    void whenEnded(ChannelFuture attempt, Runnable then) {
        attempt.addListener(ended -> {
            if (loop.inEventLoop()) {
                then.run();
            } else {
                loop.execute(then);
            }
        });
    }

    private static InetSocketAddress target(CheckConnection connection) {
        InetSocketAddress target = connection.target();
        return connection.bindInterface().isEmpty()
                ? target
                : new InetSocketAddress(scoped(target.getAddress(), connection), target.getPort());
    }

    /** A link-local address means something on one interface only. */
    private static InetAddress scoped(InetAddress address, CheckConnection connection) {
        if (!(address instanceof Inet6Address)
                || !address.isLinkLocalAddress()
                || connection.bindInterface().isEmpty()) {
            return address;
        }
        try {
            NetworkInterface on =
                    NetworkInterface.getByName(connection.bindInterface().get());
            return on == null ? address : Inet6Address.getByAddress(null, address.getAddress(), on);
        } catch (IOException unknown) {
            return address; // the kernel says it better when the connection is made
        }
    }

    /** As {@code 192.0.2.21:80}. */
    static String text(InetSocketAddress endpoint) {
        return IpvsServiceKey.text(endpoint.getAddress(), endpoint.getPort());
    }

    /** As {@code 0.1 s}. */
    static String seconds(Duration time) {
        return time.toMillis() / 1000.0 + " s";
    }

    /** What is said of a failure, without the address, which stands there already. */
    static String words(Throwable cause, CheckConnection connection) {
        if (cause instanceof ConnectTimeoutException) {
            return "no answer within " + seconds(connection.timeout());
        }
        if (cause instanceof PortUnreachableException) {
            return "port unreachable";
        }
        Throwable innermost = cause;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String text = innermost.getMessage() == null ? innermost.toString() : innermost.getMessage();
        int address = text.indexOf(": " + connection.target().getAddress());
        return (address < 0 ? text : text.substring(0, address)).toLowerCase(Locale.ROOT);
    }
}
