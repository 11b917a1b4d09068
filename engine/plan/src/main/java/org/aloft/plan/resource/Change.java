package org.aloft.plan.resource;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is to be done to a resource.
 *
 * @param action what kind of change it is
 * @param verb how the resource's kind calls it: {@code install}, {@code adopt}, {@code restart}
 * @param summary what is done, in a few words: {@code net.ipv4.ip_forward: 0 → 1}
 * @param diff for a file, what changes in it
 * @param calls what the host does, one after the other; the first that fails ends the step
 * @param effect what that does to a service
 * @param upload what must be sent before
 */
public record Change(
        Action action,
        String verb,
        String summary,
        Optional<Diff> diff,
        List<Call> calls,
        Effect effect,
        Optional<Upload> upload)
        implements Finding {
    public Change {
        calls = List.copyOf(calls);
    }

    @Override
    public <T> T match(Function<Fine, T> fine, Function<Change, T> change, Function<Blocked, T> blocked) {
        return change.apply(this);
    }

    /** A change that no service notices. */
    public static Change of(Action action, String verb, String summary, Call... calls) {
        return new Change(action, verb, summary, Optional.empty(), List.of(calls), Effect.NONE, Optional.empty());
    }

    /** The same change with another effect. */
    public Change withEffect(Effect other) {
        return new Change(action, verb, summary, diff, calls, other, upload);
    }

    /** The same change with what it changes in a file. */
    public Change withDiff(Diff shown) {
        return new Change(action, verb, summary, Optional.of(shown), calls, effect, upload);
    }
}
