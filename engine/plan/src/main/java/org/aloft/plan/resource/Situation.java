package org.aloft.plan.resource;

import java.util.Optional;
import java.util.Set;
import org.aloft.plan.host.Answer;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.HostFacts;
import org.aloft.plan.host.Machine;
import org.aloft.plan.host.ResourceId;

/**
 * What a resource is compared with.
 *
 * @param facts what the probe found on the host
 * @param recorded the resource's own line in the manifest, when Aloft put it there
 * @param changing the resources that change before this one in the same plan
 * @param vipsLiveOn whether other hosts hold VIPs that a director which leaves the cluster has held
 */
public record Situation(HostFacts facts, Optional<Entry> recorded, Set<ResourceId> changing, boolean vipsLiveOn) {
    /** The host itself. */
    public Machine machine() {
        return facts.machine();
    }

    /** What the host said about a resource. */
    public Answer answer(ResourceId id) {
        return facts.answer(id);
    }

    /** The first of these that changes before this one. */
    public Optional<ResourceId> firstChanging(Set<ResourceId> ids) {
        return changing.stream().filter(ids::contains).findFirst();
    }
}
