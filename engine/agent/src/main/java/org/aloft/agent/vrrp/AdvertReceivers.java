package org.aloft.agent.vrrp;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.Poller;
import org.aloft.agent.kernel.socket.HeardRouter;
import org.aloft.agent.kernel.socket.ListeningPlace;
import org.aloft.agent.kernel.socket.ReceivedPacket;
import org.aloft.agent.kernel.socket.VrrpListener;
import org.aloft.agent.log.Log;

/**
 * The sockets that adverts come in by: one for each place, however many instances there are. The kernel offers each
 * VRRP packet to every raw socket, so that a socket for each instance would cost 255 times what one costs, and on a veth
 * it is the sending host that pays. For the VRRP thread alone. Receiving allocates nothing.
 */
final class AdvertReceivers implements AutoCloseable {
    private static final Logger LOG = Log.of(AdvertReceivers.class);

    /** Packets read from one socket at one turn of the loop: whatever comes in, timers have their turn. */
    private static final int MOST_AT_ONCE = 64;

    private final Poller poller;
    private final LongSupplier clock;
    private final ReceivedPacket incoming = new ReceivedPacket();
    private final List<Receiver> receivers = new ArrayList<>();

    /** Takes the packets of one virtual router. */
    @FunctionalInterface
    interface Recipient {
        /**
         * Takes one packet; may begin and end subscriptions.
         *
         * @param packet valid until this returns
         * @param arrivedAt when the kernel got it, by the clock
         */
        void take(ReceivedPacket packet, long arrivedAt);
    }

    /**
     * None yet.
     *
     * @param poller waits for what is opened here
     * @param clock monotonic, in nanoseconds
     */
    AdvertReceivers(Poller poller, LongSupplier clock) {
        this.poller = poller;
        this.clock = clock;
    }

    /**
     * Has a virtual router's packets brought to it from now on.
     *
     * @throws KernelException no right to raw sockets, or the interface is gone
     */
    Subscription subscribe(ListeningPlace place, int virtualRouterId, Recipient recipient) {
        Receiver receiver = receivers.stream()
                .filter(open -> open.socket.place().isSame(place))
                .findFirst()
                .orElseGet(() -> open(place));
        Subscription subscription = new Subscription(receiver, virtualRouterId, recipient);
        receiver.subscriptions.add(subscription);
        try {
            receiver.filter();
        } catch (KernelException failure) {
            subscription.close();
            throw failure;
        }
        return subscription;
    }

    private Receiver open(ListeningPlace place) {
        VrrpListener socket = VrrpListener.open(place);
        try {
            poller.add(socket.fd());
        } catch (KernelException failure) {
            socket.close();
            throw failure;
        }
        Receiver receiver = new Receiver(socket, clock.getAsLong());
        receivers.add(receiver);
        return receiver;
    }

    /** Reads the packets that wait, or some of very many. */
    void receive() {
        for (int index = 0; index < receivers.size(); index++) {
            Receiver receiver = receivers.get(index);
            if (poller.isReady(receiver.socket.fd())) {
                receiver.receive();
            }
        }
    }

    @Override
    public void close() {
        List.copyOf(receivers).forEach(Receiver::close);
    }

    /** One virtual router's part in a socket. */
    static final class Subscription implements AutoCloseable {
        private final Receiver receiver;
        private final int virtualRouterId;
        private final Recipient recipient;
        private Optional<HeardRouter.Genuine> only = Optional.empty();

        private Subscription(Receiver receiver, int virtualRouterId, Recipient recipient) {
            this.receiver = receiver;
            this.virtualRouterId = virtualRouterId;
            this.recipient = recipient;
        }

        /**
         * Has the kernel drop its packets unless they are such; with none, all are brought. What is in the queue already
         * is brought.
         *
         * @throws KernelException the kernel is short of memory
         */
        void hearOnly(Optional<HeardRouter.Genuine> such) {
            only = such;
            receiver.filter();
        }

        /** Nothing is brought any more; the last one takes the socket with it. */
        @Override
        public void close() {
            receiver.remove(this);
        }

        private HeardRouter heard() {
            return new HeardRouter(virtualRouterId, only);
        }
    }

    /** One socket, and those whose packets come in by it. */
    private final class Receiver {
        private final VrrpListener socket;
        private final List<Subscription> subscriptions = new ArrayList<>();
        private boolean closed;

        /** No packet that is still to be read came in before this moment. */
        private long readUntil;

        Receiver(VrrpListener socket, long now) {
            this.socket = socket;
            this.readUntil = now;
        }

        void filter() {
            socket.hear(subscriptions.stream().map(Subscription::heard).toList());
        }

        void remove(Subscription subscription) {
            if (subscriptions.remove(subscription) && subscriptions.isEmpty()) {
                close();
            } else if (!closed) {
                filterIfPossible();
            }
        }

        /** What is heard in vain until the next time is brought to nobody. */
        private void filterIfPossible() {
            try {
                filter();
            } catch (KernelException failure) {
                LOG.log(Level.DEBUG, failure.getMessage());
            }
        }

        void receive() {
            long began = clock.getAsLong();
            int read = 0;
            while (read < MOST_AT_ONCE && !closed && fetch()) {
                bring(Math.max(readUntil, clock.getAsLong() - incoming.waited()));
                read++;
            }
            readUntil = read < MOST_AT_ONCE ? began : readUntil; // else there may be older ones left
        }

        /** A socket reports once that its interface went down: the link monitor tells the rest. */
        private boolean fetch() {
            try {
                return socket.receive(incoming);
            } catch (KernelException failure) {
                LOG.log(Level.DEBUG, failure.getMessage());
                return false;
            }
        }

        private void bring(long arrivedAt) {
            int id = Byte.toUnsignedInt(incoming.payload().get(VrrpListener.ROUTER_ID_AT));
            for (int index = 0; index < subscriptions.size(); index++) {
                Subscription subscription = subscriptions.get(index);
                if (subscription.virtualRouterId == id) {
                    subscription.recipient.take(incoming, arrivedAt);
                }
            }
        }

        void close() {
            if (!closed) {
                closed = true;
                receivers.remove(this);
                poller.remove(socket.fd());
                socket.close();
            }
        }
    }
}
