package org.aloft.plan.resource;

import java.util.Set;

/**
 * A package of the distribution, in any version.
 *
 * @param name as the distribution's package manager knows it
 * @param reason why it is wanted
 */
public record PackageResource(String name, String reason) implements Resource {
    /** The id of the package of this name. */
    public static String idOf(String name) {
        return "package:" + name;
    }

    @Override
    public String id() {
        return idOf(name);
    }

    @Override
    public Set<String> requires() {
        return Set.of();
    }
}
