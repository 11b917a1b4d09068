package org.aloft.agent.simulate;

/** A simulated router did what none may ever do: a fault of the state machine, whatever the files say. */
public final class BrokenRuleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenRuleException(String message) {
        super(message);
    }
}
