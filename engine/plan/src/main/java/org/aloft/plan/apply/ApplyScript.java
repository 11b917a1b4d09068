package org.aloft.plan.apply;

import static org.aloft.plan.shell.ShellWord.quote;

import java.time.Duration;
import java.util.stream.Collectors;
import org.aloft.plan.resource.Action;
import org.aloft.plan.resource.Call;
import org.aloft.plan.resource.Kinds;
import org.aloft.plan.rollout.Batch;
import org.aloft.plan.rollout.Step;
import org.aloft.plan.shell.ShellLibrary;

/**
 * The script that does the steps of a batch; what it prints is read by {@link ApplyEvent#parse}.
 *
 * <p>It is functions, and a call of {@code main} on the last line: a script that was cut short does nothing. It ignores
 * a lost workstation (HUP, PIPE) and goes on to its end, so that the host is as it was or as planned. It holds a lock,
 * flock(1) on {@code /run/aloft.lock}, and so does each of its steps: whatever ends the script, the lock is free when
 * the step has ended, too. What Aloft is about to put there is written down before the first step, and what it has put
 * there after the last: an interrupted run leaves nothing that a later one does not know of. What it does is undone
 * unless {@link UndoScript#confirm} follows.
 *
 * <p>Exit status: 0 all steps done; 1 a step failed, those after it were not begun; {@link #LOCKED}.
 */
public final class ApplyScript {
    /** Exit status when another run holds the host's lock or lease. */
    public static final int LOCKED = 75;

    private ApplyScript() {}

    /**
     * A POSIX sh script. It holds secrets: send it on standard input, keep it nowhere.
     *
     * @param confirmWithin how long after its last step, or after the lease was last renewed, it waits to be confirmed;
     *     at least a second
     */
    public static String of(Batch batch, RunIdentity identity, Duration confirmWithin) {
        StringBuilder script = new StringBuilder();
        script.append("#!/bin/sh\n# Aloft: brings ").append(batch.host().replaceAll("[^\\w.-]", "?"));
        script.append(" to what the topology asks for.\n")
                .append(identity(identity))
                .append("functions=")
                .append(quote(functions()))
                .append("\neval \"$functions\"\n\n");
        for (Step step : batch.steps()) {
            script.append(
                    "step_%d() { # %s%n".formatted(step.number(), step.change().verb()));
            script.append(
                    step.change().calls().isEmpty()
                            ? "  :"
                            : step.change().calls().stream()
                                    .map(ApplyScript::line)
                                    .collect(Collectors.joining(" &&\n  ", "  ", "")));
            script.append("\n}\n\n");
        }
        script.append(main(batch, confirmWithin));
        return script.append("main </dev/null\n").toString();
    }

    /** Who is at it, and the functions. */
    static String header(RunIdentity identity) {
        return identity(identity) + functions();
    }

    private static String identity(RunIdentity identity) {
        StringBuilder header = new StringBuilder();
        header.append("who=")
                .append(quote(oneLine(identity.who() + "@" + identity.from())))
                .append('\n');
        header.append("since=").append(quote(identity.since().toString())).append('\n');
        header.append("run=").append(quote(oneLine(identity.runId()))).append('\n');
        header.append("command=").append(quote(oneLine(identity.command()))).append('\n');
        header.append("topology=").append(quote(oneLine(identity.topology()))).append('\n');
        header.append("seconds=").append(LeaseScript.LENGTH.toSeconds()).append("\n\n");
        return header.toString();
    }

    private static String functions() {
        StringBuilder functions = new StringBuilder(ShellLibrary.text("manager")).append('\n');
        Kinds.all()
                .forEach(
                        kind -> functions.append(ShellLibrary.text(kind.name())).append('\n'));
        functions.append(ShellLibrary.text("drain")).append('\n');
        functions.append(ShellLibrary.text("undo")).append('\n');
        return functions.append(ShellLibrary.text("apply")).toString();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private static String line(Call call) {
        return call.words().stream()
                .map(word -> quote(word.reveal()))
                .collect(Collectors.joining(" ", call.function() + " ", ""))
                .stripTrailing();
    }

    /** The shell variable in which steps of this kind are counted for the host's record. */
    private static String counter(Action action) {
        return switch (action) {
            case CREATE -> "created";
            case UPDATE -> "changed";
            case REMOVE -> "removed";
        };
    }

    private static String main(Batch batch, Duration confirmWithin) {
        StringBuilder main = new StringBuilder("main() {\n  prepare || exit\n");
        if (batch.waitsToBeConfirmed()) {
            main.append("  attempt 0 begin_undo %d \"$functions\" || exit 1%n".formatted(confirmWithin.toSeconds()));
            main.append("  undo=/var/lib/aloft/undo units_return=%s%n".formatted(batch.unitsReturn() ? "yes" : "no"));
        }
        main.append("  begin_record || exit 1\n");
        main.append("  attempt 0 write_manifest ")
                .append(quote(batch.intent().text()))
                .append(" || give_up 0\n");
        for (Step step : batch.steps()) {
            String count = counter(step.change().action());
            main.append("  say started %d%n".formatted(step.number()));
            main.append("  attempt %d step_%d || give_up %d%n".formatted(step.number(), step.number(), step.number()));
            main.append("  %s=$((%s + 1))%n".formatted(count, count));
            main.append("  say 'done' %d%n".formatted(step.number()));
        }
        main.append("  attempt 0 write_manifest ")
                .append(quote(batch.after().text()))
                .append(" || give_up 0\n  end_record 'done' || exit 1\n");
        main.append("  say finished %d%n".formatted(batch.steps().size()));
        return main.append("}\n\n").toString();
    }
}
