package org.aloft.agent.config;

/**
 * {@code global_defs}, and the few lines of its kind that stand outside any block.
 *
 * @param routerId {@code router_id}; the host's name when the file does not say
 * @param vrrp defaults of every {@code vrrp_instance}
 * @param firewall where packet filter rules go
 * @param smtp mail
 * @param delivery how notifications are delivered, in words of our own
 * @param scripts whom scripts run as
 * @param fifos where events are written to
 * @param lvs IPVS and the checks
 * @param process the process itself
 * @param defaultInterface {@code default_interface} of static addresses and routes that name none; eth0
 * @param dynamicInterfaces {@code dynamic_interfaces}
 */
public record GlobalDefinitions(
        String routerId,
        VrrpDefaults vrrp,
        FirewallBlock firewall,
        SmtpBlock smtp,
        DeliveryBlock delivery,
        ScriptSecurity scripts,
        NotifyFifos fifos,
        LvsBlock lvs,
        ProcessBlock process,
        String defaultInterface,
        DynamicInterfaces dynamicInterfaces) {
    /** Whether interfaces may be missing. */
    public enum DynamicInterfaces {
        /** An interface that is missing at the start is a mistake. */
        REFUSED,
        /** Interfaces may come and go. */
        ALLOWED,
        /** {@code allow_if_changes}: they may even come back as another kind of interface. */
        MAY_CHANGE
    }
}
