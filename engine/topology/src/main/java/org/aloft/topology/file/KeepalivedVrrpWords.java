package org.aloft.topology.file;

/** keepalived's words about VRRP: instances, sync groups, what is tracked, who is told. */
final class KeepalivedVrrpWords {
    private static final String INSTANCE = "vrrp_instance";
    private static final String SCRIPT = "vrrp_script";
    private static final String SYNC_GROUP = "vrrp_sync_group";
    private static final String INSTANCES = "instances.*";
    private static final String TRACKED_SCRIPT = "track.scripts.*";

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
                .ours(
                        INSTANCE,
                        "preempt_delay",
                        "a pause before the VIPs are taken back",
                        INSTANCES,
                        "preempt_delay: 30s");
    }

    private static void adverts(KeepalivedWords table) {
        table.ours(INSTANCE, "unicast_peer", "adverts to each member by itself", INSTANCES, "unicast: true")
                .alsoWritten("unicast_peer", "unicast_peers")
                .ours(
                        INSTANCE,
                        "unicast_src_ip",
                        "the address from which adverts are sent to each member by itself",
                        INSTANCES,
                        "unicast: {lvs1: 192.168.100.100, lvs2: 192.168.100.101}")
                .ours(
                        INSTANCE,
                        "mcast_src_ip",
                        "the address from which adverts are sent",
                        INSTANCES,
                        "source_address: {lvs1: 192.168.100.100, lvs2: 192.168.100.101}")
                .rawInInstance(
                        "adverts to each member by itself, and where they come from",
                        "unicast_ttl",
                        "unicast_fault_no_peer",
                        "old_unicast_checksum",
                        "check_unicast_src",
                        "track_src_ip")
                .rawInGlobal("whether the senders of adverts are looked at", "vrrp_check_unicast_src")
                .notYet(
                        "unicast_peer",
                        "how far away a peer may be",
                        "Remove it: peers are looked at by their addresses.",
                        "max_ttl",
                        "min_ttl")
                .rawInInstance("the group to which adverts are sent", "mcast_dst_ip")
                .rawInGlobal("the group to which adverts are sent", "vrrp_mcast_group4", "vrrp_mcast_group6")
                .rawInInstance(
                        "how adverts of other priorities are answered and others' silence is judged",
                        "down_timer_adverts",
                        "lower_prio_no_advert",
                        "higher_prio_send_advert",
                        "skip_check_adv_addr",
                        "strict_mode",
                        "v3_checksum_as_v2")
                .rawInGlobal(
                        "how adverts of other priorities are answered and others' silence is judged",
                        "vrrp_down_timer_adverts",
                        "vrrp_lower_prio_no_advert",
                        "vrrp_higher_prio_send_advert",
                        "vrrp_skip_check_adv_addr")
                .ours("global_defs", "vrrp_strict", "keeping to the letter of the RFCs", "global", "strict: true")
                .ours(INSTANCE, "fast_detection", "failover within less than three adverts", INSTANCES, "detect: 60ms")
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
        String ownInterface = "an interface of the VIPs' own, with VRRP's MAC address";
        table.ours(INSTANCE, "use_vmac", ownInterface, INSTANCES, "virtual_mac: true")
                .ours(INSTANCE, "use_ipvlan", "an interface of the VIPs' own", INSTANCES, "virtual_mac: true")
                .rawInInstance(ownInterface, "use_vmac_addr", "vmac_xmit_base", "vmac_garp_intvl")
                .rawInGlobal(ownInterface, "vmac_prefix", "vmac_addr_prefix", "vrrp_vmac_garp_intvl")
                .rawInInstance(
                        "how VIPs are announced",
                        "garp_master_delay",
                        "garp_master_repeat",
                        "garp_master_refresh",
                        "garp_master_refresh_repeat",
                        "garp_lower_prio_delay",
                        "garp_lower_prio_repeat",
                        "garp_extra_if")
                .rawBlock("how fast VIPs are announced", "garp_group")
                .notYet(
                        "garp_group",
                        "how fast VIPs are announced",
                        "Write the whole block garp_group below `keepalived` at the top of the file.",
                        "garp_interval",
                        "gna_interval")
                .rawInGlobal(
                        "how VIPs are announced",
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
                .ours(
                        INSTANCE,
                        "virtual_ipaddress_excluded",
                        "VIPs that adverts do not name",
                        INSTANCES,
                        "vips: [192.168.100.10, {address: 192.168.100.11, excluded: true}]")
                .alsoWritten("virtual_ipaddress_excluded", "vips_excluded")
                .ours(
                        INSTANCE,
                        "virtual_routes",
                        "routes that move with the VIPs",
                        INSTANCES,
                        "routes: [{to: 10.40.0.0/16, via: 192.168.100.254}]")
                .ours(
                        INSTANCE,
                        "virtual_rules",
                        "routing rules that move with the VIPs",
                        INSTANCES,
                        "rules: [{from: 10.40.0.0/16, table: 100, priority: 1000}]")
                .rawBlock("routing rules that stay", "static_rules")
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
                .ours(INSTANCE, "accept", "delivering packets to the VIPs", INSTANCES, "accept: true")
                .ours(INSTANCE, "no_accept", "not delivering packets to the VIPs", INSTANCES, "accept: false")
                .notYet(INSTANCE, "which VRF the kernel uses", "Remove it: Aloft leaves it as it is.", "vrf")
                .rawInInstance(
                        "which family or secondary addresses the kernel uses", "native_ipv6", "promote_secondaries");
    }

    private static void tracking(KeepalivedWords table) {
        String givingUp = "giving the VIPs up when something tracked fails";
        table.ours(INSTANCE, "track_script", givingUp, INSTANCES, "track: {scripts: [nginx]}")
                .ours(INSTANCE, "track_interface", givingUp, INSTANCES, "track: {interfaces: [eth1]}")
                .ours(INSTANCE, "track_process", givingUp, INSTANCES, "track: {processes: [haproxy]}")
                .ours(INSTANCE, "track_file", givingUp, INSTANCES, "track: {files: [maintenance]}")
                .rawInInstance(givingUp, "track_bfd", "dont_track_primary")
                .alsoWritten("track_script", "track_scripts", "tracking")
                .alsoWritten("track_interface", "track_interfaces")
                .alsoWritten("track_process", "track_processes")
                .alsoWritten("track_file", "track_files")
                .ours(
                        "top level",
                        SCRIPT,
                        "a check of a director by a script",
                        "",
                        "track: {scripts: {nginx: {run: /usr/local/bin/check}}}")
                .alsoWritten(SCRIPT, "vrrp_scripts", "scripts")
                .ours(
                        "top level",
                        "vrrp_track_process",
                        "a process that instances track",
                        "",
                        "track: {processes: {haproxy: {process: haproxy}}}")
                .ours(
                        "top level",
                        "vrrp_track_file",
                        "a file that instances track",
                        "",
                        "track: {files: {maintenance: {file: /run/maintenance}}}")
                .rawBlock("something that instances track", "bfd_instance", "interface_up_down_delays")
                .oursCommon(SCRIPT, "script", "the program of a check", TRACKED_SCRIPT, "run: /usr/local/bin/check")
                .oursCommon(SCRIPT, "interval", "the time between two checks", TRACKED_SCRIPT, "interval: 2s")
                .oursCommon(SCRIPT, "timeout", "the time that a check may take", TRACKED_SCRIPT, "timeout: 2s")
                .oursCommon(SCRIPT, "rise", "successes until a check counts as well", TRACKED_SCRIPT, "rise: 2")
                .oursCommon(SCRIPT, "fall", "failures until a check counts as failed", TRACKED_SCRIPT, "fall: 3")
                .oursCommon(SCRIPT, "user", "as whom a check runs", TRACKED_SCRIPT, "user: root")
                .notYetCommon(
                        SCRIPT,
                        "a check that counts as failed until it has run",
                        "Remove it: a check counts as well until it has failed.",
                        "init_fail");
    }

    private static void notices(KeepalivedWords table) {
        String program = "a program that is told of changes";
        table.ours(INSTANCE, "notify", program, INSTANCES, "notify: {any: /usr/local/bin/log}")
                .ours(INSTANCE, "notify_master", program, INSTANCES, "notify: {active: /usr/local/bin/up}")
                .ours(INSTANCE, "notify_backup", program, INSTANCES, "notify: {backup: /usr/local/bin/down}")
                .ours(INSTANCE, "notify_fault", program, INSTANCES, "notify: {fault: /usr/local/bin/fault}")
                .ours(INSTANCE, "notify_stop", program, INSTANCES, "notify: {stop: /usr/local/bin/stop}")
                .rawInInstance(program, "notify_deleted", "notify_master_rx_lower_pri", "notify_priority_changes")
                .rawInGlobal("telling of every change of a priority", "vrrp_notify_priority_changes")
                .ours(
                        INSTANCE,
                        "notify_webhook",
                        "telling of changes by HTTP",
                        INSTANCES,
                        "webhooks: [https://hooks.example.org/vrrp]")
                .alsoWritten("notify", "notify_script")
                .ours(INSTANCE, "smtp_alert", "mail about changes", INSTANCES, "mail: true")
                .rawInGlobal(
                        "mail about changes of all instances or services", "smtp_alert_vrrp", "smtp_alert_checker");
    }

    private static void syncGroups(KeepalivedWords table) {
        String connections = "copying connections to the standby";
        table.ours("top level", SYNC_GROUP, "instances that move together", "", "sync_groups: {VG_1: [VI_1, VI_2]}")
                .alsoWritten(SYNC_GROUP, "vrrp_sync_groups", "sync_group", "sync")
                .oursCommon(
                        SYNC_GROUP,
                        "group",
                        "the instances that move together",
                        "sync_groups.*",
                        "instances: [VI_1, VI_2]")
                .notYet(
                        SYNC_GROUP,
                        "weights of what a whole group tracks",
                        "Remove it: what is tracked with weight 0 makes the whole group go.",
                        "global_tracking",
                        "sync_group_tracking_weight")
                .ours("global_defs", "lvs_sync_daemon", connections, INSTANCES, "sync_connections: true")
                .ours(INSTANCE, "lvs_sync_daemon_interface", connections, INSTANCES, "sync_connections: true");
    }
}
