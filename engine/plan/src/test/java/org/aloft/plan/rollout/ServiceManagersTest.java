package org.aloft.plan.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.aloft.lab.Packages;
import org.aloft.plan.host.ServiceManager;
import org.aloft.plan.shell.Shell;
import org.aloft.plan.show.PlanText;
import org.aloft.plan.show.ShowOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hosts whose services somebody else than systemd starts and stops, or nobody. */
class ServiceManagersTest extends OnSimulatedHosts {
    private static final String SCRIPT = "create file:/etc/init.d/aloftd";
    private static final String UNIT = "create file:/etc/systemd/system/aloftd.service";

    private static final String ROUTED = TOPOLOGY + "hosts:\n  web1: {routes: {10.20.0.0/16: 192.168.100.254}}\n";

    private void all(ServiceManager manager) {
        List.of("lvs1", "lvs2", "web1", "web2").forEach(host -> cluster.host(host).manager = manager);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SYSTEMD")
    void shouldStartTheAgentByAnInitScriptAndLeaveNothingToDo(ServiceManager manager) {
        all(manager);

        Plan plan = cluster.apply(TOPOLOGY);

        assertThat(plan.refusals()).isEmpty();
        assertThat(steps(plan, "lvs1")).contains(SCRIPT).doesNotContain(UNIT).endsWith("start service:aloftd.service");
        assertNothingLeft(TOPOLOGY);
    }

    @Test
    void shouldGiveEachHostTheFormOfItsOwnServiceManager() {
        cluster.host("lvs1").manager = ServiceManager.OPENRC;
        cluster.host("lvs2").manager = ServiceManager.SYSV;
        cluster.apply(TOPOLOGY);

        assertThat(cluster.host("lvs1").files.get("/etc/init.d/aloftd").content())
                .startsWith("#!/sbin/openrc-run\n")
                .contains("supervisor=supervise-daemon\n");
        assertThat(cluster.host("lvs2").files.get("/etc/init.d/aloftd").content())
                .startsWith("#!/bin/sh\n")
                .contains("### BEGIN INIT INFO\n", "config=/etc/aloft/aloftd.conf\n");
        assertNothingLeft(TOPOLOGY);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SYSTEMD")
    void shouldWriteInitScriptsThatPleaseShellcheck(ServiceManager manager) {
        Packages.provide("shellcheck", "/usr/bin/shellcheck");
        all(manager);
        cluster.apply(ROUTED);
        for (String file : List.of("lvs1:aloftd", "web1:aloft-routes", "web1:aloft-vips")) {
            String host = file.substring(0, file.indexOf(':'));
            String script = cluster.host(host)
                    .files
                    .get("/etc/init.d/" + file.substring(file.indexOf(':') + 1))
                    .content();
            // SC2034: what OpenRC reads. SC2329, SC2317: what it calls.
            assertThat(Shell.run(script, "shellcheck", "-s", "sh", "-e", "SC2034,SC2329,SC2317,SC1008", "-"))
                    .as(file)
                    .isEqualTo(new Shell.Outcome(0, ""));
        }
    }

    @Test
    void shouldSayWhatAContainersStartHasToCall() {
        all(ServiceManager.NONE);
        assertThat(PlanText.render(cluster.plan(TOPOLOGY), ShowOptions.PLAIN).replaceAll("\\s+", " "))
                .contains("! lvs1: no service manager runs there: let whatever starts the container call"
                        + " /var/lib/aloft/boot, else nothing that Aloft starts comes back");

        cluster.apply(TOPOLOGY);
        assertThat(PlanText.render(cluster.plan(TOPOLOGY), ShowOptions.PLAIN))
                .as("once nothing changes, it is known")
                .doesNotContain("!");
    }

    @Test
    void shouldTakeTheUnitAwayWhereSystemdIsGone() {
        cluster.apply(TOPOLOGY);
        cluster.host("lvs1").manager = ServiceManager.SYSV;

        assertThat(steps(cluster.plan(TOPOLOGY), "lvs1"))
                .contains("remove file:/etc/systemd/system/aloftd.service", SCRIPT, "restart service:aloftd.service");
    }

    @Test
    void shouldAskWhetherTheAgentRunsOfWhomeverRunsIt() {
        all(ServiceManager.NONE);
        assertThat(cluster.plan(TOPOLOGY).waves().stream()
                        .flatMap(wave -> wave.proofs().stream())
                        .filter(Proof.AgentRuns.class::isInstance))
                .hasSize(2)
                .allSatisfy(proof -> {
                    assertThat(proof.script()).endsWith("states_of_services 'aloftd.service'\n");
                    assertThat(proof.fix()).startsWith("tail -n 50 /var/log/aloftd.log on lvs");
                });
    }

    @Test
    void shouldKeepRoutesAndVipsByInitScripts() {
        all(ServiceManager.NONE);
        cluster.apply(ROUTED);

        assertThat(cluster.host("web1").files.get("/etc/init.d/aloft-routes").content())
                .contains("ip route replace 10.20.0.0/16 via 192.168.100.254 proto static || return 1\n");
        assertThat(cluster.host("web1").files.get("/etc/init.d/aloft-vips").content())
                .contains("ip address replace 192.168.100.10/32 dev lo label lo:0 || return 1\n");
    }
}
