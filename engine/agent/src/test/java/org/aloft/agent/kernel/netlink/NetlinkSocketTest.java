package org.aloft.agent.kernel.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Closing while others ask. Needs no rights: anybody may ask the kernel for its links. */
@Timeout(30)
class NetlinkSocketTest {
    private static final int RTM_GETLINK = 18;
    private static final String TRIED = "list the links";

    private final NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.ROUTE, TRIED);

    private static NetlinkRequest links() {
        // struct ifinfomsg, all zeros: of every kind
        return new NetlinkRequest(RTM_GETLINK, NetlinkRequest.DUMP)
                .int32(0)
                .int32(0)
                .int32(0)
                .int32(0);
    }

    @Test
    void shouldNotCloseDuringAnExchange() throws InterruptedException {
        Thread closing = new Thread(socket::close);
        synchronized (socket) { // as exchange does for as long as it uses the descriptor
            closing.start();
            while (closing.getState() != Thread.State.BLOCKED) {
                assertThat(closing.getState()).as("closed all the same").isNotEqualTo(Thread.State.TERMINATED);
                Thread.onSpinWait();
            }
            assertThat(socket.exchange(links(), "RTM_GETLINK", TRIED)).isNotEmpty();
        }
        closing.join();
    }

    @Test
    void shouldSayThatItIsClosedToWhoeverAsksLater() {
        socket.close();
        socket.close();
        List<NetlinkRequest> batch = List.of(links());
        List<NetlinkSocket.Labelled> labelled = List.of(new NetlinkSocket.Labelled(links(), "RTM_GETLINK", TRIED));
        String message = "cannot list the links: this netlink socket was closed before";
        assertThatThrownBy(() -> socket.exchange(links(), "RTM_GETLINK", TRIED))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> socket.transaction(batch, "RTM_GETLINK", TRIED))
                .hasMessage(message);
        assertThatThrownBy(() -> socket.exchangeAll(labelled)).hasMessage(message);
    }
}
