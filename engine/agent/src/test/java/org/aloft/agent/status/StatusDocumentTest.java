package org.aloft.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StatusDocumentTest {
    @Test
    void shouldWriteTheDocumentOfTheReadme() {
        String text = new String(StatusDocument.write(StatusFixture.full()), StandardCharsets.UTF_8);
        assertThat(text.replaceAll("\\s+", "")).isEqualTo("""
                        {"version":1,"agent":"aloftd 0.1.0","pid":4711,
                        "started":"2026-01-01T10:00:00.123Z","asOf":"2026-01-01T10:00:01.123Z",
                        "configFile":"/etc/aloft/aloftd.conf","configSha256":"00ff",
                        "instances":[
                        {"name":"VI_1","state":"ACTIVE","since":"2026-01-01T10:00:00.123Z",
                        "reason":"no advert of 10.0.0.2 for 3.61 s","virtualRouterId":10,"interface":"eth0","priority":100,
                        "vips":["10.0.0.10/32"],"activeRouter":"10.0.0.1","lastAdvertAgeMs":412,
                        "advertJitterMicros":120,"transitions":2,"becameActive":1,"releasedActive":0,
                        "advertsSent":297,"advertsReceived":1,"advertsDropped":{"ttl":3},"configuredPriority":120,
                        "tracked":[{"kind":"vrrp_script","name":"chk_proxy","state":"down","weight":-20}],"syncGroup":null,
                        "handover":"NONE","heard":[{"address":"10.0.0.2","priority":90,"intervalMs":1000,"adverts":7,"ageMs":600}],
                        "otherHolder":"10.0.0.2"},
                        {"name":"VI_2","state":"FAULT","since":"2026-01-01T10:00:00.123Z",
                        "reason":"there is no interface eth9","virtualRouterId":11,"interface":"eth9","priority":90,
                        "vips":[],"activeRouter":null,"lastAdvertAgeMs":null,
                        "advertJitterMicros":0,"transitions":1,"becameActive":0,"releasedActive":0,
                        "advertsSent":0,"advertsReceived":0,"advertsDropped":{},"configuredPriority":90,"tracked":[],
                        "syncGroup":"G1","handover":"NONE","heard":[],"otherHolder":null}],
                        "fastDetection":[{"peer":"10.0.0.2","own":"10.0.0.1","up":true,"detectionMs":60,"counts":true}],
                        "virtualServices":[{"address":"10.0.0.10","port":80,"protocol":"TCP","scheduler":"rr",
                        "realServers":[{"address":"10.0.0.20","port":80,"weight":1,"up":true,
                        "since":"2026-01-01T10:00:00.123Z","reason":"a connection to 10.0.0.20:80 was accepted",
                        "activeConnections":1,"inactiveConnections":2,"connections":3}]}],"balancingProblem":"no IPVS; run `modprobe ip_vs`"}
                        """.replaceAll("\\s+", ""));
    }
}
