package org.aloft.agent.config.language;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.AnnouncementPaces;
import org.aloft.agent.config.GratuitousArp;
import org.aloft.agent.config.VrrpDefaults;

/** Keywords of {@code global_defs} that are defaults of every {@code vrrp_instance}. */
final class VrrpDefaultsLanguage {
    private static final int LONGEST_PREFIX = 10;
    private static final Duration LONGEST_STARTUP = Duration.ofHours(1);

    static final Vocabulary<Draft> VOCABULARY = new Vocabulary<Draft>("global_defs")
            .word(
                    "vrrp_version",
                    (arguments, draft) -> arguments.integer(2, 3).ifPresent(value -> draft.version = value))
            .word("vrrp_mcast_group4", (arguments, draft) -> arguments
                    .ipv4()
                    .filter(group -> multicast(group.isMulticastAddress(), arguments))
                    .ifPresent(value -> draft.multicastGroup4 = value))
            .word("vrrp_mcast_group6", (arguments, draft) -> arguments
                    .ipv6()
                    .filter(group -> multicast(group.isMulticastAddress(), arguments))
                    .ifPresent(value -> draft.multicastGroup6 = value))
            .word("vrrp_garp_master_delay", (arguments, draft) -> draft.delay = garpTime(arguments))
            .word("vrrp_garp_master_repeat", (arguments, draft) -> draft.repeat = garpCount(1, arguments))
            .word("vrrp_garp_lower_prio_delay", (arguments, draft) -> draft.lowerDelay = garpTime(arguments))
            .word("vrrp_garp_lower_prio_repeat", (arguments, draft) -> draft.lowerRepeat = garpCount(0, arguments))
            .word("vrrp_garp_master_refresh", (arguments, draft) -> draft.refresh = garpTime(arguments))
            .word(
                    "vrrp_garp_master_refresh_repeat",
                    (arguments, draft) -> draft.refreshRepeat = garpCount(1, arguments))
            .word("vrrp_min_garp", (arguments, draft) -> draft.leastGarp = arguments.flag())
            .word(
                    "vrrp_down_timer_adverts",
                    (arguments, draft) -> arguments.integer(1, 100).ifPresent(value -> draft.downTimerAdverts = value))
            .word("vrrp_lower_prio_no_advert", (arguments, draft) -> draft.lowerPriorityNoAdvert = arguments.flag())
            .word(
                    "vrrp_higher_prio_send_advert",
                    (arguments, draft) -> draft.higherPrioritySendAdvert = arguments.flag())
            .word("vrrp_check_unicast_src", (arguments, draft) -> draft.checkUnicastSource = arguments.flag())
            .word("vrrp_skip_check_adv_addr", (arguments, draft) -> draft.skipCheckAdvertAddresses = arguments.flag())
            .word("vrrp_strict", (arguments, draft) -> draft.strict = arguments.flag())
            .word("vrrp_notify_priority_changes", (arguments, draft) -> draft.notifyPriorityChanges = arguments.flag())
            .word("vrrp_startup_delay", (arguments, draft) -> arguments
                    .seconds(Duration.ZERO, LONGEST_STARTUP)
                    .ifPresent(value -> draft.startupDelay = value))
            .word("vmac_prefix", (arguments, draft) -> draft.vmacPrefix = prefix(arguments))
            .word("vrrp_garp_interval", (arguments, draft) -> draft.arpInterval = GarpGroupLanguage.interval(arguments))
            .word(
                    "vrrp_gna_interval",
                    (arguments, draft) -> draft.neighbourInterval = GarpGroupLanguage.interval(arguments))
            .warned("vrrp_garp_extra_if", Reasons.EVERY_INTERFACE)
            .warned("vrrp_vmac_garp_intvl", Reasons.EVERY_INTERFACE)
            .word("vmac_addr_prefix", (arguments, draft) -> draft.vmacPrefixElsewhere = prefix(arguments))
            .word("log_unknown_vrids", (arguments, draft) -> draft.logUnknownRouters = true)
            .warned(
                    "disable_local_igmp",
                    "aloftd leaves net.ipv4.igmp_link_local_mcast_reports alone; a switch gets a few IGMP reports more."
                            + " Set the sysctl to 0 if it minds them")
            .warned("vrrp_rx_bufs_policy", Reasons.RECEIVE_BUFFERS)
            .warned("vrrp_rx_bufs_multiplier", Reasons.RECEIVE_BUFFERS)
            .warned("vrrp_netlink_cmd_rcv_bufs", Reasons.NETLINK_BUFFERS)
            .warned("vrrp_netlink_cmd_rcv_bufs_force", Reasons.NETLINK_BUFFERS)
            .warned("vrrp_netlink_monitor_rcv_bufs", Reasons.NETLINK_BUFFERS)
            .warned("vrrp_netlink_monitor_rcv_bufs_force", Reasons.NETLINK_BUFFERS);

    private VrrpDefaultsLanguage() {}

    private static boolean multicast(boolean holds, Arguments arguments) {
        if (!holds) {
            arguments.error(arguments.statement().name() + " must be a multicast address: 224.0.0.0/4 or ff00::/8");
        }
        return holds;
    }

    private static Optional<Duration> garpTime(Arguments arguments) {
        return arguments.seconds(Duration.ZERO, GratuitousArpLanguage.LONGEST);
    }

    private static Optional<Integer> garpCount(int least, Arguments arguments) {
        return arguments.integer(least, GratuitousArpLanguage.MOST);
    }

    /** Leaves room for ".255.65535"-like endings within the 15 characters of an interface's name. */
    private static Optional<String> prefix(Arguments arguments) {
        return arguments.word("how names of virtual MAC interfaces begin").filter(text -> {
            boolean fits = text.length() <= LONGEST_PREFIX && !text.contains("/");
            if (!fits) {
                arguments.error(arguments.statement().name() + " must be 1..10 characters without /: " + text);
            }
            return fits;
        });
    }

    /** Confined to the reading thread. */
    static final class Draft {
        int version = 2;
        Inet4Address multicastGroup4 = IpLiteral.ipv4("224.0.0.18").orElseThrow();
        Inet6Address multicastGroup6 = IpLiteral.ipv6("ff02::12").orElseThrow();
        Optional<Integer> repeat = Optional.empty();
        Optional<Duration> delay = Optional.empty();
        Optional<Duration> refresh = Optional.empty();
        Optional<Integer> refreshRepeat = Optional.empty();
        Optional<Integer> lowerRepeat = Optional.empty();
        Optional<Duration> lowerDelay = Optional.empty();
        Optional<Duration> arpInterval = Optional.empty();
        Optional<Duration> neighbourInterval = Optional.empty();
        final List<AnnouncementPaces.Group> groups = new ArrayList<>();
        boolean leastGarp;
        int downTimerAdverts = 3;
        boolean strict;
        boolean lowerPriorityNoAdvert;
        boolean higherPrioritySendAdvert;
        boolean skipCheckAdvertAddresses;
        boolean checkUnicastSource;
        boolean notifyPriorityChanges;
        boolean logUnknownRouters;
        Duration startupDelay = Duration.ZERO;
        Optional<String> vmacPrefix = Optional.empty();
        Optional<String> vmacPrefixElsewhere = Optional.empty();

        /** {@code vrrp_min_garp} changes the defaults, not what the file says itself. */
        GratuitousArp gratuitousArp() {
            GratuitousArp defaults = GratuitousArp.DEFAULT;
            int times = repeat.orElse(leastGarp ? 1 : defaults.repeat());
            Duration wait = delay.orElse(leastGarp ? Duration.ZERO : defaults.delay());
            return new GratuitousArp(
                            times,
                            wait,
                            refresh.orElse(defaults.refresh()),
                            refreshRepeat.orElse(defaults.refreshRepeat()))
                    .withLowerPriority(lowerRepeat.orElse(times), lowerDelay.orElse(wait));
        }

        String vmacPrefix() {
            return vmacPrefix.orElse("vrrp");
        }

        String vmacPrefixElsewhere() {
            return vmacPrefixElsewhere.orElseGet(this::vmacPrefix);
        }

        private AnnouncementPaces paces() {
            Duration none = Duration.ZERO;
            return new AnnouncementPaces(
                    new AnnouncementPaces.Pace(arpInterval.orElse(none), neighbourInterval.orElse(none)), groups);
        }

        VrrpDefaults finish() {
            return new VrrpDefaults(
                    new VrrpDefaults.Wire(
                            version, multicastGroup4, multicastGroup6, skipCheckAdvertAddresses, checkUnicastSource),
                    new VrrpDefaults.Announcements(gratuitousArp(), paces()),
                    new VrrpDefaults.Election(
                            downTimerAdverts, strict, lowerPriorityNoAdvert, higherPrioritySendAdvert),
                    new VrrpDefaults.VmacNames(vmacPrefix(), vmacPrefixElsewhere()),
                    startupDelay,
                    notifyPriorityChanges,
                    logUnknownRouters);
        }
    }
}
