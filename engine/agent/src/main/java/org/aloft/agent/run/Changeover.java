package org.aloft.agent.run;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.agent.log.Log;

/**
 * Puts a configuration in force in all parts, or in none: all of them prepare before the first one switches, and where
 * one cannot switch those that have done so go back, the last first. For the main thread.
 *
 * @param <C> what a configuration is to the parts
 */
final class Changeover<C> {
    private static final Logger LOG = Log.of(Changeover.class);

    private final List<Part<C>> parts;

    /** @param parts in the order in which they switch */
    Changeover(List<Part<C>> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * Puts the first configuration in force. There is nothing to go back to: whoever calls this ends the parts then.
     *
     * @throws RuntimeException of the first part that cannot do so
     */
    void begin(C first) {
        parts.forEach(part -> part.switchTo(first, first));
    }

    /**
     * Puts a configuration in force in place of another.
     *
     * @return why it is not; empty when it is
     */
    Optional<Refusal> change(C before, C next) {
        Optional<Refusal> refusal = prepare(next).or(() -> switchTo(before, next));
        parts.forEach(Changeover::release);
        return refusal;
    }

    private Optional<Refusal> prepare(C next) {
        for (Part<C> part : parts) {
            Optional<Throwable> failure = attempt(() -> part.prepare(next));
            if (failure.isPresent()) {
                return failure.map(reason -> new Refusal(part.name(), reason, Map.of()));
            }
        }
        return Optional.empty();
    }

    private Optional<Refusal> switchTo(C before, C next) {
        List<Part<C>> switched = new ArrayList<>();
        for (Part<C> part : parts) {
            switched.add(part); // before it is done: it may end half way
            Optional<Throwable> failure = attempt(() -> part.switchTo(before, next));
            if (failure.isPresent()) {
                return failure.map(reason -> new Refusal(part.name(), reason, goBack(switched, next, before)));
            }
        }
        return Optional.empty();
    }

    /** One that cannot is no reason to leave the others where they are. */
    private Map<String, Throwable> goBack(List<Part<C>> switched, C next, C before) {
        Map<String, Throwable> unrestored = new LinkedHashMap<>();
        Collections.reverse(switched);
        for (Part<C> part : switched) {
            attempt(() -> part.switchTo(next, before)).ifPresent(failure -> unrestored.put(part.name(), failure));
        }
        return unrestored;
    }

    private static <C> void release(Part<C> part) {
        attempt(part::release)
                .ifPresent(failure ->
                        LOG.log(Level.WARNING, part.name() + " keeps open what it has no need of any more", failure));
    }

    /** Whatever is thrown, an own fault too, is a reason to go back. */
    private static Optional<Throwable> attempt(Runnable step) {
        try {
            step.run();
            return Optional.empty();
        } catch (RuntimeException | Error failure) {
            return Optional.of(failure);
        }
    }
}
