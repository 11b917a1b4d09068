package org.aloft.plan.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.apply.ApplyEvent;
import org.aloft.plan.apply.ApplyScript;
import org.aloft.plan.apply.RunIdentity;
import org.aloft.plan.apply.UndoScript;
import org.aloft.plan.host.Answer;
import org.aloft.plan.host.HostFacts;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.probe.FactsException;
import org.aloft.plan.probe.FactsReader;
import org.aloft.plan.probe.ProbeScript;
import org.aloft.plan.rollout.Batch;
import org.aloft.plan.rollout.Step;

/**
 * A case done for real: what the case says that a host answers is what it answers; steps that nobody confirms are
 * undone, and the host answers as before; after the steps nothing is left to do; after giving back, the host answers as
 * before.
 *
 * @param each the case
 * @param host one that is as the case's setup leaves it
 * @param undone whether it is also seen that the steps are undone
 */
record CaseRound(ResourceCase each, Host host, boolean undone) {
    private static final int TURNS = 60;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Set<String> STAYS =
            Set.of("install_package", "remove_package", "remove_user", "remove_bundles");
    private static final RunIdentity IDENTITY =
            new RunIdentity("o'brien", "ws $(id)", "run1", Instant.parse("2026-01-02T03:04:05Z"));

    /** A host that keeps what is changed on it until the round is over. */
    @FunctionalInterface
    interface Host {
        /**
         * Changes it, and asks it.
         *
         * @param change a script; empty for none
         * @param lasting whether the change is there still when it is called again
         */
        Outputs run(String change, boolean lasting, String probe) throws Exception;
    }

    /** What the two scripts printed. */
    record Outputs(String change, String probe) {}

    void check() throws Exception {
        Resource resource = each.wanted().orElseThrow();
        String probe = ProbeScript.of(List.of(resource));
        HostFacts before = FactsReader.read("host", host.run("", false, probe).probe());
        assertThat(before.answer(resource.id()).values())
                .isEqualTo(each.facts().answer(resource.id()).values());

        Situation fresh = new Situation(before, Optional.empty(), Set.of(), false);
        Optional<Change> change = change(resource.compare(fresh));
        if (change.isEmpty() || each.json().path("onlyAsks").asBoolean()) {
            return;
        }
        Manifest ours =
                Manifest.of(Set.of("host"), resource.remember(fresh).stream().toList());
        String apply = script(resource, change.get(), Manifest.EMPTY.andAlso(ours), ours);
        if (undone && isUndone(change.get())) {
            Outputs outputs = host.run(apply + inItsOwnShell(UndoScript.undo(IDENTITY)), false, probe);
            assertSame(resource, settled(read(outputs), before, probe), before);
        }
        String confirm = inItsOwnShell(UndoScript.confirm(IDENTITY));
        Outputs applied = host.run(apply + confirm, true, probe);
        assertFinished(applied.change());
        HostFacts after = FactsReader.read("host", applied.probe());
        Situation recorded = new Situation(after, after.manifest().find(resource.id()), Set.of(), false);
        assertThat(resource.compare(recorded)).isInstanceOf(Finding.Fine.class);
        if (after.manifest().entries().isEmpty()) {
            return;
        }

        Finding leaving = each.kind().giveBack(recorded.recorded().orElseThrow(), recorded);
        String giveBack = script(resource, change(leaving).orElseThrow(), ours, Manifest.EMPTY);
        if (undone && isUndone(change(leaving).orElseThrow())) {
            Outputs outputs = host.run(giveBack + inItsOwnShell(UndoScript.undo(IDENTITY)), false, probe);
            assertSame(resource, settled(read(outputs), after, probe), after);
        }
        Outputs given = host.run(giveBack + confirm, true, probe);
        assertFinished(given.change());
        HostFacts again = settled(FactsReader.read("host", given.probe()), before, probe);
        assertThat(answers(resource, again))
                .isEqualTo(answers(resource, each.json().has("back") ? each.facts("back") : before));
        assertThat(again.machine().addresses()).isEqualTo(before.machine().addresses());
        assertThat(again.manifest()).isEqualTo(Manifest.EMPTY);
    }

    /** A VRRP daemon that was started again takes its VIPs only after it has listened for others: RFC 5798 6.4.1. */
    private HostFacts settled(HostFacts given, HostFacts before, String probe) throws Exception {
        HostFacts again = given;
        for (int turn = 0;
                turn < TURNS
                        && !again.machine().addresses().equals(before.machine().addresses());
                turn++) {
            Thread.sleep(PAUSE.toMillis());
            again = FactsReader.read("host", host.run("", false, probe).probe());
        }
        return again;
    }

    /** Packages stay; what gave up its place for good, and the password of an account, cannot come back. */
    private static boolean isUndone(Change change) {
        return change.calls().stream().map(Call::function).noneMatch(STAYS::contains);
    }

    private static HostFacts read(Outputs outputs) throws FactsException {
        List<ApplyEvent> events = events(outputs.change());
        assertThat(events).as(outputs.change()).last().isInstanceOf(ApplyEvent.Reverted.class);
        assertThat(events)
                .as(outputs.change())
                .contains(new ApplyEvent.Undone(1))
                .noneMatch(event -> event instanceof ApplyEvent.NotUndone);
        return FactsReader.read("host", outputs.probe());
    }

    private static void assertSame(Resource resource, HostFacts is, HostFacts was) {
        assertThat(answers(resource, is)).isEqualTo(answers(resource, was));
        assertThat(is.machine().addresses())
                .containsExactlyInAnyOrderElementsOf(was.machine().addresses());
        assertThat(is.manifest()).isEqualTo(was.manifest());
        assertThat(is.unconfirmed()).isFalse();
    }

    private static String inItsOwnShell(String script) {
        return "(\n" + script + "\n)\n";
    }

    private static Map<ResourceId, Map<String, String>> answers(Resource resource, HostFacts facts) {
        Set<ResourceId> asked = new LinkedHashSet<>(resource.alsoAsks());
        asked.add(resource.id());
        Map<ResourceId, Map<String, String>> answers = new LinkedHashMap<>();
        for (ResourceId id : asked) {
            Answer answer = facts.answer(id);
            answers.put(id, answer.values());
        }
        return answers;
    }

    private static Optional<Change> change(Finding finding) {
        return finding.match(fine -> Optional.empty(), Optional::of, blocked -> Optional.empty());
    }

    private static String script(Resource resource, Change change, Manifest before, Manifest after) {
        Step step = new Step(1, resource.id(), "test", change);
        return inItsOwnShell(ApplyScript.of(
                new Batch("host", Batch.Part.CHANGE, List.of(step), before, after), IDENTITY, Duration.ofMinutes(2)));
    }

    private static void assertFinished(String output) {
        assertThat(events(output)).as(output).endsWith(new ApplyEvent.Finished(1), new ApplyEvent.Confirmed());
    }

    private static List<ApplyEvent> events(String output) {
        return output.lines().flatMap(line -> ApplyEvent.parse(line).stream()).toList();
    }
}
