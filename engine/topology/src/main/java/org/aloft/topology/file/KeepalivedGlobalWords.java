package org.aloft.topology.file;

/** keepalived's words about its processes as a whole: most of {@code global_defs}, and what stands beside it. */
final class KeepalivedGlobalWords {
    private static final String GLOBAL = "global_defs";

    private KeepalivedGlobalWords() {}

    static void addTo(KeepalivedWords table) {
        daemon(table);
        processes(table);
        mail(table);
        programs(table);
        kernel(table);
    }

    private static void daemon(KeepalivedWords table) {
        table.follows(
                        "top level",
                        "what holds for the whole daemon",
                        "Write `global`, or `keepalived` at the top of the file for what has no word here.",
                        GLOBAL)
                .follows(
                        GLOBAL,
                        "a name of the host in mails and logs",
                        "Remove it: hosts are named as in the inventory.",
                        "router_id",
                        "lvs_id")
                .notHere(
                        "top level",
                        "several daemons on one host, each in a network namespace of its own",
                        "Remove it: there is one agent on a director, in the host's own network namespace.",
                        "net_namespace",
                        "net_namespace_ipvs",
                        "namespace_with_ipsets",
                        "instance",
                        "use_pid_dir",
                        "child_wait_time")
                .notHere(
                        GLOBAL,
                        "the interface of instances that name none",
                        "Write `interface: eth0` in each of `instances`.",
                        "default_interface")
                .notHere(
                        GLOBAL,
                        "when the daemon starts, what it checks and how it reloads",
                        "Remove it: `aloft apply` checks the configuration, and reloads the agent when it changes.",
                        "vrrp_startup_delay",
                        "reload_check_config",
                        "include_check",
                        "reload_time_file",
                        "reload_repeat",
                        "reload_file",
                        "config_save_dir",
                        "tmp_config_directory",
                        "data_use_instance",
                        "random_seed");
    }

    private static void processes(KeepalivedWords table) {
        table.notHere(
                GLOBAL,
                "names, priorities and limits of keepalived's processes",
                "Remove it, or write a drop-in of the agent's systemd unit, as a file of `hosts`.",
                "process_names",
                "process_name",
                "vrrp_process_name",
                "checker_process_name",
                "bfd_process_name",
                "lvs_process_name",
                "max_auto_priority",
                "min_auto_priority_delay",
                "vrrp_priority",
                "checker_priority",
                "bfd_priority",
                "vrrp_no_swap",
                "checker_no_swap",
                "bfd_no_swap",
                "vrrp_cpu_affinity",
                "checker_cpu_affinity",
                "bfd_cpu_affinity",
                "vrrp_rt_priority",
                "checker_rt_priority",
                "bfd_rt_priority",
                "vrrp_rlimit_rttime",
                "checker_rlimit_rttime",
                "bfd_rlimit_rttime",
                "vrrp_rlimit_rtime",
                "checker_rlimit_rtime",
                "bfd_rlimit_rtime",
                "umask");
    }

    private static void mail(KeepalivedWords table) {
        String mail = "mail about changes";
        table.ours(GLOBAL, "notification_email", mail, "", "mail: {to: [ops@example.org], server: 192.168.100.25}")
                .ours(GLOBAL, "notification_email_from", mail, "mail", "from: lvs@example.org")
                .ours(GLOBAL, "smtp_server", mail, "mail", "server: 192.168.100.25")
                .ours(GLOBAL, "smtp_connect_timeout", mail, "mail", "timeout: 30s")
                .rawInGlobal(
                        mail,
                        "smtp_helo_name",
                        "smtp_alerts_per_minute",
                        "smtp_ca_file",
                        "smtp_password_file",
                        "smtp_starttls",
                        "smtp_user",
                        "no_email_faults",
                        "no_checker_emails")
                .rawInGlobal("what is logged", "checker_log_all_failures", "log_unknown_vrids")
                .notYet(GLOBAL, "what is logged of a check", "Remove it: changes are logged.", "log_all_failures");
    }

    private static void programs(KeepalivedWords table) {
        table.ours(GLOBAL, "script_user", "as whom programs run", "global", "script_user: root")
                .rawInGlobal(
                        "programs that the daemon runs, and how it tells them",
                        "startup_script",
                        "startup_script_timeout",
                        "shutdown_script",
                        "shutdown_script_timeout",
                        "enable_script_security",
                        "notify_script_timeout",
                        "notify_fifo",
                        "notify_fifo_script",
                        "vrrp_notify_fifo",
                        "vrrp_notify_fifo_script",
                        "lvs_notify_fifo",
                        "lvs_notify_fifo_script",
                        "fifo_write_vrrp_states_on_reload",
                        "rs_init_notifies")
                .notHere(
                        GLOBAL,
                        "SNMP and D-Bus",
                        "Remove it: `aloftd status` on a director shows the same.",
                        "snmp_socket",
                        "enable_snmp_vrrp",
                        "enable_snmp_checker",
                        "enable_snmp_rfc",
                        "enable_snmp_rfcv2",
                        "enable_snmp_rfcv3",
                        "enable_snmp_keepalived",
                        "enable_traps",
                        "enable_dbus",
                        "dbus_service_name");
    }

    private static void kernel(KeepalivedWords table) {
        table.rawInGlobal(
                        "IPVS as a whole: its time-outs, and whether its table is emptied",
                        "lvs_timeouts",
                        "lvs_flush",
                        "lvs_flush_on_stop",
                        "lvs_flush_onstop")
                .notHere(
                        GLOBAL,
                        "the firewall rules that keepalived sets",
                        "Remove it: the agent sets its own rules, and takes them away again.",
                        "nftables",
                        "nftables_priority",
                        "nftables_counters",
                        "nftables_ifindex",
                        "nftables_ipvs",
                        "nftables_ipvs_priority",
                        "nftables_ipvs_start_fwmark",
                        "vrrp_iptables",
                        "vrrp_ipsets")
                .notHere(
                        GLOBAL,
                        "buffers and interfaces that come later",
                        "Remove it: the agent needs no such setting.",
                        "dynamic_interfaces",
                        "disable_local_igmp",
                        "vrrp_netlink_cmd_rcv_bufs",
                        "vrrp_netlink_cmd_rcv_bufs_force",
                        "vrrp_netlink_monitor_rcv_bufs",
                        "vrrp_netlink_monitor_rcv_bufs_force",
                        "lvs_netlink_cmd_rcv_bufs",
                        "lvs_netlink_cmd_rcv_bufs_force",
                        "lvs_netlink_monitor_rcv_bufs",
                        "lvs_netlink_monitor_rcv_bufs_force",
                        "process_monitor_rcv_bufs",
                        "process_monitor_rcv_bufs_force",
                        "vrrp_rx_bufs_policy",
                        "vrrp_rx_bufs_multiplier");
    }
}
