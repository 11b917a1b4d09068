package org.aloft.plan.resource;

import static org.aloft.plan.shell.ShellWord.quote;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.aloft.plan.apply.ApplyEvent;
import org.aloft.plan.apply.ApplyScript;
import org.aloft.plan.apply.RunIdentity;
import org.aloft.plan.host.Answer;
import org.aloft.plan.host.HostFacts;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.probe.FactsReader;
import org.aloft.plan.probe.ProbeScript;
import org.aloft.plan.rollout.Batch;
import org.aloft.plan.rollout.Step;
import org.aloft.plan.shell.Shell;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same cases on a real kernel, with each shell: what the case says that a host answers is what this host answers; after
 * the steps nothing is left to do; after giving back, the host answers as before.
 *
 * <p>In a network and a view of the file system of their own, which end with the process. Root is not needed: a user
 * namespace makes one. Cases of kinds that need a running systemd are run on hosts of a lab.
 */
class RealKernelTest {
    private static final RunIdentity IDENTITY =
            new RunIdentity("o'brien", "ws $(id)", "run1", Instant.parse("2026-01-02T03:04:05Z"));
    private static final String CUT = "=== cut here ===\n";

    @TempDir
    private Path folder;

    static Stream<Arguments> cases() {
        return ResourceCase.all().stream()
                .filter(each -> each.json().has("setup"))
                .flatMap(each -> Stream.of("dash", "bash", "busybox sh").map(shell -> Arguments.of(shell, each)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cases")
    void shouldAnswerApplyAndGiveBack(String shell, ResourceCase each) throws Exception {
        Resource resource = each.wanted().orElseThrow();
        HostFacts before =
                facts(run(shell, each, ProbeScript.of(List.of(resource))).get(0));
        assertThat(values(before.answer(resource.id())))
                .isEqualTo(values(each.facts().answer(resource.id())));

        Finding finding = resource.compare(new Situation(before, Optional.empty(), Set.of()));
        List<Change> changes = changes(finding);
        if (changes.isEmpty()) {
            return;
        }
        Manifest ours = Manifest.of(
                Set.of("host"),
                List.copyOf(resource.remember(new Situation(before, Optional.empty(), Set.of())).stream()
                        .toList()));
        String apply = script(resource, changes.get(0), Manifest.EMPTY.andAlso(ours), ours);
        List<String> applied = run(shell, each, apply, ProbeScript.of(List.of(resource)));
        assertThat(events(applied.get(0))).as(applied.get(0)).last().isInstanceOf(ApplyEvent.Finished.class);
        HostFacts after = facts(applied.get(1));
        Situation recorded = new Situation(after, after.manifest().find(resource.id()), Set.of());
        assertThat(resource.compare(recorded)).isInstanceOf(Finding.Fine.class);
        if (after.manifest().entries().isEmpty()) {
            return;
        }

        Finding leaving = each.kind().giveBack(recorded.recorded().orElseThrow(), recorded);
        String giveBack = script(resource, changes(leaving).get(0), ours, Manifest.EMPTY);
        List<String> given = run(shell, each, apply, giveBack, ProbeScript.of(List.of(resource)));
        assertThat(events(given.get(1))).as(given.get(1)).last().isInstanceOf(ApplyEvent.Finished.class);
        HostFacts again = facts(given.get(2));
        HostFacts back = each.json().has("back") ? each.facts("back") : before;
        assertThat(values(again.answer(resource.id()))).isEqualTo(values(back.answer(resource.id())));
        assertThat(again.machine().addresses()).isEqualTo(before.machine().addresses());
        assertThat(again.manifest()).isEqualTo(Manifest.EMPTY);
    }

    private static List<Change> changes(Finding finding) {
        return finding.match(fine -> List.of(), List::of, blocked -> List.of());
    }

    private static Map<String, String> values(Answer answer) {
        return answer.values();
    }

    private static String script(Resource resource, Change change, Manifest before, Manifest after) {
        Step step = new Step(1, resource.id(), "test", change);
        return ApplyScript.of(new Batch("host", Batch.Part.CHANGE, List.of(step), before, after), IDENTITY);
    }

    private static HostFacts facts(String output) throws Exception {
        return FactsReader.read("host", output);
    }

    private static List<ApplyEvent> events(String output) {
        return output.lines().flatMap(line -> ApplyEvent.parse(line).stream()).toList();
    }

    /** Runs scripts one after the other, each with the shell, where nothing that they change outlives them. */
    private List<String> run(String shell, ResourceCase each, String... scripts) throws IOException {
        StringBuilder all = new StringBuilder("set -e\n");
        for (String mount : List.of("/run", "/opt", "/var/lib/aloft", "/srv")) {
            all.append("mkdir -p ")
                    .append(mount)
                    .append("; mount -t tmpfs -o size=1M none ")
                    .append(mount)
                    .append('\n');
        }
        all.append("set +e\n").append(each.json().get("setup").asText()).append('\n');
        for (String script : scripts) {
            Path file = Files.createTempFile(folder, "script", ".sh");
            Files.writeString(file, script);
            all.append("printf '%s' ").append(quote(CUT)).append('\n');
            all.append(shell).append(" <").append(quote(file.toString())).append('\n');
        }
        Shell.Outcome outcome = Shell.run(all.toString(), "unshare", "--map-root-user", "--mount", "--net", "sh");
        List<String> outputs = new ArrayList<>(List.of(outcome.output().split(CUT, -1)));
        assertThat(outputs.remove(0)).isEmpty();
        return outputs;
    }
}
