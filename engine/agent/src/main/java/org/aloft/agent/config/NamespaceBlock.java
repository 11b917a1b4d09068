package org.aloft.agent.config;

import java.util.Optional;

/**
 * Which network namespaces aloftd works in.
 *
 * @param own {@code net_namespace} (or {@code --namespace}): the one that it runs in; empty for the one that it is
 *     started in
 * @param ipvs {@code net_namespace_ipvs}: the one whose IPVS it fills; empty for its own
 */
public record NamespaceBlock(Optional<String> own, Optional<Ipvs> ipvs) {
    /** As long as nothing is said. */
    public static final NamespaceBlock NONE = new NamespaceBlock(Optional.empty(), Optional.empty());

    /**
     * Where IPVS is.
     *
     * @param name empty for the namespace that aloftd is started in, before it enters its own
     */
    public record Ipvs(Optional<String> name) {}
}
