package org.aloft.agent.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.kernel.TwoHosts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * To set thousands of VIPs takes longer than the intervals between adverts: what a router does itself it must not
 * take for sleep, and others must hear of it meanwhile. Needs root.
 */
@Timeout(120)
class LargeTakeoverIT {
    private static final int MANY_ADVERTS = 30;

    @TempDir
    Path folder;

    @RegisterExtension
    final TwoHosts network = new TwoHosts();

    private static String instance(int number, String interval, int vips) {
        return """
                vrrp_instance VI_%1$d {
                    version 3
                    advert_int %2$s
                    interface eth0
                    virtual_router_id %1$d
                    virtual_ipaddress_excluded {
                        %3$s
                    }
                    virtual_ipaddress {
                        10.%1$d.255.1
                    }
                }
                """.formatted(
                        number,
                        interval,
                        IntStream.range(0, vips)
                                .mapToObj(vip -> "10." + number + "." + vip / 200 + "." + vip % 200)
                                .collect(Collectors.joining("\n")));
    }

    /** Within the test's time there comes a while in which nothing changes. */
    private static void awaitCalm(RouterOnWire router, Observer observer) {
        do {
            assertThat(Thread.currentThread().isInterrupted())
                    .as("it never settles")
                    .isFalse();
            router.events.clear();
            observer.hear(MANY_ADVERTS);
        } while (router.events.stream().anyMatch(AgentEvent.InstanceChanged.class::isInstance));
    }

    @Test
    void shouldSettleWithThreeThousandVips() throws Exception {
        try (RouterOnWire router = RouterOnWire.start(network.left, folder, instance(1, "0.02", 3_000));
                Observer observer = Observer.on(network.right, 1)) {
            router.await(InstanceState.ACTIVE, 1);
            awaitCalm(router, observer);
            assertThat(router.runner.standings().get(0).kind()).isEqualTo(InstanceState.ACTIVE);
            assertThat(network.left.ip("address", "show", "dev", "eth0")).contains("10.1.14.199/32");
        }
    }

    @Test
    void shouldSettleWithTwoHundredAndFiftyFiveInstancesOfFourVips() throws Exception {
        String all = IntStream.rangeClosed(1, 255)
                .mapToObj(number -> instance(number, "0.1", 3))
                .collect(Collectors.joining());
        try (RouterOnWire router = RouterOnWire.start(network.left, folder, all);
                Observer observer = Observer.on(network.right, 255)) {
            router.await(InstanceState.ACTIVE, 255);
            awaitCalm(router, observer);
            assertThat(router.runner.standings()).allMatch(status -> status.kind() == InstanceState.ACTIVE);
        }
    }
}
