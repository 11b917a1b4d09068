package org.aloft.agent.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where something happened, as lines for the log. */
public final class StackText {
    /** Of one stack: deeper is only what started the thread, or a recursion. */
    private static final int MOST_FRAMES = 40;

    /** A cause of a cause of a cause says no more. */
    private static final int MOST_CAUSES = 3;

    private StackText() {}

    /** The stack of what was thrown and of its causes, without the message of the first, innermost frame first. */
    public static List<String> of(Throwable failure) {
        List<String> lines = new ArrayList<>(of(failure.getStackTrace()));
        Throwable cause = failure.getCause();
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            lines.add("  caused by " + cause);
            lines.addAll(of(cause.getStackTrace()));
            cause = cause.getCause();
        }
        return lines;
    }

    /** A thread's stack, innermost frame first. */
    public static List<String> of(StackTraceElement... stack) {
        List<String> lines = new ArrayList<>(Arrays.stream(stack)
                .limit(MOST_FRAMES)
                .map(frame -> "    at " + frame)
                .toList());
        if (stack.length > MOST_FRAMES) {
            lines.add("    and " + (stack.length - MOST_FRAMES) + " more");
        }
        return lines;
    }
}
