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
 * @param interfaces which may be missing, and which is meant where none is named
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
        InterfacesBlock interfaces) {}
