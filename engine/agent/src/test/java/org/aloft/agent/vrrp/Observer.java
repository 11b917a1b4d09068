package org.aloft.agent.vrrp;

import java.net.InetAddress;
import java.util.List;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.kernel.NetworkNamespaces;
import org.aloft.agent.kernel.Poller;
import org.aloft.agent.kernel.route.NetworkInterface;
import org.aloft.agent.kernel.route.Rtnetlink;
import org.aloft.agent.kernel.socket.HeardRouter;
import org.aloft.agent.kernel.socket.ListeningPlace;
import org.aloft.agent.kernel.socket.ReceivedPacket;
import org.aloft.agent.kernel.socket.VrrpListener;
import org.aloft.agent.kernel.socket.VrrpRoute;

/**
 * Hears the adverts of one group over IPv4 on a host's eth0: a clock whose ticks are what is to be waited for. For one
 * thread.
 */
final class Observer implements AutoCloseable {
    private final VrrpListener socket;
    private final ReceivedPacket packet = new ReceivedPacket();

    private Observer(VrrpListener socket) {
        this.socket = socket;
    }

    static Observer on(NetworkNamespaces.Side side, int virtualRouterId) throws Exception {
        return side.call(() -> {
            try (Rtnetlink kernel = Rtnetlink.open()) {
                NetworkInterface eth0 = kernel.interfaceByName("eth0").orElseThrow();
                InetAddress own = InetAddress.getByName("192.0.2.2");
                InetAddress group = InetAddress.getByName("224.0.0.18");
                VrrpListener socket = VrrpListener.open(ListeningPlace.of(VrrpRoute.multicast(eth0, own, group)));
                socket.hear(List.of(HeardRouter.all(virtualRouterId)));
                return new Observer(socket);
            }
        });
    }

    /** Waits for so many adverts. */
    void hear(int adverts) {
        try (Poller poller = Poller.open()) {
            poller.add(socket.fd());
            for (int heard = 0; heard < adverts; ) {
                poller.poll(Deadline.NEVER);
                heard += socket.receive(packet) ? 1 : 0;
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
