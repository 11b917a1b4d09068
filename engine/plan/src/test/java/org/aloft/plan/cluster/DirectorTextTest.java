package org.aloft.plan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is read of a configuration that may hold everything that the agent knows. */
class DirectorTextTest {
    private static final String FULL = """
            global_defs { vrrp_version 3 }
            vrrp_script check {
                script "/bin/sh -c 'echo { } # virtual_router_id 99'"   # a comment with a { in it
                interval 2
            }
            vrrp_sync_group VG_1 {
                group {
                    VI_1
                }
                notify_master "/bin/up }"
            }
            vrrp_instance VI_1 {
                interface eth0
                virtual_router_id 10
                priority 150
                unicast_src_ip 10.0.0.1
                unicast_peer {
                    10.0.0.2
                }
                track_interface {
                    eth1 weight -10
                }
                track_script { check }
                virtual_ipaddress { 10.0.0.9/24 dev eth1 label "eth1:1" }
                virtual_ipaddress_excluded {
                    2001:db8::9/64
                }
                virtual_routes {
                    10.40.0.0/16 via 10.0.0.254 dev eth0
                }
                notify "/bin/log ! {"
            }
            """;

    @Test
    void shouldReadAnInstanceAmongBlocksThatMatterForNothing() {
        DirectorText read = DirectorText.read(FULL);

        assertThat(read.instances()).hasSize(1);
        DirectorText.Instance instance = read.instance("VI_1").orElseThrow();
        assertThat(instance.priority()).isEqualTo(150);
        assertThat(instance.vips()).containsExactlyInAnyOrder("10.0.0.9", "2001:db8::9");
        assertThat(instance.shared())
                .isEqualTo(Map.of(
                        "virtual_router_id",
                        "10",
                        "interface",
                        "eth0",
                        "version",
                        "3",
                        "advert_int",
                        "1",
                        "unicast_peer",
                        "yes"));
    }

    @Test
    void shouldNotTakeAnotherPeerForSomethingThatPeersShare() {
        DirectorText.Instance before = DirectorText.read(FULL).instance("VI_1").orElseThrow();
        DirectorText.Instance more = DirectorText.read(
                        FULL.replace("        10.0.0.2\n", "        10.0.0.2\n        10.0.0.3\n"))
                .instance("VI_1")
                .orElseThrow();
        DirectorText.Instance multicast = DirectorText.read(FULL.replaceAll("(?s)unicast_peer \\{.*?\\}", ""))
                .instance("VI_1")
                .orElseThrow();

        assertThat(before.differences(more)).isEmpty();
        assertThat(before.differences(multicast)).containsExactly("unicast_peer");
    }
}
