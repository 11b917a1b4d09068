package org.aloft.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aloft.plan.facts.HostFacts;
import org.aloft.plan.facts.HostState;
import org.aloft.plan.facts.UnreachableHost;
import org.aloft.plan.resource.PlanException;
import org.aloft.topology.model.AgentKind;
import org.aloft.topology.model.Topology;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private final Topology topology = LvsDr.topology();

    private static Plan plan(Topology topology, Map<String, HostState> states) {
        return Planner.plan(topology, states, LvsDr.BUNDLE, LvsDr.TEMPLATES);
    }

    private Map<String, HostState> settled() {
        Map<String, HostState> fresh = LvsDr.fresh(topology);
        return Played.after(plan(topology, fresh), fresh);
    }

    private static List<String> steps(Plan plan, String host) {
        return plan.host(host).orElseThrow().steps().stream()
                .map(step -> step.kind() + " " + step.resourceId())
                .toList();
    }

    @Test
    void shouldSilenceArpBeforeTheVipComesToLo() {
        assertThat(steps(plan(topology, LvsDr.fresh(topology)), "web1"))
                .containsExactly(
                        "INSTALL package:nginx-light",
                        "CREATE file:/var/www/html/index.html",
                        "START service:nginx.service",
                        "UPDATE sysctl:net.ipv4.conf.all.arp_ignore",
                        "UPDATE sysctl:net.ipv4.conf.all.arp_announce",
                        "UPDATE sysctl:net.ipv4.conf.lo.arp_ignore",
                        "UPDATE sysctl:net.ipv4.conf.lo.arp_announce",
                        "CREATE address:192.168.100.10/32@lo",
                        "CREATE file:/etc/systemd/system/aloft-vips.service",
                        "CREATE file:/etc/sysctl.d/90-aloft.conf",
                        "START service:aloft-vips.service");
    }

    @Test
    void shouldStartTheAgentAfterAllThatItNeeds() {
        assertThat(steps(plan(topology, LvsDr.fresh(topology)), "lvs1"))
                .containsExactly(
                        "CREATE file:/etc/modules-load.d/aloft.conf",
                        "CREATE file:/etc/aloft/aloftd.conf",
                        "INSTALL bundle:0123456789ab",
                        "CREATE file:/etc/systemd/system/aloftd.service",
                        "UPDATE sysctl:net.ipv4.ip_forward",
                        "UPDATE sysctl:net.ipv4.conf.all.send_redirects",
                        "UPDATE sysctl:net.ipv4.conf.default.send_redirects",
                        "UPDATE sysctl:net.ipv4.conf.ens33.send_redirects",
                        "CREATE file:/etc/sysctl.d/90-aloft.conf",
                        "START service:aloftd.service");
    }

    @Test
    void shouldSayNothingOfAVipWhoseDirectorsWereNotAsked() {
        Plan limited = plan(topology, Map.of("web1", LvsDr.fresh(topology, "web1")));

        assertThat(limited.hasChanges()).isTrue();
        assertThat(limited.impact().vips()).isEmpty();
    }

    @Test
    void shouldChangeRealServersFirstThenTheStandbyThenTheActive() {
        Plan plan = plan(topology, LvsDr.fresh(topology));
        assertThat(plan.waves())
                .extracting(Wave::hosts)
                .containsExactly(List.of("web1", "web2"), List.of("lvs2"), List.of("lvs1"));
        assertThat(plan.host("client").orElseThrow().steps()).isEmpty();
    }

    @Test
    void shouldFindNothingToDoAfterTheSteps() {
        Plan again = plan(topology, settled());
        assertThat(again.hasChanges()).isFalse();
        assertThat(again.waves()).isEmpty();
        assertThat(PlanRenderer.render(again, RenderOptions.PLAIN))
                .isEqualTo("Nothing to do: lvs1, lvs2, web1, web2, client are as wanted.\n");
    }

    @Test
    void shouldHandOverAndBackWhenTheAgentChanges() {
        Map<String, HostState> settled = settled();
        Plan plan = Planner.plan(topology, settled, LvsDr.bundle("ba9876543210"), LvsDr.TEMPLATES);
        assertThat(plan.waves()).extracting(Wave::hosts).containsExactly(List.of("lvs2"), List.of("lvs1"));
        Impact.VipImpact impact = plan.impact().vips().get(0);
        assertThat(impact.holders()).containsExactly("lvs1", "lvs2", "lvs1");
        assertThat(impact.longestGap()).isBetween(Duration.ofMillis(640), Duration.ofMillis(650));
        Map<String, HostState> after = Played.after(plan, settled);
        assertThat(Planner.plan(topology, after, LvsDr.bundle("ba9876543210"), LvsDr.TEMPLATES)
                        .hasChanges())
                .isFalse();
    }

    @Test
    void shouldReloadWithoutAMoveWhenOnlyTheConfigurationChanges() {
        Topology other =
                LvsDr.topology(AgentKind.ALOFTD, "xyz789", "nginx-light", "/var/www/html/index.html", "web page\n");
        Plan plan = plan(other, settled());
        assertThat(steps(plan, "lvs1"))
                .containsExactly("UPDATE file:/etc/aloft/aloftd.conf", "RELOAD service:aloftd.service");
        assertThat(plan.impact().vips().get(0).holders()).containsExactly("lvs1");
        assertThat(PlanRenderer.render(plan, RenderOptions.PLAIN) + PlanJson.write(plan))
                .contains("only a secret changes")
                .doesNotContain("xyz789")
                .doesNotContain(LvsDr.PASSWORD);
    }

    @Test
    void shouldTakeAwayTheVipBeforeArpSpeaksAgain() {
        Topology smaller = LvsDr.withoutServices();
        Map<String, HostState> settled = settled();
        Plan plan = plan(smaller, settled);
        assertThat(steps(plan, "web1"))
                .containsExactly(
                        "REMOVE service:aloft-vips.service",
                        "REMOVE service:nginx.service",
                        "REMOVE address:192.168.100.10/32@lo",
                        "REMOVE file:/etc/sysctl.d/90-aloft.conf",
                        "REMOVE file:/etc/systemd/system/aloft-vips.service",
                        "REMOVE file:/var/www/html/index.html",
                        "REMOVE sysctl:net.ipv4.conf.lo.arp_announce",
                        "REMOVE sysctl:net.ipv4.conf.lo.arp_ignore",
                        "REMOVE sysctl:net.ipv4.conf.all.arp_announce",
                        "REMOVE sysctl:net.ipv4.conf.all.arp_ignore",
                        "REMOVE package:nginx-light");
        assertThat(plan(smaller, Played.after(plan, settled)).hasChanges()).isFalse();
    }

    @Test
    void shouldAdoptAFileThatSomeoneElseWrote() {
        Map<String, HostState> states = LvsDr.fresh(topology);
        states.computeIfPresent(
                "web1",
                (host, state) ->
                        Played.with((HostFacts) state, "/var/www/html/index.html", Played.present("Welcome!\n", 0644)));
        Step step = plan(topology, states).host("web1").orElseThrow().steps().get(1);
        assertThat(step.kind()).isEqualTo(StepKind.ADOPT);
        assertThat(step.diff().orElseThrow().text()).isEqualTo("@@ -1,1 +1,1 @@\n-Welcome!\n+web page\n");
    }

    @Test
    void shouldFinishWhatAnInterruptedRunLeftUndone() {
        Map<String, HostState> settled = settled();
        HostPlan broken = Planner.plan(topology, settled, LvsDr.bundle("ba9876543210"), LvsDr.TEMPLATES)
                .host("lvs1")
                .orElseThrow();
        List<Step> done = broken.steps().subList(0, broken.steps().size() - 1);
        Map<String, HostState> states = new LinkedHashMap<>(settled);
        states.put("lvs1", Played.after((HostFacts) settled.get("lvs1"), done, broken.intent()));
        Plan plan = Planner.plan(topology, states, LvsDr.bundle("ba9876543210"), LvsDr.TEMPLATES);
        assertThat(steps(plan, "lvs1")).containsExactly("RESTART service:aloftd.service");
    }

    @Test
    void shouldPlanTheRestWhenAHostIsSilentOrUnfit() {
        Map<String, HostState> states = LvsDr.fresh(topology);
        states.put("lvs2", new UnreachableHost("lvs2", "no route to 192.168.100.111", "is it switched on?"));
        states.computeIfPresent("web2", (host, state) -> Played.withoutSystemd((HostFacts) state));
        Plan plan = plan(topology, states);
        assertThat(plan.waves()).extracting(Wave::hosts).containsExactly(List.of("web1"), List.of("lvs1"));
        assertThat(plan.refusals()).extracting(Refusal::host).containsExactly("web2");
        assertThat(PlanRenderer.render(plan, RenderOptions.PLAIN))
                .contains("! lvs2 cannot be reached: no route to 192.168.100.111\n    is it switched on?\n")
                .contains("web2 cannot be planned: systemd is not running there")
                .endsWith("2 hosts are left out.\n");
    }

    @Test
    void shouldRefuseAPasswordThatTheConfigurationCannotCarry() {
        Topology hostile =
                LvsDr.topology(AgentKind.ALOFTD, "a}\nb{", "nginx-light", "/var/www/html/index.html", "web page\n");
        assertThatThrownBy(() -> plan(hostile, LvsDr.fresh(topology)))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("instances.VI_1.authentication.password")
                .hasMessageNotContaining("b{");
    }

    @Test
    void shouldShowTheFreshClusterAsAPersonReadsIt() {
        String shown =
                PlanRenderer.render(plan(topology, LvsDr.fresh(topology)), new RenderOptions(false, false, false, 100));
        assertThat(shown).isEqualTo(Golden.read("fresh.txt"));
    }

    @Test
    void shouldWriteTheWholeConfiguration() {
        String text = plan(topology, LvsDr.fresh(topology)).host("lvs1").orElseThrow().steps().stream()
                .filter(step -> step.resourceId().equals("file:/etc/aloft/aloftd.conf"))
                .map(step -> ((org.aloft.plan.resource.FileResource) step.resource()).content())
                .findFirst()
                .orElseThrow();
        assertThat(text).isEqualTo(Golden.read("aloftd.conf"));
    }
}
