package org.aloft.agent.control;

import java.util.List;

/** Carries out one order. */
@FunctionalInterface
public interface ControlCommand {
    /**
     * Does it, however long it takes; called on a thread of its own.
     *
     * @param arguments the words after the command's name
     * @param output to the caller
     * @return the caller's exit code: 0 done, 1 failed, 64 for words that make no sense
     */
    int run(List<String> arguments, ControlOutput output);
}
