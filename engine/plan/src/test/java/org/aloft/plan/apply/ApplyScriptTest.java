package org.aloft.plan.apply;

import static org.aloft.plan.apply.Scripts.ANN;
import static org.aloft.plan.apply.Scripts.LONG;
import static org.aloft.plan.apply.Scripts.apply;
import static org.aloft.plan.apply.Scripts.events;
import static org.aloft.plan.apply.Scripts.inTurn;
import static org.aloft.plan.apply.Scripts.keeping;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.aloft.lab.Packages;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.probe.ProbeScript;
import org.aloft.plan.resource.Action;
import org.aloft.plan.resource.Call;
import org.aloft.plan.resource.Change;
import org.aloft.plan.resource.FileResource;
import org.aloft.plan.resource.Kinds;
import org.aloft.plan.resource.PackageResource;
import org.aloft.plan.resource.Resource;
import org.aloft.plan.resource.ServiceResource;
import org.aloft.plan.resource.Sha256;
import org.aloft.plan.rollout.Batch;
import org.aloft.plan.rollout.Step;
import org.aloft.plan.shell.HostileValues;
import org.aloft.plan.shell.Shell;
import org.aloft.plan.shell.ShellLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts as a whole: quoting, the lock, the lease, what is left when they end in the middle. */
class ApplyScriptTest {
    @TempDir
    private Path folder;

    @Test
    void shouldPleaseShellcheck() {
        Packages.provide("shellcheck", "/usr/bin/shellcheck");
        List<Resource> wanted = List.of(FileResource.of("/srv/x", "x", 0644, "test"));
        // Its functions are a text for shellcheck; they stand in the other scripts as well.
        assertThat(Shell.run(
                        apply(Call.of("put_file", "/srv/x", "0644", "x")),
                        "shellcheck",
                        "-s",
                        "sh",
                        "-o",
                        "quote-safe-variables",
                        "-e",
                        "SC1003,SC2016,SC2034",
                        "-"))
                .isEqualTo(new Shell.Outcome(0, ""));
        for (String script : List.of(
                ProbeScript.of(wanted),
                LeaseScript.take(ANN, "-"),
                LeaseScript.renew(ANN),
                LeaseScript.show(ANN),
                LeaseScript.breakOf(ANN, "run2"),
                UndoScript.confirm(ANN),
                UndoScript.undo(ANN),
                UndoScript.leftOver(ANN),
                HistoryScript.text(),
                LeaseScript.end(ANN))) {
            assertThat(Shell.run(
                            script, "shellcheck", "-s", "sh", "-o", "quote-safe-variables", "-e", "SC2016,SC2317", "-"))
                    .isEqualTo(new Shell.Outcome(0, ""));
        }
    }

    /** Each file by itself: variables that the script around it sets are the only thing it may miss. */
    @Test
    void shouldPleaseShellcheckFileByFile() {
        Packages.provide("shellcheck", "/usr/bin/shellcheck");
        List<String> names = new ArrayList<>(List.of("manager", "probe", "drain", "undo", "apply"));
        Kinds.all().forEach(kind -> names.add(kind.name()));
        for (String name : names) {
            assertThat(Shell.run(
                            ShellLibrary.text(name),
                            "shellcheck",
                            "-s",
                            "sh",
                            "-e",
                            "SC2016,SC2317,SC2034,SC2154",
                            "-"))
                    .as(name)
                    .isEqualTo(new Shell.Outcome(0, ""));
        }
    }

    @Test
    void shouldStayWellFormedWithHostileValuesInEveryField() {
        for (String value : HostileValues.all()) {
            List<Resource> wanted = List.of(
                    FileResource.of("/x" + value + "y", value, 0600, "test"),
                    new PackageResource(value, "test"),
                    new ServiceResource(value, ServiceResource.Rival.NONE, "test", Set.of(), Set.of(), Set.of()));
            for (String shell : List.of("dash", "bash")) {
                assertThat(Shell.run(ProbeScript.of(wanted), shell, "-n")).isEqualTo(new Shell.Outcome(0, ""));
                assertThat(Shell.run(apply(Call.of("put_file", "/x" + value, "0600", value)), shell, "-n"))
                        .isEqualTo(new Shell.Outcome(0, ""));
            }
        }
    }

    @Test
    void shouldWriteHostileNamesAndContentsAsTheyAre() throws Exception {
        List<Call> calls = new ArrayList<>();
        int number = 0;
        for (String value : HostileValues.all()) {
            calls.add(Call.of("put_file", "/srv/" + number++ + value.replace('/', '_') + "x", "0600", value));
        }
        List<Resource> wanted = calls.stream()
                .map(call -> (Resource) FileResource.of(
                        call.words().get(0).reveal(), call.words().get(2).reveal(), 0600, "test"))
                .toList();
        List<String> outputs = new Hosts(folder).run("", apply(calls.toArray(Call[]::new)), ProbeScript.of(wanted));
        var facts = org.aloft.plan.probe.FactsReader.read("host", outputs.get(1));
        for (Resource resource : wanted) {
            assertThat(facts.answer(resource.id()).get("sha256"))
                    .as(resource.name())
                    .isEqualTo(resource.hint());
        }
    }

    @Test
    void shouldDoNothingWhenCutShort() {
        String script = apply(Call.of("put_file", "/srv/x", "0644", "x"));
        String cut = script.substring(0, script.lastIndexOf("main </dev/null"));
        assertThat(Shell.run(cut, "dash")).isEqualTo(new Shell.Outcome(0, ""));
    }

    @Test
    void shouldStopAtAFullDiskAndLeaveTheOldFile() throws Exception {
        List<String> outputs = new Hosts(folder)
                .run(
                        "echo theirs >/srv/page; head -c 2000000 /dev/zero >/srv/ballast 2>/dev/null",
                        apply(
                                Call.of("put_file", "/srv/page", "0644", "x".repeat(100_000)),
                                Call.of("put_file", "/srv/next", "0644", "next")),
                        "cat /srv/page; ls -A /srv; ls -d /run/aloft*\n");
        assertThat(events(outputs.get(0)))
                .hasSize(2)
                .last()
                .isInstanceOfSatisfying(ApplyEvent.StepFailed.class, failed -> assertThat(failed.message())
                        .contains("No space left on device"));
        assertThat(outputs.get(1)).isEqualTo("theirs\nballast\npage\n/run/aloft.lease\n/run/aloft.lock\nexit 0\n");
    }

    @Test
    void shouldTellOfAChattyStepOnlyItsLastWords() throws Exception {
        String noisy = apply(Call.of("head", "-c", "500000", "/dev/zero")).replace("head '-c'", "! head >&2 '-c'");
        String output = new Hosts(folder).run("", noisy).get(0);
        assertThat(output.length()).isLessThan(20_000);
        assertThat(events(output)).last().isInstanceOf(ApplyEvent.StepFailed.class);
    }

    // ---- row 12

    /** A step that outlives its script: the lock stays taken until the step has ended, too. */
    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void shouldHoldTheLockAsLongAsAStepRunsThoughItsScriptIsKilled(String shell) throws Exception {
        String seconds = "300." + ProcessHandle.current().pid(); // as no other process sleeps
        Path script = Files.writeString(folder.resolve("apply.sh"), apply(Call.of("sleep", seconds)));
        String other = "exec 9>>/run/aloft.lock; flock -n 9 && echo free || echo taken\n";
        String setUp = shell + " <" + script + """
                 >/run/out &
                script=$!
                until grep -q started /run/out 2>/dev/null || ! kill -0 $script; do :; done
                kill -9 $script
                until ! kill -0 $script 2>/dev/null; do wait $script; done 2>/dev/null
                """;
        List<String> outputs = new Hosts(folder)
                .run(
                        setUp,
                        other,
                        // The step may not have begun to sleep yet: looked for until it is gone.
                        "until { exec 9>>/run/aloft.lock; flock -n 9; }; do for each in /proc/[0-9]*; do"
                                + " case $(tr '\\0' ' ' 2>/dev/null <$each/cmdline) in \"sleep " + seconds
                                + " \") kill ${each#/proc/} ;; esac; done; done; echo free\n");
        assertThat(outputs.get(0)).startsWith("taken\n");
        assertThat(outputs.get(1)).startsWith("free\n");
    }

    @ParameterizedTest
    @MethodSource("org.aloft.plan.shell.Shells#all")
    void shouldLeaveNothingWhenItIsTerminated(String shell) throws Exception {
        Path script = Files.writeString(folder.resolve("apply.sh"), apply(Call.of("sleep", "1")));
        String setUp = shell + " <" + script + """
                 >/run/out &
                script=$!
                until grep -q started /run/out 2>/dev/null || ! kill -0 $script; do :; done
                kill -TERM $script
                wait $script
                rm /run/out
                """;
        assertThat(new Hosts(folder).run(setUp, "ls -d /run/aloft*\n").get(0))
                .isEqualTo("/run/aloft.lease\n/run/aloft.lock\nexit 0\n");
    }

    // ---- row 13

    @Test
    void shouldRefuseAHostThatHasChangedSinceThePlan() throws Exception {
        String manifest = "aloft-manifest 2\nsysctl\tvm.swappiness\twas=60\n";
        String there = "printf '" + manifest.replace("\n", "\\n").replace("\t", "\\t") + "' >/var/lib/aloft/manifest";
        List<String> outputs =
                new Hosts(folder).run(there, LeaseScript.take(ANN, "-"), LeaseScript.take(ANN, Sha256.of(manifest)));
        assertThat(events(outputs.get(0))).containsExactly(new ApplyEvent.Stale());
        assertThat(events(outputs.get(1))).containsExactly(new ApplyEvent.Leased());
    }

    @Test
    void shouldWriteTheManifestBeforeTheFirstStepAndAfterTheLast() throws Exception {
        Manifest before = Manifest.read("aloft-manifest 2\nsysctl\ta.b\twas=1\nsysctl\tc.d\twas=2\n");
        Manifest after = Manifest.read("aloft-manifest 2\nsysctl\ta.b\twas=1\n");
        Step fails = new Step(
                1, new ResourceId("test", "x"), "test", Change.of(Action.UPDATE, "test", "test", Call.of("false")));
        Step works = new Step(
                1, new ResourceId("test", "x"), "test", Change.of(Action.UPDATE, "test", "test", Call.of("true")));
        List<String> outputs = new Hosts(folder)
                .run(
                        "",
                        ApplyScript.of(new Batch("host", Batch.Part.CHANGE, List.of(fails), before, after), ANN, LONG),
                        UndoScript.confirm(ANN),
                        "cat /var/lib/aloft/manifest\n",
                        ApplyScript.of(new Batch("host", Batch.Part.CHANGE, List.of(works), before, after), ANN, LONG),
                        UndoScript.confirm(ANN),
                        "cat /var/lib/aloft/manifest\n",
                        ApplyScript.of(
                                new Batch("host", Batch.Part.CHANGE, List.of(works), after, Manifest.EMPTY), ANN, LONG),
                        UndoScript.confirm(ANN),
                        "ls -A /var/lib/aloft\n");
        assertThat(outputs.get(2)).isEqualTo(before.text() + "exit 0\n");
        assertThat(outputs.get(5)).isEqualTo(after.text() + "exit 0\n");
        assertThat(outputs.get(8)).isEqualTo("exit 0\n");
    }

    // ---- folders

    @Test
    void shouldTakeTheFoldersAwayThatItMadeAndNoOthers() throws Exception {
        List<String> outputs = new Hosts(folder)
                .run(
                        "mkdir /srv/theirs",
                        keeping(
                                Call.of("put_file", "/srv/theirs/a", "0644", "x"),
                                Call.of("put_file", "/srv/ours/deep er/b", "0644", "x"),
                                Call.of("put_file", "/srv/kept/c", "0644", "x")),
                        inTurn(UndoScript.confirm(ANN), "echo by hand >/srv/kept/d"),
                        apply(
                                Call.of("remove_file", "/srv/theirs/a"),
                                Call.of("remove_file", "/srv/ours/deep er/b"),
                                Call.of("remove_file", "/srv/kept/c")),
                        UndoScript.confirm(ANN),
                        "find /srv | sort; ls -A /var/lib/aloft\n");
        assertThat(outputs.get(4)).isEqualTo("/srv\n/srv/kept\n/srv/kept/d\n/srv/theirs\nexit 0\n");
    }

    // ---- row 15

    /**
     * What is said to be done has been synced: each rename comes between the sync of the file and that of its folder.
     */
    @Test
    void shouldSyncAFileBeforeItsRenameAndTheFolderAfterIt() throws Exception {
        String spies = """
                sync() { echo "sync $*" >>/run/calls; command sync "$@"; }
                mv() { echo "mv $*" >>/run/calls; command mv "$@"; }
                """;
        String script = apply(Call.of("put_file", "/srv/page", "0644", "x"))
                .replace("main </dev/null", spies + "main </dev/null");
        String calls = new Hosts(folder)
                .run("", script, "cat /run/calls\n")
                .get(1)
                .replaceAll("aloft\\.[A-Za-z0-9]{6}", "aloft.NEW");
        assertThat(calls).contains("sync -- /srv/.aloft.NEW\nmv -f -T -- /srv/.aloft.NEW /srv/page\nsync -- /srv/\n");
    }
}
