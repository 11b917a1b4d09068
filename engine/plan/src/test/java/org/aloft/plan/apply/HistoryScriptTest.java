package org.aloft.plan.apply;

import static org.aloft.plan.apply.Scripts.ANN;
import static org.aloft.plan.apply.Scripts.BOB;
import static org.aloft.plan.apply.Scripts.LONG;
import static org.aloft.plan.apply.Scripts.SOMETHING;
import static org.aloft.plan.apply.Scripts.inTurn;
import static org.aloft.plan.apply.Scripts.keeping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.Action;
import org.aloft.plan.resource.Call;
import org.aloft.plan.resource.Change;
import org.aloft.plan.rollout.Batch;
import org.aloft.plan.rollout.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host's own record of what was done there. */
class HistoryScriptTest {
    @TempDir
    private Path folder;

    private static String run(RunIdentity identity, Manifest after, Action... actions) {
        List<Step> steps = new ArrayList<>();
        for (Action action : actions) {
            steps.add(new Step(
                    steps.size() + 1,
                    new ResourceId("test", "x"),
                    "test",
                    Change.of(action, "test", "test", Call.of(action == Action.UPDATE ? "false" : "true"))));
        }
        return inTurn(
                ApplyScript.of(new Batch("host", Batch.Part.CHANGE, steps, SOMETHING, after), identity, LONG),
                UndoScript.confirm(identity));
    }

    @Test
    void shouldRecordEachRunOnceWithWhatItDid() throws Exception {
        RunIdentity ann = new RunIdentity("ann", "desk", "run1", ANN.since(), "apply", "0123456789ab");
        RunIdentity bob = new RunIdentity("bob", "desk", "run2", BOB.since(), "destroy", "-");
        List<String> outputs = new Hosts(folder)
                .run(
                        "",
                        run(ann, SOMETHING, Action.CREATE, Action.CREATE),
                        run(ann, SOMETHING, Action.REMOVE),
                        LeaseScript.end(ann),
                        run(bob, SOMETHING, Action.CREATE, Action.UPDATE),
                        HistoryScript.text(),
                        "stat -c '%a %U' /var/lib/aloft/history\n",
                        run(bob, Manifest.EMPTY, Action.REMOVE),
                        HistoryScript.text());
        List<HistoryScript.Line> lines = HistoryScript.read(outputs.get(4));
        assertThat(lines)
                .extracting(HistoryScript.Line::run, HistoryScript.Line::result)
                .containsExactly(tuple("run1", "done"), tuple("run2", "failed at step 2"));
        assertThat(lines.get(0))
                .isEqualTo(new HistoryScript.Line(
                        lines.get(0).at(), "run1", "ann@desk", "apply", "0123456789ab", 2, 0, 1, "done"));
        assertThat(lines.get(0).at()).matches("[0-9-]{10}T[0-9:]{8}Z");
        assertThat(lines.get(1).created()).isEqualTo(1);
        assertThat(outputs.get(5)).isEqualTo("600 root\nexit 0\n");
        assertThat(HistoryScript.read(outputs.get(7))).as("the host is clean").isEmpty();
    }

    @Test
    void shouldKeepTheLastTwoHundredRuns() throws Exception {
        String full = "i=0; while [ $i -lt 250 ]; do i=$((i + 1));"
                + " printf 'then\\trun_%d\\twho\\tapply\\t-\\t0\\t0\\t0\\tdone\\n' $i; done >/var/lib/aloft/history";
        List<String> outputs = new Hosts(folder).run(full, run(ANN, SOMETHING, Action.CREATE), HistoryScript.text());
        List<HistoryScript.Line> lines = HistoryScript.read(outputs.get(1));
        assertThat(lines).hasSize(200);
        assertThat(lines.get(0).run()).isEqualTo("run_52");
        assertThat(lines.get(199).run()).isEqualTo("run1");
    }

    @Test
    void shouldSayThatARunWasCutOff() throws Exception {
        Path script = Files.writeString(
                folder.resolve("apply.sh"),
                keeping(Call.of("true")).replace("attempt 1 step_1", "kill -9 $$; attempt 1 step_1"));
        String output = new Hosts(folder)
                .run("{ sh <" + script + " >/run/out; } 2>/dev/null; rm /run/out", HistoryScript.text())
                .get(0);
        assertThat(HistoryScript.read(output)).singleElement().satisfies(line -> assertThat(line.result())
                .isEqualTo("begun"));
    }
}
