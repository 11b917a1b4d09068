package org.aloft.plan.host;

import java.util.Map;
import java.util.Optional;

/**
 * What a probe found on a host.
 *
 * @param host its name in the inventory
 * @param machine the host itself
 * @param answers what it said about each resource that is wanted or that the manifest names
 * @param manifest what Aloft put there earlier
 * @param manifestDigest SHA-256 of the manifest's file; {@code -} where there is none
 * @param lease who is changing the host right now
 * @param unconfirmed whether a change of some run waits there to be confirmed or undone
 */
public record HostFacts(
        String host,
        Machine machine,
        Map<ResourceId, Answer> answers,
        Manifest manifest,
        String manifestDigest,
        Optional<LeaseHolder> lease,
        boolean unconfirmed)
        implements HostState {
    public HostFacts {
        answers = Map.copyOf(answers);
    }

    /** What the host said about a resource; {@link Answer#NONE} when it was not asked. */
    public Answer answer(ResourceId id) {
        return answers.getOrDefault(id, Answer.NONE);
    }

    /** Never the answers: a file's content may hold secrets. */
    @Override
    public String toString() {
        return "HostFacts[" + host + ", " + machine.osId() + " " + machine.osVersion() + ", " + machine.kernel() + "]";
    }
}
