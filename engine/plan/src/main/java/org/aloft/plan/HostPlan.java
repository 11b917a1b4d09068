package org.aloft.plan;

import java.util.List;
import java.util.Optional;
import org.aloft.plan.facts.Manifest;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.BundleResource;

/**
 * What is to be done on one host.
 *
 * @param host its name in the inventory
 * @param role what it is in the cluster
 * @param steps in the order of execution; empty when the host is as wanted
 * @param untouched what is left alone, and why
 * @param recorded what Aloft put there earlier
 * @param wanted what it will have put there when all steps are done
 */
public record HostPlan(
        String host, HostRole role, List<Step> steps, List<Untouched> untouched, Manifest recorded, Manifest wanted) {
    public HostPlan {
        steps = List.copyOf(steps);
        untouched = List.copyOf(untouched);
    }

    /** Whether there is anything to do. */
    public boolean hasChanges() {
        return !steps.isEmpty();
    }

    /** The version of the agent that must be uploaded to {@link AgentBundle#uploadedTo()} before the script runs. */
    public Optional<AgentBundle> bundleToUpload() {
        return steps.stream()
                .filter(step -> step.kind() == StepKind.INSTALL)
                .map(Step::resource)
                .filter(BundleResource.class::isInstance)
                .map(resource -> ((BundleResource) resource).bundle())
                .findFirst();
    }
}
