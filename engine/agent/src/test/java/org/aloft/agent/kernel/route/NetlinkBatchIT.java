package org.aloft.agent.kernel.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.TwoHosts;
import org.aloft.agent.kernel.netlink.NetlinkSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many requests at once: addresses, since every kernel knows those. Needs root. */
@Timeout(60)
class NetlinkBatchIT {
    private static final int NO_SUCH_INTERFACE = 4711;

    @RegisterExtension
    final TwoHosts network = new TwoHosts();

    private static List<NetlinkSocket.Labelled> additions(int count, int index, List<Integer> refused)
            throws Exception {
        List<NetlinkSocket.Labelled> additions = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            InetAddress address =
                    InetAddress.getByAddress(new byte[] {10, 1, (byte) (number / 250), (byte) (number % 250 + 1)});
            InterfaceAddress wanted =
                    InterfaceAddress.of(refused.contains(number) ? NO_SUCH_INTERFACE : index, address, 32);
            additions.add(new NetlinkSocket.Labelled(
                    RouteMessages.addAddress(wanted), "RTM_NEWADDR", "add number " + number));
        }
        return additions;
    }

    private static List<Integer> refused(List<Optional<KernelException>> answers) {
        return IntStream.range(0, answers.size())
                .filter(number -> answers.get(number).isPresent())
                .boxed()
                .toList();
    }

    @Test
    void shouldSayWhichOfManyRequestsTheKernelRefusedAndDoTheOthers() throws Exception {
        int last = NetlinkSocket.BATCH_MOST - 1;
        List<Integer> wrong = List.of(0, 1, 5, last, last + 1, 149);
        List<Optional<KernelException>> answers = network.left.call(() -> {
            try (Rtnetlink route = Rtnetlink.open();
                    NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.ROUTE, "try a batch")) {
                int eth0 = route.interfaceByName("eth0").orElseThrow().index();
                List<Optional<KernelException>> first = socket.exchangeAll(additions(150, eth0, wrong));
                assertThat(refused(socket.exchangeAll(additions(150, eth0, List.of()))))
                        .as("there already")
                        .hasSize(144)
                        .doesNotContainAnyElementsOf(wrong);
                return first;
            }
        });
        assertThat(refused(answers)).isEqualTo(wrong);
        assertThat(answers.get(5).orElseThrow()).hasMessageContaining("cannot add number 5: RTM_NEWADDR: ENODEV");
        assertThat(network.left.ip("-o", "addr", "show", "dev", "eth0").lines().filter(line -> line.contains("10.1.0")))
                .hasSize(150);
    }

    /** As many refusals as there is room for, and an exchange of one request after them. */
    @Test
    void shouldHearEveryRefusalWhenAllAreRefused() throws Exception {
        network.left.call(() -> {
            try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.ROUTE, "try a batch")) {
                List<Integer> all = IntStream.range(0, 1000).boxed().toList();
                assertThat(refused(socket.exchangeAll(additions(1000, 1, all)))).isEqualTo(all);
                assertThat(socket.exchange(RouteMessages.linkByName("eth0"), "RTM_GETLINK", "look up eth0"))
                        .hasSize(1);
            }
            return null;
        });
    }
}
