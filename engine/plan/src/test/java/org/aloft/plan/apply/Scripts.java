package org.aloft.plan.apply;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.host.ResourceId;
import org.aloft.plan.resource.Action;
import org.aloft.plan.resource.Call;
import org.aloft.plan.resource.Change;
import org.aloft.plan.rollout.Batch;
import org.aloft.plan.rollout.Step;

/** What tests of scripts have in common: two runs, batches of calls, and what scripts print. */
final class Scripts {
    static final RunIdentity ANN =
            new RunIdentity("o'brien $(id)", "ws\n1", "run1", Instant.parse("2026-01-02T03:04:05Z"));
    static final RunIdentity BOB = new RunIdentity("bob", "desk", "run2", Instant.parse("2026-01-02T03:05:00Z"));

    /** Within which a change is to be confirmed: longer than any test lasts. */
    static final Duration LONG = Duration.ofMinutes(2);

    /** With it, something on the host is Aloft's. */
    static final Manifest SOMETHING = Manifest.read("aloft-manifest 2\nsysctl\ta.b\twas=1\n");

    private Scripts() {}

    static Batch batch(Batch.Part part, Manifest manifest, Call... calls) {
        List<Step> steps = new ArrayList<>();
        for (Call call : calls) {
            Change change = Change.of(Action.UPDATE, "test", "test", call);
            steps.add(new Step(steps.size() + 1, new ResourceId("test", "x"), "test", change));
        }
        return new Batch("host", part, steps, manifest, manifest);
    }

    static Batch batch(Call... calls) {
        return batch(Batch.Part.CHANGE, Manifest.EMPTY, calls);
    }

    static String apply(Call... calls) {
        return apply(LONG, calls);
    }

    static String apply(Duration within, Call... calls) {
        return ApplyScript.of(batch(calls), ANN, within);
    }

    /** After it, something on the host is still Aloft's. */
    static String keeping(Call... calls) {
        return ApplyScript.of(batch(Batch.Part.CHANGE, SOMETHING, calls), ANN, LONG);
    }

    /** Scripts in one, each as in a shell of its own. */
    static String inTurn(String... scripts) {
        return Arrays.stream(scripts).collect(Collectors.joining("\n)\n(\n", "(\n", "\n)\n"));
    }

    static List<ApplyEvent> events(String output) {
        return output.lines().flatMap(line -> ApplyEvent.parse(line).stream()).toList();
    }
}
