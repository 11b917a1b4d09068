package org.aloft.verify.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentStatusTest {
    @Test
    void shouldReadVersionOneAndPassOverWhatItDoesNotKnow() {
        AgentStatus status = AgentStatus.parse("""
                {"version":1,"agent":"aloftd 0.1.0","pid":42,"instances":[{"name":"VI_1","state":"BACKUP",
                "since":"2026-03-14T09:12:01Z","reason":"heard lvs1","priority":90,"transitions":2,"later":true,
                "advertsReceived":900,"advertsDropped":{"authenticationData":312}}],
                "virtualServices":[{"address":"192.168.100.10","port":80,"realServers":[
                {"address":"192.168.100.200","port":80,"weight":1,"up":true,"activeConnections":3},
                {"address":"192.168.100.222","port":80,"weight":1,"up":false}]}]}
                """);
        assertThat(status.instance("VI_1").orElseThrow().state()).isEqualTo("BACKUP");
        assertThat(status.instance("VI_1").orElseThrow().adverts())
                .isEqualTo(new AgentStatus.AdvertsHeard(900, Map.of("authenticationData", 312L)));
        assertThat(status.virtualServices().get(0).realServers())
                .extracting(AgentStatus.RealServer::up)
                .containsExactly(true, false);
    }

    @Test
    void shouldRefuseAnotherVersionAndText() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentStatus.parse("{\"version\":2}"))
                .withMessageContaining("version 2");
        assertThatIllegalArgumentException().isThrownBy(() -> AgentStatus.parse("not found"));
    }
}
