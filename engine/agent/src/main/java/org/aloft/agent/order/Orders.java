package org.aloft.agent.order;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.aloft.agent.config.text.ConfigurationException;
import org.aloft.agent.config.text.Problem;
import org.aloft.agent.control.ControlCommand;
import org.aloft.agent.control.ControlOutput;
import org.aloft.agent.event.AgentEvent;
import org.aloft.agent.event.Events;
import org.aloft.agent.status.EventStream;
import org.aloft.agent.status.ExplanationText;
import org.aloft.agent.vrrp.VrrpRunner;
import org.aloft.agent.vrrp.router.HandoverResult;
import org.aloft.agent.vrrp.router.RouterExplanation;

/**
 * The orders of a running aloftd: {@code aloftd explain}, {@code handover}, {@code drain}, {@code reload}, {@code
 * end}, {@code events}. Thread-safe.
 */
public final class Orders {
    /** The first word of a command line that is an order to a running aloftd. */
    public static final Set<String> NAMES =
            Set.of("explain", "handover", "drain", "undrain", "reload", "end", "events");

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 64;

    /** More than any handover takes: it gives up by itself when no other router takes over. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final VrrpRunner vrrp;
    private final ConfigurationFile file;
    private final EndOrder end;
    private final DrainOrders drains;
    private final Events events;
    private final EventStream stream;
    private final InstantSource calendar;

    /** The file, as far as it can be put in force. */
    public interface ConfigurationFile {
        /** What that would change, one line each. */
        List<String> changes() throws ConfigurationException;

        /** Puts it in force soon; an event tells what became of that. */
        void reload();
    }

    /**
     * All of them.
     *
     * @param file the configuration, for {@code reload}
     * @param stream for {@code events}
     */
    public Orders(
            VrrpRunner vrrp,
            DrainOrders drains,
            ConfigurationFile file,
            EndOrder end,
            Events events,
            EventStream stream,
            InstantSource calendar) {
        this.vrrp = vrrp;
        this.drains = drains;
        this.file = file;
        this.end = end;
        this.events = events;
        this.stream = stream;
        this.calendar = calendar;
    }

    /** Each order, by the word that gives it. */
    public Map<String, ControlCommand> byName() {
        return Map.of(
                "explain",
                this::explain,
                "handover",
                this::handOver,
                "drain",
                drains::drain,
                "undrain",
                drains::undrain,
                "reload",
                this::reload,
                "end",
                end::end,
                "events",
                this::events);
    }

    private int explain(List<String> names, ControlOutput output) {
        List<RouterExplanation> all = vrrp.explain();
        List<String> known = all.stream().map(one -> one.status().name()).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "there is no vrrp_instance " + name + "; there is: " + String.join(", ", known));
            }
        }
        all.stream()
                .filter(one -> names.isEmpty() || names.contains(one.status().name()))
                .forEach(one -> output.print(ExplanationText.of(one, calendar.instant())));
        output.print("as of " + calendar.instant());
        return DONE;
    }

    private int handOver(List<String> words, ControlOutput output) {
        boolean back = words.contains("--back");
        List<String> names =
                words.stream().filter(word -> !word.equals("--back")).toList();
        if (names.size() != 1) {
            output.error("name one vrrp_instance or vrrp_sync_group: aloftd handover [--back] NAME");
            return USAGE;
        }
        if (back) {
            vrrp.takeBack(names.get(0));
            output.print(names.get(0) + " takes part in elections again");
            return DONE;
        }
        List<HandoverResult> results = await(vrrp.handover(names.get(0)));
        results.forEach(result -> output.print(result.instance() + ": " + result.reason()));
        return results.stream().allMatch(HandoverResult::handedOver) ? DONE : FAILED;
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("aloftd is ending", interrupted);
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause().getMessage(), failure);
        } catch (TimeoutException late) {
            throw new IllegalStateException(
                    "no answer within " + PATIENCE.toSeconds() + " s; see: aloftd explain", late);
        }
    }

    private int reload(List<String> words, ControlOutput output) {
        if (words.isEmpty()) {
            return reload(output);
        }
        if (!words.equals(List.of("--dry-run"))) {
            output.error("reload takes no other word than --dry-run: " + String.join(" ", words));
            return USAGE;
        }
        try {
            return changed(file.changes(), "a reload would change", output);
        } catch (ConfigurationException refused) {
            List<String> problems =
                    refused.problems().stream().map(Problem::toString).toList();
            return refused(new AgentEvent.ConfigurationRefused(calendar.instant(), problems, List.of()), output);
        }
    }

    private int reload(ControlOutput output) {
        CompletableFuture<AgentEvent> outcome = new CompletableFuture<>();
        Runnable end = events.listen(event -> {
            if (event instanceof AgentEvent.ConfigurationReloaded || event instanceof AgentEvent.ConfigurationRefused) {
                outcome.complete(event);
            }
        });
        try {
            file.reload();
            return await(outcome) instanceof AgentEvent.ConfigurationReloaded reloaded
                    ? changed(reloaded.changes(), "the reload changed", output)
                    : refused((AgentEvent.ConfigurationRefused) outcome.join(), output);
        } finally {
            end.run();
        }
    }

    private static int changed(List<String> changes, String what, ControlOutput output) {
        output.print(what + (changes.isEmpty() ? " nothing" : ":"));
        changes.forEach(change -> output.print("  " + change));
        return DONE;
    }

    private static int refused(AgentEvent.ConfigurationRefused why, ControlOutput output) {
        why.problems().forEach(output::error);
        output.error("refused; " + why.outcome());
        return FAILED;
    }

    private int events(List<String> words, ControlOutput output) {
        if (!words.isEmpty()) {
            output.error("events takes no words: " + String.join(" ", words));
            return USAGE;
        }
        try {
            stream.follow(new EventStream.Reader() {
                @Override
                public void event(String json) throws IOException {
                    output.print(json);
                    leaveWhenGone();
                }

                @Override
                public void idle() throws IOException {
                    output.keepAlive();
                    leaveWhenGone();
                }

                private void leaveWhenGone() throws IOException {
                    if (output.isGone()) {
                        throw new IOException("the reader left");
                    }
                }
            });
        } catch (IOException left) {
            return DONE;
        }
        return DONE;
    }
}
