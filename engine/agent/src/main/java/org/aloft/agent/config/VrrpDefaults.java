package org.aloft.agent.config;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.time.Duration;

/**
 * What {@code global_defs} says for every {@code vrrp_instance}; an instance's own line wins.
 *
 * @param wire how they speak
 * @param announcements how they announce their VIPs
 * @param election how they compete
 * @param vmacNames how their virtual MAC interfaces are called
 * @param startupDelay {@code vrrp_startup_delay}: how long instances hold still after the start; zero
 * @param notifyPriorityChanges {@code vrrp_notify_priority_changes}: priorities are written to the FIFOs too
 * @param logUnknownRouters {@code log_unknown_vrids}: routers of groups without an instance here are told, each once
 */
public record VrrpDefaults(
        Wire wire,
        Announcements announcements,
        Election election,
        VmacNames vmacNames,
        Duration startupDelay,
        boolean notifyPriorityChanges,
        boolean logUnknownRouters) {
    /**
     * How instances speak.
     *
     * @param version {@code vrrp_version}; 2 when not said, but IPv6 instances always speak 3
     * @param multicastGroup4 {@code vrrp_mcast_group4}; 224.0.0.18
     * @param multicastGroup6 {@code vrrp_mcast_group6}; ff02::12
     * @param skipCheckAdvertAddresses {@code vrrp_skip_check_adv_addr}
     * @param checkUnicastSource {@code vrrp_check_unicast_src}
     */
    public record Wire(
            int version,
            Inet4Address multicastGroup4,
            Inet6Address multicastGroup6,
            boolean skipCheckAdvertAddresses,
            boolean checkUnicastSource) {}

    /**
     * How instances announce their VIPs.
     *
     * @param gratuitousArp the {@code vrrp_garp_…} lines, {@code vrrp_min_garp} included
     * @param paces {@code vrrp_garp_interval}, {@code vrrp_gna_interval} and every {@code garp_group}; no instance has
     *     its own
     */
    public record Announcements(GratuitousArp gratuitousArp, AnnouncementPaces paces) {}

    /**
     * How instances compete.
     *
     * @param downTimerAdverts {@code vrrp_down_timer_adverts}: how many missed adverts mean that the active router is
     *     gone, 1..100; 3
     * @param strict {@code vrrp_strict}: the RFC to the letter
     * @param lowerPriorityNoAdvert {@code vrrp_lower_prio_no_advert}: an active router does not answer an advert of a
     *     lower one
     * @param higherPrioritySendAdvert {@code vrrp_higher_prio_send_advert}: an active router says goodbye to a higher
     *     one
     */
    public record Election(
            int downTimerAdverts, boolean strict, boolean lowerPriorityNoAdvert, boolean higherPrioritySendAdvert) {}

    /**
     * How names of virtual MAC interfaces begin.
     *
     * @param vmacPrefix {@code vmac_prefix}; vrrp
     * @param vmacPrefixElsewhere {@code vmac_addr_prefix}: on other interfaces than the instance's; as {@code
     *     vmac_prefix}
     */
    public record VmacNames(String vmacPrefix, String vmacPrefixElsewhere) {}
}
