package org.aloft.plan.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aloft.lab.Packages;
import org.aloft.plan.HostPlan;
import org.aloft.plan.LvsDr;
import org.aloft.plan.Plan;
import org.aloft.plan.Planner;
import org.aloft.plan.facts.FactsException;
import org.aloft.plan.facts.FactsReader;
import org.aloft.plan.facts.FileFact;
import org.aloft.plan.facts.HostFacts;
import org.aloft.plan.facts.ProbeScript;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.PackageResource;
import org.aloft.plan.resource.Resource;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.plan.resource.SysctlResource;
import org.aloft.plan.shell.HostileValues;
import org.aloft.plan.shell.Shell;
import org.aloft.topology.model.AgentKind;
import org.aloft.topology.model.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptsTest {
    private static final RunIdentity IDENTITY =
            new RunIdentity("o'brien $(id)", "ws\n1", "run1", Instant.parse("2026-01-02T03:04:05Z"));

    @TempDir
    private java.nio.file.Path folder;

    private static List<String> scripts(Topology topology) {
        Plan plan = Planner.plan(topology, LvsDr.fresh(topology), LvsDr.BUNDLE, LvsDr.TEMPLATES);
        List<String> scripts = new ArrayList<>();
        for (HostPlan host : plan.hosts()) {
            scripts.add(ApplyScript.of(plan, host, IDENTITY));
            scripts.add(ProbeScript.of(topology, host.host(), LvsDr.wanted(topology, host.host())));
        }
        return scripts;
    }

    @Test
    void shouldPleaseShellcheckAndBothShells() {
        Packages.provide("shellcheck", "/usr/bin/shellcheck");
        for (String script : scripts(LvsDr.topology())) {
            assertThat(Shell.run(
                            script, "shellcheck", "-s", "sh", "-o", "quote-safe-variables", "-e", "SC2016,SC2317", "-"))
                    .isEqualTo(new Shell.Outcome(0, ""));
            assertThat(Shell.run(script, "dash", "-n").exitStatus()).isZero();
        }
    }

    @Test
    void shouldStayWellFormedWithHostileValuesInEveryField() {
        for (String value : HostileValues.all()) {
            Topology hostile = LvsDr.topology(AgentKind.ALOFTD, LvsDr.PASSWORD, value, "/x" + value + "y", value);
            for (String script : scripts(hostile)) {
                for (String shell : List.of("dash", "bash")) {
                    assertThat(Shell.run(script, shell, "-n")).isEqualTo(new Shell.Outcome(0, ""));
                }
            }
        }
    }

    @Test
    void shouldDoNothingWhenCutShort() {
        String script = scripts(LvsDr.topology()).get(0);
        String cut = script.substring(0, script.lastIndexOf("main </dev/null"));
        assertThat(Shell.run(cut, "dash")).isEqualTo(new Shell.Outcome(0, ""));
    }

    @Test
    void shouldReadBackFactsOfThisMachineWhateverTheNames() throws Exception {
        List<Resource> wanted = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        int number = 0;
        for (String value : HostileValues.all()) {
            java.nio.file.Path path = folder.resolve(number++ + value.replace('/', '_') + "x");
            java.nio.file.Files.writeString(path, value);
            paths.add(path.toString());
            wanted.add(FileResource.of(path.toString(), "another", 0600, "test"));
            wanted.add(new PackageResource("-" + value, "test"));
            wanted.add(new ServiceResource(
                    "-" + value + ".service", "test", java.util.Set.of(), java.util.Set.of(), java.util.Set.of()));
        }
        wanted.add(FileResource.of(folder + "/none", "", 0600, "test"));
        wanted.add(FileResource.of(folder.toString(), "", 0600, "test"));
        wanted.add(new SysctlResource("net.ipv4.ip_forward", "1", "test"));
        wanted.add(new SysctlResource("net.ipv4.no_such_thing", "1", "test"));
        String script = ProbeScript.of(LvsDr.topology(), "web1", wanted);
        for (String shell : List.of("dash", "bash")) {
            Shell.Outcome outcome = Shell.run(script, shell);
            HostFacts facts = FactsReader.read("web1", outcome.output());
            for (int i = 0; i < paths.size(); i++) {
                FileFact.Present present = (FileFact.Present) facts.files().get(paths.get(i));
                assertThat(present.content()).contains(HostileValues.all().get(i));
                assertThat(present.sizeBytes())
                        .isEqualTo(java.nio.file.Files.size(java.nio.file.Path.of(paths.get(i))));
            }
            assertThat(facts.files().get(folder + "/none")).isInstanceOf(FileFact.Absent.class);
            assertThat(facts.files().get(folder.toString())).isInstanceOf(FileFact.NotAFile.class);
            assertThat(facts.sysctls()).containsOnlyKeys("net.ipv4.ip_forward");
            assertThat(facts.interfaces()).contains("lo");
            assertThat(facts.freeBytes()).containsKey("/");
            assertThat(facts.kernel()).isNotEmpty();
        }
    }

    @Test
    void shouldSayWhenTheAnswerIsCutShort() {
        assertThatThrownBy(() -> FactsReader.read("web1", "aloft-facts 1\nuser 0\n"))
                .isInstanceOf(FactsException.class)
                .hasMessageContaining("cut short");
        assertThatThrownBy(() -> FactsReader.read("web1", "Please change your password\n"))
                .isInstanceOf(FactsException.class)
                .hasMessageContaining("Please change your password");
        assertThatThrownBy(() -> FactsReader.read("web1", "aloft-facts 1\nfile ???\nend\n"))
                .isInstanceOf(FactsException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void shouldKeepSecretsOutOfEverythingButTheScript() {
        Topology topology = LvsDr.topology();
        Plan plan = Planner.plan(topology, LvsDr.fresh(topology), LvsDr.BUNDLE, LvsDr.TEMPLATES);
        assertThat(plan.toString()).doesNotContain(LvsDr.PASSWORD);
        assertThat(org.aloft.plan.PlanJson.write(plan)).doesNotContain(LvsDr.PASSWORD);
        assertThat(Map.of("lvs1", ApplyScript.of(plan, plan.host("lvs1").orElseThrow(), IDENTITY)))
                .hasEntrySatisfying("lvs1", script -> assertThat(script).contains(LvsDr.PASSWORD));
    }
}
