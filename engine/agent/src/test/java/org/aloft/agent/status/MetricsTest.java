package org.aloft.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final List<String> lines = Metrics.of(StatusFixture.full()).lines().toList();

    @Test
    void shouldSayItAsExportersForKeepalivedDo() {
        assertThat(lines)
                .contains(
                        "keepalived_up 1",
                        "aloft_fast_detection_up{peer=\"10.0.0.2\",own=\"10.0.0.1\"} 1",
                        "keepalived_vrrp_state{iname=\"VI_1\",intf=\"eth0\",vrid=\"10\",ip_address=\"10.0.0.10/32\"} 2",
                        "keepalived_advertisements_sent_total{iname=\"VI_1\",intf=\"eth0\",vrid=\"10\"} 297",
                        "keepalived_become_master_total{iname=\"VI_1\",intf=\"eth0\",vrid=\"10\"} 1",
                        "keepalived_ip_ttl_errors_total{iname=\"VI_1\",intf=\"eth0\",vrid=\"10\"} 3",
                        "keepalived_authentication_failure_total{iname=\"VI_2\",intf=\"eth9\",vrid=\"11\"} 0");
    }

    @Test
    void shouldAddAgesJitterPrioritiesAndRealServers() {
        assertThat(lines)
                .contains(
                        "aloft_vrrp_last_advert_age_seconds{iname=\"VI_1\",intf=\"eth0\",vrid=\"10\"} 0.412000",
                        "aloft_vrrp_advert_jitter_seconds{iname=\"VI_1\",intf=\"eth0\",vrid=\"10\"} 0.000121",
                        "aloft_vrrp_priority{iname=\"VI_1\",intf=\"eth0\",vrid=\"10\"} 100",
                        "aloft_vrrp_configured_priority{iname=\"VI_1\",intf=\"eth0\",vrid=\"10\"} 120",
                        "aloft_balancing_problem 1",
                        "aloft_vrrp_holder_clashes_total{iname=\"VI_1\",intf=\"eth0\",vrid=\"10\"} 3",
                        "aloft_vrrp_holder_clash{iname=\"VI_1\",intf=\"eth0\",vrid=\"10\"} 1",
                        "aloft_real_server_up{vip=\"10.0.0.10\",port=\"80\",protocol=\"TCP\",real_server=\"10.0.0.20\",real_port=\"80\"} 1");
        assertThat(lines).noneMatch(line -> line.startsWith("aloft_vrrp_last_advert_age_seconds{iname=\"VI_2\""));
    }

    /** The text format: help and type once for each name, before its samples, and samples of one name together. */
    @Test
    void shouldKeepSamplesOfOneNameTogetherUnderTheirType() {
        String current = "";
        for (String line : lines) {
            if (line.startsWith("# TYPE ")) {
                current = line.split(" ", -1)[2];
            } else if (!line.startsWith("#")) {
                assertThat(line).matches("[a-z_]+(\\{.*\\})? -?[0-9.]+").startsWith(current);
            }
        }
        assertThat(lines.stream().filter(line -> line.startsWith("# TYPE ")).toList())
                .doesNotHaveDuplicates();
    }
}
