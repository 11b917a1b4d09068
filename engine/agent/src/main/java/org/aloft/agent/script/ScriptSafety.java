package org.aloft.agent.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a program may be run as root (keepalived's {@code enable_script_security}): not if a user other than root
 * could change or replace it. Pure: {@link ScriptPath} finds the facts.
 */
public final class ScriptSafety {
    private static final int ROOT = 0;
    private static final int STICKY = 01000;
    private static final int GROUP_WRITES = 0020;
    private static final int OTHERS_WRITE = 0002;
    private static final int ANYBODY_EXECUTES = 0111;

    private ScriptSafety() {}

    /**
     * Why this cannot be run at all.
     *
     * @param program as it was written
     * @param way from {@code /} to the file; empty if it is not there
     * @return the first reason and the way out; empty if it can be run
     */
    public static Optional<String> whyNotExecutable(String program, List<PathFact> way) {
        if (way.isEmpty()) {
            return Optional.of(program + " is not there; install it, or correct the path");
        }
        PathFact file = way.get(way.size() - 1);
        if (file.kind() != PathFact.Kind.FILE) {
            return Optional.of(program + " is no file; write the path of a program");
        }
        return (file.mode() & ANYBODY_EXECUTES) == 0
                ? Optional.of(program + " is not executable; type: chmod +x " + file.path())
                : Optional.empty();
    }

    /**
     * Who but root could change what this path leads to.
     *
     * @param way from {@code /} to the file
     * @return a sentence for each weak step, with the way out; empty if it is safe to run it as root
     */
    public static List<String> whyUnsafeAsRoot(List<PathFact> way) {
        List<String> reasons = new ArrayList<>();
        for (PathFact step : way) {
            if (step.owner() != ROOT) {
                reasons.add(step.path() + " belongs to user " + step.owner()
                        + ", who could change it; type: chown root " + step.path());
            }
            if (step.group() != ROOT && mayWrite(step, GROUP_WRITES)) {
                reasons.add(
                        step.path() + " may be changed by group " + step.group() + "; type: chmod g-w " + step.path());
            }
            if (mayWrite(step, OTHERS_WRITE)) {
                reasons.add(step.path() + " may be changed by anybody; type: chmod o-w " + step.path());
            }
        }
        return reasons;
    }

    /** In a sticky directory only a file's owner may replace it; the next step tells who that is. */
    private static boolean mayWrite(PathFact step, int bit) {
        boolean guarded = step.kind() == PathFact.Kind.DIRECTORY && (step.mode() & STICKY) != 0;
        return step.kind() != PathFact.Kind.LINK && !guarded && (step.mode() & bit) != 0;
    }
}
