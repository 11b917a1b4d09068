package org.aloft.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.vrrp.RouterStatus;
import org.junit.jupiter.api.Test;

class StatusDocumentTest {
    private static final Instant START = Instant.parse("2026-01-01T10:00:00.123456789Z");

    static AgentStatus full() {
        RouterStatus active = new RouterStatus(
                "VI_1",
                "ACTIVE",
                START,
                "no advert of 10.0.0.2 for 3.61 s",
                10,
                "eth0",
                100,
                List.of("10.0.0.10/32"),
                Optional.of("10.0.0.1"),
                Optional.of(Duration.ofMillis(412)),
                2,
                297,
                1,
                Map.of("ttl", 3L));
        RouterStatus fault = new RouterStatus(
                "VI_2",
                "FAULT",
                START,
                "there is no interface eth9",
                11,
                "eth9",
                90,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                1,
                0,
                0,
                Map.of());
        ServiceStatus.RealServer server = new ServiceStatus.RealServer(
                "10.0.0.20", 80, 1, true, START, "a connection to 10.0.0.20:80 was accepted", 1, 2, 3);
        ServiceStatus service = new ServiceStatus("10.0.0.10", 80, "TCP", "rr", List.of(server));
        return new AgentStatus(
                "aloftd 0.1.0",
                4711,
                START,
                START.plusSeconds(1),
                "/etc/aloft/aloftd.conf",
                "00ff",
                List.of(active, fault),
                List.of(service));
    }

    @Test
    void shouldWriteTheDocumentOfTheReadme() {
        String text = new String(StatusDocument.write(full()), StandardCharsets.UTF_8);
        assertThat(text.replaceAll("\\s+", "")).isEqualTo("""
                        {"version":1,"agent":"aloftd 0.1.0","pid":4711,
                        "started":"2026-01-01T10:00:00.123Z","asOf":"2026-01-01T10:00:01.123Z",
                        "configFile":"/etc/aloft/aloftd.conf","configSha256":"00ff",
                        "instances":[
                        {"name":"VI_1","state":"ACTIVE","since":"2026-01-01T10:00:00.123Z",
                        "reason":"no advert of 10.0.0.2 for 3.61 s","virtualRouterId":10,"interface":"eth0","priority":100,
                        "vips":["10.0.0.10/32"],"activeRouter":"10.0.0.1","lastAdvertAgeMs":412,"transitions":2,
                        "advertsSent":297,"advertsReceived":1,"advertsDropped":{"ttl":3}},
                        {"name":"VI_2","state":"FAULT","since":"2026-01-01T10:00:00.123Z",
                        "reason":"there is no interface eth9","virtualRouterId":11,"interface":"eth9","priority":90,
                        "vips":[],"activeRouter":null,"lastAdvertAgeMs":null,"transitions":1,
                        "advertsSent":0,"advertsReceived":0,"advertsDropped":{}}],
                        "virtualServices":[{"address":"10.0.0.10","port":80,"protocol":"TCP","scheduler":"rr",
                        "realServers":[{"address":"10.0.0.20","port":80,"weight":1,"up":true,
                        "since":"2026-01-01T10:00:00.123Z","reason":"a connection to 10.0.0.20:80 was accepted",
                        "activeConnections":1,"inactiveConnections":2,"connections":3}]}]}
                        """.replaceAll("\\s+", ""));
    }
}
