package org.aloft.agent.lvs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.aloft.agent.balance.LvsSettings;
import org.aloft.agent.balance.RealServer;
import org.aloft.agent.balance.VirtualService;
import org.aloft.agent.check.CheckSettings;
import org.aloft.agent.config.TcpCheckBlock;
import org.aloft.agent.config.language.ConfigurationReader;
import org.aloft.agent.kernel.ipvs.IpvsDestination.Forwarding;
import org.aloft.agent.kernel.ipvs.IpvsService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WantedServicesTest {
    @TempDir
    Path folder;

    private List<VirtualService> services(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("test.conf"), text);
        return WantedServices.of(ConfigurationReader.read(file)).services();
    }

    @Test
    void shouldAskForWhatTheFileSays() throws Exception {
        VirtualService service = services("""
                        virtual_server 192.0.2.10 80 {
                            delay_loop 6
                            lb_algo rr
                            lb_kind NAT
                            protocol TCP
                            persistence_timeout 50
                            quorum 2
                            sorry_server 192.0.2.30 8080
                            real_server 192.0.2.20 81 {
                                weight 3
                                inhibit_on_failure
                                TCP_CHECK {
                                    connect_port 82
                                    connect_timeout 3
                                    retry 4
                                    delay_before_retry 2
                                }
                            }
                        }
                        """).get(0);
        assertThat(service.key()).hasToString("TCP 192.0.2.10:80");
        IpvsService entry = service.entries().get(0);
        assertThat(entry.scheduler()).isEqualTo("rr");
        assertThat(entry.persistence()).contains(Duration.ofSeconds(50));
        assertThat(service.quorum().least()).isEqualTo(2);
        assertThat(service.sorryServer().orElseThrow().port()).isEqualTo(8080);
        assertThat(service.sorryServer().orElseThrow().method().forwarding()).isEqualTo(Forwarding.MASQUERADE);
        RealServer server = service.realServers().get(0);
        assertThat(server.address().getHostAddress()).isEqualTo("192.0.2.20");
        assertThat(server.port()).isEqualTo(81);
        assertThat(server.weight()).isEqualTo(3);
        assertThat(server.inhibitOnFailure()).isTrue();
        CheckSettings settings = server.checks().get(0);
        assertThat(settings.initiallyUp()).isTrue();
        TcpCheckBlock check = (TcpCheckBlock) settings.check();
        assertThat(check.connection().target().getPort()).isEqualTo(82);
        assertThat(check.connection().timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(check.pace().retries()).isEqualTo(4);
        assertThat(check.pace().delayBeforeRetry()).isEqualTo(Duration.ofSeconds(2));
        assertThat(check.pace().delayLoop()).isEqualTo(Duration.ofSeconds(6));
        assertThat(check.pace().warmup()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void shouldMakeOneServiceOfAGroupWithAsManyEntriesAsItHasAddresses() throws Exception {
        VirtualService service = services("""
                        virtual_server_group web {
                            192.0.2.10-11 80
                            fwmark 7
                        }
                        virtual_server group web {
                            protocol UDP
                            lvs_sched sh
                            sh-port
                            ops
                            persistence_granularity 255.255.255.0
                            omega
                            real_server 192.0.2.20 80 {
                            }
                        }
                        """).get(0);
        assertThat(service.key()).hasToString("UDP group web");
        assertThat(service.entries())
                .extracting(entry -> entry.key().toString())
                .containsExactly("UDP 192.0.2.10:80", "UDP 192.0.2.11:80", "FWM 7");
        assertThat(service.entries()).allSatisfy(entry -> {
            assertThat(entry.flags()).isEqualTo(IpvsService.SCHEDULER_FLAG_2 | IpvsService.ONE_PACKET);
            assertThat(entry.persistencePrefix()).isEqualTo(24);
        });
        assertThat(service.options().omega()).isTrue();
    }

    @Test
    void shouldTakeTheSyncIdFromTheInstanceThatTheDaemonFollows() throws Exception {
        Path file = Files.writeString(folder.resolve("sync.conf"), """
                        global_defs {
                            lvs_sync_daemon eth1 inst VI_1 port 8849
                            lvs_timeouts tcp 1800
                            lvs_flush_on_stop
                        }
                        vrrp_instance VI_1 {
                            interface eth0
                            virtual_router_id 51
                            virtual_ipaddress {
                                192.0.2.10
                            }
                        }
                        """);
        LvsSettings settings = WantedServices.of(ConfigurationReader.read(file)).settings();
        assertThat(settings.atStop()).isEqualTo(LvsSettings.AtStop.FLUSH);
        assertThat(settings.timeouts().tcp()).contains(Duration.ofMinutes(30));
        assertThat(settings.syncDaemon().orElseThrow().wanted(true))
                .singleElement()
                .hasToString("master on eth1, sync id 51");
        assertThat(settings.syncDaemon().orElseThrow().daemon().port()).hasValue(8849);
    }

    @Test
    void shouldForwardAsTheFileSays() throws Exception {
        String server = "virtual_server 192.0.2.10 %d {\nlb_kind %s\nreal_server 192.0.2.20 80 {\n}\n}\n";
        String file = server.formatted(1, "NAT") + server.formatted(2, "DR") + server.formatted(3, "TUN");
        assertThat(services(file))
                .extracting(service -> service.realServers().get(0).method().forwarding())
                .containsExactly(Forwarding.MASQUERADE, Forwarding.DIRECT_ROUTE, Forwarding.TUNNEL);
    }
}
