package org.aloft.plan.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.aloft.plan.rollout.Batch.Part;
import org.aloft.plan.show.PlanText;
import org.aloft.plan.show.ShowOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A simulated cluster for each test, the topologies that they begin with, and plans in a form that tests compare. */
abstract class OnSimulatedHosts {
    static final String DIRECTORS = """
            instances:
              VI_1:
                virtual_router_id: 10
                interface: ens33
                members: {lvs1: 100, lvs2: 90}
                vips: [192.168.100.10]
                authentication: {type: PASS, password: abc123}
            """;

    static final String SERVICES = """
            services:
              web:
                vip: 192.168.100.10
                port: 80
                scheduler: rr
                forward: dr
                real_servers: {web1: 1, web2: 1}
                check: {tcp: {connect_timeout: 3s, retries: 3, delay_before_retry: 1s, delay: 3s}}
            """;

    static final String NGINX = """
            hosts:
              web1:
                packages: [nginx-light]
                files:
                  /etc/nginx/nginx.conf: {content: "ours"}
                services: [nginx]
            """;

    static final String TOPOLOGY = DIRECTORS + SERVICES;

    @TempDir
    Path folder;

    SimulatedCluster cluster;

    @BeforeEach
    void build() {
        cluster = new SimulatedCluster(folder);
    }

    static List<String> steps(Plan plan, String host) {
        return plan.waves().stream()
                .flatMap(wave -> wave.batches().stream())
                .filter(batch -> batch.host().equals(host))
                .flatMap(batch -> batch.steps().stream())
                .map(step -> step.change().verb() + " " + step.resource())
                .toList();
    }

    static List<String> calls(Plan plan, String host) {
        return plan.waves().stream()
                .flatMap(wave -> wave.batches().stream())
                .filter(batch -> batch.host().equals(host))
                .flatMap(batch -> batch.steps().stream())
                .flatMap(step -> step.change().calls().stream())
                .map(call -> String.join(" ", call.shown()))
                .toList();
    }

    static List<List<String>> hosts(Plan plan) {
        return plan.waves().stream()
                .map(wave -> wave.batches().stream()
                        .filter(batch -> batch.part() != Part.RECORD)
                        .map(Batch::host)
                        .toList())
                .filter(wave -> !wave.isEmpty())
                .toList();
    }

    static List<List<Part>> parts(Plan plan) {
        return plan.waves().stream()
                .map(wave -> wave.batches().stream().map(Batch::part).distinct().toList())
                .toList();
    }

    void assertNothingLeft(String topology) {
        Plan again = cluster.plan(topology);
        assertThat(again.hasChanges())
                .as(PlanText.render(again, ShowOptions.PLAIN))
                .isFalse();
        assertThat(again.refusals()).isEmpty();
    }
}
