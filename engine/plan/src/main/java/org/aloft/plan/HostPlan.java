package org.aloft.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aloft.plan.facts.Manifest;
import org.aloft.plan.resource.AgentBundle;
import org.aloft.plan.resource.BundleResource;
import org.aloft.plan.resource.ServiceResource;

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
    static final String PENDING_RELOAD = "reload";
    static final String PENDING_RESTART = "restart";

    public HostPlan {
        steps = List.copyOf(steps);
        untouched = List.copyOf(untouched);
    }

    /** Whether there is anything to do. */
    public boolean hasChanges() {
        return !steps.isEmpty();
    }

    /**
     * What is written down before the first step: all that was and will be there, and which services still have to take
     * up what changes. Should the run break off, the next one finds this and finishes it.
     */
    public Manifest intent() {
        Map<String, String> pending = new LinkedHashMap<>();
        for (Step step : steps) {
            if (step.resource() instanceof ServiceResource service && step.kind() != StepKind.REMOVE) {
                pending.put(service.id(), step.kind() == StepKind.RELOAD ? PENDING_RELOAD : PENDING_RESTART);
            }
        }
        return recorded.with(wanted).with(new Manifest(pending));
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
