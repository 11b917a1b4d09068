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
import org.aloft.plan.host.Answer;
import org.aloft.plan.host.HostFacts;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.probe.FactsReader;
import org.aloft.plan.probe.ProbeScript;
import org.aloft.plan.rollout.Batch;
import org.aloft.plan.rollout.Step;

/**
 * A case done for real: what the case says that a host answers is what it answers; after the steps nothing is left to
 * do; after giving back, the host answers as before.
 *
 * @param each the case
 * @param host one that is as the case's setup leaves it
 */
record CaseRound(ResourceCase each, Host host) {
    private static final int TURNS = 60;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final RunIdentity IDENTITY =
            new RunIdentity("o'brien", "ws $(id)", "run1", Instant.parse("2026-01-02T03:04:05Z"));

    /** A host that keeps what is changed on it until the round is over. */
    @FunctionalInterface
    interface Host {
        /**
         * Changes it, and asks it.
         *
         * @param change a script; empty for none
         */
        Outputs run(String change, String probe) throws Exception;
    }

    /** What the two scripts printed. */
    record Outputs(String change, String probe) {}

    void check() throws Exception {
        Resource resource = each.wanted().orElseThrow();
        String probe = ProbeScript.of(List.of(resource));
        HostFacts before = FactsReader.read("host", host.run("", probe).probe());
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
        Outputs applied = host.run(apply, probe);
        assertFinished(applied.change());
        HostFacts after = FactsReader.read("host", applied.probe());
        Situation recorded = new Situation(after, after.manifest().find(resource.id()), Set.of(), false);
        assertThat(resource.compare(recorded)).isInstanceOf(Finding.Fine.class);
        if (after.manifest().entries().isEmpty()) {
            return;
        }

        Finding leaving = each.kind().giveBack(recorded.recorded().orElseThrow(), recorded);
        String giveBack = script(resource, change(leaving).orElseThrow(), ours, Manifest.EMPTY);
        Outputs given = host.run(giveBack, probe);
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
            again = FactsReader.read("host", host.run("", probe).probe());
        }
        return again;
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
        return ApplyScript.of(new Batch("host", Batch.Part.CHANGE, List.of(step), before, after), IDENTITY);
    }

    private static void assertFinished(String output) {
        assertThat(output.lines()
                        .flatMap(line -> ApplyEvent.parse(line).stream())
                        .toList())
                .as(output)
                .last()
                .isInstanceOf(ApplyEvent.Finished.class);
    }
}
