package org.aloft.agent.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.aloft.agent.config.Configuration;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.InstanceState;
import org.aloft.agent.hold.LeftInPlace;
import org.aloft.agent.kernel.NetworkNamespaces;
import org.aloft.agent.kernel.TwoHosts;
import org.aloft.agent.thread.AfterFailure;
import org.aloft.agent.thread.Supervisor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Something that nobody foresaw is thrown on the VRRP thread while it is active. Needs root. */
@Timeout(60)
class VrrpFaultIT {
    private static final String CONFIGURATION = """
            vrrp_instance VI_1 {
                interface eth0
                version 3
                advert_int 0.1
                virtual_router_id 4
                virtual_ipaddress { 192.0.2.10 }
            }
            """;

    @TempDir
    Path folder;

    @RegisterExtension
    final TwoHosts network = new TwoHosts();

    @Test
    void shouldTellItGiveUpTheVipAndLetNobodyWait() throws Exception {
        Configuration read = ConfigurationReader.read(Files.writeString(folder.resolve("test.conf"), CONFIGURATION));
        CompletableFuture<AfterFailure> told = new CompletableFuture<>();
        NetworkNamespaces.Side side = network.left;
        VrrpRunner runner = side.call(() -> VrrpRunner.start(
                folder.resolve("vips"),
                read.instances(),
                read.statics(),
                Duration.ZERO,
                Optional.empty(),
                Clock.systemUTC(),
                VrrpFaultIT::failWhenActive,
                LeftInPlace.NOTHING,
                new Supervisor((thread, failure, after) -> told.complete(after))));
        runner.configure(read.instances(), read.syncGroups(), read.statics());
        assertThat(told.get()).isEqualTo(AfterFailure.END_PROCESS);
        runner.close();
        assertThat(Files.readString(folder.resolve("vips"))).doesNotContain("192.0.2.10");
    }

    private static void failWhenActive(AgentEvent event) {
        if (event instanceof AgentEvent.InstanceChanged changed && changed.to() == InstanceState.ACTIVE) {
            throw new LinkageError("no such class");
        }
    }
}
