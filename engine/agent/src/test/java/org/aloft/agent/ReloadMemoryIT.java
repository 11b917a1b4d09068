package org.aloft.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.aloft.agent.config.VirtualServerBlock;
import org.aloft.agent.config.text.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What stays in the memory of the daemon once a configuration is in force: that one, and nothing of what it was read
 * from.
 */
@Timeout(120)
class ReloadMemoryIT extends OnHosts {
    private static final int SERVICES = 300;
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private Path configuration(int weight) {
        return hosts.write(
                "aloftd.conf",
                IntStream.rangeClosed(1, SERVICES)
                        .mapToObj(port -> """
                                virtual_server 10.9.0.10 %d {
                                    lb_algo rr
                                    lb_kind NAT
                                    protocol TCP
                                    real_server 198.51.100.1 80 {
                                        weight %d
                                    }
                                }
                                """.formatted(port, weight))
                        .collect(Collectors.joining()));
    }

    /** Objects that can still be reached; the Java machine collects the others before it counts. */
    private static int live(Router router, Class<?> type) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        return Commands.run(jcmd.toString(), Long.toString(router.pid()), "GC.class_histogram")
                .lines()
                .map(line -> line.strip().split(" +", -1))
                .filter(words -> words.length > 3 && words[3].equals(type.getName()))
                .mapToInt(words -> Integer.parseInt(words[1]))
                .sum();
    }

    /** The thread that says so in the log has a few steps to go. */
    private static void awaitLive(Router router, Class<?> type, int wanted) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        int live = live(router, type);
        while (live != wanted && System.nanoTime() < end) {
            Thread.sleep(200);
            live = live(router, type);
        }
        assertThat(live).as(type.getSimpleName()).isEqualTo(wanted);
    }

    @Test
    void shouldKeepOneConfigurationAndNothingOfItsText() throws Exception {
        try (Router router = hosts.aloftd(hosts.first, configuration(1))) {
            router.await("runs with");
            awaitLive(router, VirtualServerBlock.class, SERVICES);
            awaitLive(router, Statement.class, 0);
            for (int weight = 2; weight < 5; weight++) {
                configuration(weight);
                router.signal("HUP");
                router.await("it is in force");
            }
            awaitLive(router, VirtualServerBlock.class, SERVICES);
            awaitLive(router, Statement.class, 0);
        }
    }
}
