package org.aloft.topology.file;

/** keepalived's words about VRRP: instances, sync groups, what is tracked, who is told. */
final class KeepalivedVrrpWords {
    private static final String INSTANCE = "vrrp_instance";
    private static final String SCRIPT = "vrrp_script";
    private static final String SYNC_GROUP = "vrrp_sync_group";
    private static final String INSTANCES = "instances.*";
    private static final String NO_TRACKING =
            "Remove it: priorities are fixed; only a director that fails as a whole gives up its VIPs.";
    private static final String NO_NOTICE = "Remove it: nobody is told of changes yet.";
    private static final String NO_SYNC_GROUPS =
            "Remove it: instances fail over one by one. Where they must move together, stay with keepalived for now.";
    private static final String NO_COPIES =
            "Remove it: connections are not copied to the standby; clients connect again after a failover.";

    private KeepalivedVrrpWords() {}

    static void addTo(KeepalivedWords table) {
        instance(table);
        adverts(table);
        addresses(table);
        tracking(table);
        notices(table);
        syncGroups(table);
    }

    private static void instance(KeepalivedWords table) {
        table.ours("top level", INSTANCE, "a virtual router", "", "instances: {VI_1: …}")
                .alsoWritten(INSTANCE, "vrrp_instances")
                .follows(
                        INSTANCE,
                        "the state in which a member starts",
                        "Remove it: roles follow from the priorities in `members`, the highest is active.",
                        "state")
                .ours(
                        INSTANCE,
                        "priority",
                        "a member's priority",
                        INSTANCES,
                        "members: {lvs1: 100, lvs2: 90}",
                        ": each host with its priority")
                .ours(
                        INSTANCE,
                        "nopreempt",
                        "not taking the VIPs back when the better member returns",
                        INSTANCES,
                        "preempt: false")
                .ours(INSTANCE, "preempt", "taking the VIPs back", INSTANCES, "preempt: true")
                .ours(INSTANCE, "interface", "where adverts and VIPs go", INSTANCES, "interface: eth0")
                .ours(INSTANCE, "virtual_router_id", "the id of the virtual router", INSTANCES, "virtual_router_id: 10")
                .ours(INSTANCE, "version", "the version of VRRP", INSTANCES, "version: 2", ", or 3")
                .ours("global_defs", "vrrp_version", "the version of VRRP", INSTANCES, "version: 2", ", or 3")
                .ours(INSTANCE, "advert_int", "the time between adverts", INSTANCES, "advert_interval: 1s")
                .ours(INSTANCE, "virtual_ipaddress", "the VIPs", INSTANCES, "vips: [192.168.100.10]")
                .alsoWritten("virtual_ipaddress", "virtual_ipaddresses", "virtual_ips")
                .ours(
                        INSTANCE,
                        "authentication",
                        "how members know each other",
                        INSTANCES,
                        "authentication: {type: PASS, password: abc123}")
                .ours(
                        "authentication",
                        "auth_type",
                        "how members know each other",
                        "instances.*.authentication",
                        "type: PASS")
                .ours("authentication", "auth_pass", "the password", "instances.*.authentication", "password: abc123")
                .notHere(
                        INSTANCE,
                        "a pause before the VIPs are taken back",
                        "Write `preempt: false`, or remove it: a director that is back takes over at once.",
                        "preempt_delay");
    }

    private static void adverts(KeepalivedWords table) {
        table.notYet(
                        INSTANCE,
                        "adverts to each member by itself",
                        "Remove it: members speak by multicast, in one network.",
                        "unicast_peer",
                        "unicast_src_ip",
                        "unicast_ttl",
                        "unicast_fault_no_peer",
                        "old_unicast_checksum",
                        "check_unicast_src",
                        "vrrp_check_unicast_src",
                        "max_ttl",
                        "min_ttl")
                .alsoWritten("unicast_peer", "unicast_peers", "unicast")
                .notYet(
                        INSTANCE,
                        "the address from which adverts are sent",
                        "Remove it: adverts leave from the interface's first address.",
                        "mcast_src_ip",
                        "track_src_ip")
                .notYet(
                        INSTANCE,
                        "the group to which adverts are sent",
                        "Remove it: adverts go to VRRP's own groups, 224.0.0.18 and ff02::12.",
                        "mcast_dst_ip",
                        "vrrp_mcast_group4",
                        "vrrp_mcast_group6")
                .notYet(
                        INSTANCE,
                        "how adverts of other priorities are answered and others' silence is judged",
                        "Remove it: the agent does as RFC 3768 and RFC 9568 say.",
                        "down_timer_adverts",
                        "lower_prio_no_advert",
                        "higher_prio_send_advert",
                        "skip_check_adv_addr",
                        "strict_mode",
                        "v3_checksum_as_v2",
                        "vrrp_down_timer_adverts",
                        "vrrp_lower_prio_no_advert",
                        "vrrp_higher_prio_send_advert",
                        "vrrp_skip_check_adv_addr",
                        "vrrp_strict")
                .notHere(
                        INSTANCE,
                        "failover within less than three adverts",
                        "Write `version: 3` and `advert_interval: 100ms` for a faster failover.",
                        "fast_detection")
                .notHere(
                        INSTANCE,
                        "the kernel's buffers, the polling of links, or more in the log",
                        "Remove it: nothing depends on it.",
                        "kernel_rx_buf_size",
                        "linkbeat_use_polling",
                        "linkbeat_interfaces",
                        "debug");
    }

    private static void addresses(KeepalivedWords table) {
        table.notYet(
                        INSTANCE,
                        "an interface of the VIPs' own, with VRRP's MAC address",
                        "Remove it: VIPs are held on the interface and announced by gratuitous ARP.",
                        "use_vmac",
                        "use_vmac_addr",
                        "vmac_xmit_base",
                        "use_ipvlan",
                        "vmac_prefix",
                        "vmac_addr_prefix",
                        "vmac_garp_intvl",
                        "vrrp_vmac_garp_intvl")
                .alsoWritten("use_vmac", "virtual_mac")
                .notYet(
                        INSTANCE,
                        "how VIPs are announced",
                        "Remove it: gratuitous ARP is sent as keepalived does unless told otherwise.",
                        "garp_master_delay",
                        "garp_master_repeat",
                        "garp_master_refresh",
                        "garp_master_refresh_repeat",
                        "garp_lower_prio_delay",
                        "garp_lower_prio_repeat",
                        "garp_extra_if",
                        "garp_group",
                        "garp_interval",
                        "gna_interval",
                        "vrrp_garp_master_delay",
                        "vrrp_garp_master_repeat",
                        "vrrp_garp_master_refresh",
                        "vrrp_garp_master_refresh_repeat",
                        "vrrp_garp_lower_prio_delay",
                        "vrrp_garp_lower_prio_repeat",
                        "vrrp_garp_interval",
                        "vrrp_garp_extra_if",
                        "vrrp_gna_interval",
                        "vrrp_min_garp")
                .notHere(
                        INSTANCE,
                        "VIPs that adverts do not name",
                        "Put the addresses into an instance of their own.",
                        "virtual_ipaddress_excluded")
                .alsoWritten("virtual_ipaddress_excluded", "vips_excluded")
                .notHere(
                        INSTANCE,
                        "routes that move with the VIPs",
                        "Write `routes` of each member in `hosts`; they stay while a member is standby.",
                        "virtual_routes")
                .notHere(
                        INSTANCE,
                        "routing rules that move with the VIPs",
                        "Set rules on every member, in the network configuration of its distribution.",
                        "virtual_rules",
                        "static_rules")
                .ours(
                        "top level",
                        "static_routes",
                        "routes that stay",
                        "hosts.*",
                        "routes: {10.20.0.0/16: 192.168.100.254}")
                .notHere(
                        "top level",
                        "addresses that stay",
                        "Set them on every host, in the network configuration of its distribution.",
                        "static_ipaddress",
                        "track_group")
                .notYet(
                        INSTANCE,
                        "which VRF, family or secondary addresses the kernel uses",
                        "Remove it: Aloft leaves it as it is.",
                        "vrf",
                        "native_ipv6",
                        "promote_secondaries",
                        "accept",
                        "no_accept");
    }

    private static void tracking(KeepalivedWords table) {
        table.notYet(
                        INSTANCE,
                        "giving the VIPs up when something tracked fails",
                        NO_TRACKING,
                        "track_script",
                        "track_interface",
                        "track_process",
                        "track_file",
                        "track_bfd",
                        "dont_track_primary")
                .alsoWritten("track_script", "track_scripts", "track", "tracking")
                .alsoWritten("track_interface", "track_interfaces")
                .alsoWritten("track_process", "track_processes")
                .alsoWritten("track_file", "track_files")
                .notYet("top level", "a check of a director by a script", NO_TRACKING, SCRIPT)
                .alsoWritten(SCRIPT, "vrrp_scripts", "scripts")
                .notYet(
                        "top level",
                        "something that instances track",
                        NO_TRACKING,
                        "vrrp_track_process",
                        "vrrp_track_file",
                        "bfd_instance",
                        "interface_up_down_delays")
                .notYetCommon(
                        SCRIPT,
                        "how a check by a script is run and counted",
                        NO_TRACKING,
                        "script",
                        "interval",
                        "timeout",
                        "rise",
                        "fall",
                        "user",
                        "init_fail");
    }

    private static void notices(KeepalivedWords table) {
        table.notYet(
                        INSTANCE,
                        "a program that is told of changes",
                        NO_NOTICE,
                        "notify",
                        "notify_master",
                        "notify_backup",
                        "notify_fault",
                        "notify_stop",
                        "notify_deleted",
                        "notify_master_rx_lower_pri",
                        "notify_priority_changes",
                        "notify_webhook",
                        "vrrp_notify_priority_changes")
                .alsoWritten("notify", "notify_script")
                .notYet(
                        INSTANCE,
                        "mail about changes",
                        NO_NOTICE,
                        "smtp_alert",
                        "smtp_alert_vrrp",
                        "smtp_alert_checker");
    }

    private static void syncGroups(KeepalivedWords table) {
        table.notYet("top level", "instances that move together", NO_SYNC_GROUPS, SYNC_GROUP)
                .alsoWritten(SYNC_GROUP, "vrrp_sync_groups", "sync_group", "sync_groups", "sync")
                .notYetCommon(SYNC_GROUP, "the instances that move together", NO_SYNC_GROUPS, "group")
                .notYet(
                        SYNC_GROUP,
                        "what a whole group tracks",
                        NO_TRACKING,
                        "global_tracking",
                        "sync_group_tracking_weight")
                .notYet(
                        "global_defs",
                        "copying connections to the standby",
                        NO_COPIES,
                        "lvs_sync_daemon",
                        "lvs_sync_daemon_interface");
    }
}
