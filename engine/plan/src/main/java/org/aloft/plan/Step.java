package org.aloft.plan;

import java.util.Optional;
import org.aloft.plan.resource.Resource;

/**
 * One change on one host.
 *
 * @param number 1-based, in the order of execution on its host
 * @param kind what is done
 * @param resource to what
 * @param summary what is done, in a few words: {@code net.ipv4.ip_forward: 0 → 1}
 * @param why what it is good for
 * @param diff for a file, what changes in it
 */
public record Step(int number, StepKind kind, Resource resource, String summary, String why, Optional<Diff> diff) {
    /** The id of the resource that changes. */
    public String resourceId() {
        return resource.id();
    }
}
