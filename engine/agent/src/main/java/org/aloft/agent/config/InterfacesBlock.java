package org.aloft.agent.config;

/**
 * What {@code global_defs} says of interfaces.
 *
 * @param defaultInterface {@code default_interface} of static addresses and routes that name none; eth0
 * @param dynamicInterfaces {@code dynamic_interfaces}
 */
public record InterfacesBlock(String defaultInterface, Dynamic dynamicInterfaces) {
    /** Whether interfaces may be missing. */
    public enum Dynamic {
        /** An interface that is missing at the start is a mistake. */
        REFUSED,
        /** Interfaces may come and go. */
        ALLOWED,
        /** {@code allow_if_changes}: they may even come back as another kind of interface. */
        MAY_CHANGE
    }
}
