package org.aloft.agent.event;

/** Receives events. */
@FunctionalInterface
public interface EventSink {
    /**
     * Takes note of an event. Called from any thread, the one that sends adverts among them: it must never block or
     * throw.
     */
    void happened(AgentEvent event);
}
