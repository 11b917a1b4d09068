package org.aloft.plan.resource;

import java.util.Set;

/**
 * A version of the agent, unpacked and current.
 *
 * @param bundle the version
 * @param reason why it is wanted
 */
public record BundleResource(AgentBundle bundle, String reason) implements Resource {
    /** The id of the agent's version with this id. */
    public static String idOf(String bundleId) {
        return "bundle:" + bundleId;
    }

    @Override
    public String id() {
        return idOf(bundle.id());
    }

    @Override
    public Set<String> requires() {
        return Set.of();
    }
}
