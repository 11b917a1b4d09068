package org.aloft.plan.resource;

import java.util.Set;

/**
 * A systemd unit that is enabled and active.
 *
 * @param unit with its suffix: {@code nginx.service}
 * @param reason why it is wanted
 * @param requires ids of what must be in force before it starts
 * @param restartOn ids of resources whose change restarts it
 * @param reloadOn ids of resources whose change makes it read its configuration again
 */
public record ServiceResource(
        String unit, String reason, Set<String> requires, Set<String> restartOn, Set<String> reloadOn)
        implements Resource {
    public ServiceResource {
        requires = Set.copyOf(requires);
        restartOn = Set.copyOf(restartOn);
        reloadOn = Set.copyOf(reloadOn);
    }

    /** The id of the unit of this name. */
    public static String idOf(String unit) {
        return "service:" + unit;
    }

    /** A unit's full name: {@code nginx} is {@code nginx.service}. */
    public static String unitOf(String name) {
        return name.indexOf('.') < 0 ? name + ".service" : name;
    }

    @Override
    public String id() {
        return idOf(unit);
    }
}
