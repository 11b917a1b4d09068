package org.aloft.topology.file;

/** keepalived's words about virtual services, their real servers and the checks of these. */
final class KeepalivedLvsWords {
    private static final String SERVER = "virtual_server";
    private static final String REAL_SERVER = "real_server";
    private static final String BOTH = "virtual_server, real_server";
    private static final String SERVICES = "services.*";
    private static final String CHECK = "services.*.check";
    private static final String TCP = "services.*.check.tcp";
    private static final String ONLY_TCP =
            "Write `check: {tcp: {connect_timeout: 3s}}` of the service: a TCP connect is the only check.";

    private KeepalivedLvsWords() {}

    static void addTo(KeepalivedWords table) {
        services(table);
        lastResorts(table);
        realServers(table);
        checks(table);
    }

    private static void services(KeepalivedWords table) {
        table.ours("top level", SERVER, "a service behind a VIP", "", "services: {web: …}")
                .alsoWritten(SERVER, "virtual_servers")
                .ours(SERVER, "lb_algo", "the scheduler", SERVICES, "scheduler: rr")
                .ours(SERVER, "lvs_sched", "the scheduler", SERVICES, "scheduler: rr")
                .ours(SERVER, "lb_kind", "how packets get to the real servers", SERVICES, "forward: dr", ", or nat")
                .ours(BOTH, "lvs_method", "how packets get to the real servers", SERVICES, "forward: dr", ", or nat")
                .ours(
                        SERVER,
                        "persistence_timeout",
                        "how long a client stays with its real server",
                        SERVICES,
                        "persistence: 50s")
                .ours(SERVER, "protocol", "the transport protocol", SERVICES, "protocol: tcp", ", or udp")
                .notYet(
                        SERVER,
                        "which clients count as one, and by what",
                        "Remove it: clients are told apart by their whole address.",
                        "persistence_granularity",
                        "persistence_engine")
                .notYet(
                        SERVER,
                        "scheduling of each packet by itself",
                        "Remove it: every packet of a UDP client within the time-out goes to one real server.",
                        "ops")
                .alsoWritten("ops", "one_packet")
                .notYet(
                        SERVER,
                        "an option of its scheduler",
                        "Remove it: schedulers run with the kernel's own defaults.",
                        "flag-1",
                        "flag-2",
                        "flag-3",
                        "sh-port",
                        "sh-fallback",
                        "mh-port",
                        "mh-fallback")
                .notYet(
                        "virtual_server_group",
                        "several addresses and ports, or marked packets, as one service",
                        "Write one service for each port, with `vip` and `port`.",
                        "virtual_server_group",
                        "fwmark")
                .follows(
                        SERVER,
                        "the address family of its real servers",
                        "Remove it: it follows from `vip`.",
                        "ip_family")
                .follows(
                        SERVER,
                        "something that IPVS passes over",
                        "Remove it: it does nothing in keepalived either.",
                        "hashed",
                        "nat_mask")
                .notHere(BOTH, "a name for SNMP", "Remove it: the agent has no SNMP.", "snmp_name");
    }

    private static void lastResorts(KeepalivedWords table) {
        table.notYet(
                        SERVER,
                        "what serves when real servers fail, and how many must live",
                        "Give the service real servers enough; there is no last resort yet.",
                        "sorry_server",
                        "sorry_server_inhibit",
                        "sorry_server_lvs_method",
                        "quorum",
                        "hysteresis")
                .notYet(
                        BOTH,
                        "a program that is told of real servers that come and go",
                        "Remove it; there is no notice of changes yet.",
                        "quorum_up",
                        "quorum_down",
                        "notify_up",
                        "notify_down")
                .notYet(
                        BOTH,
                        "how real servers are taken for at the start and at the end",
                        "Remove it; a real server that fails its check is taken out at once.",
                        "ha_suspend",
                        "alpha",
                        "omega");
    }

    private static void realServers(KeepalivedWords table) {
        table.ours(
                        SERVER,
                        REAL_SERVER,
                        "a real server",
                        SERVICES,
                        "real_servers: {web1: 1}",
                        ": names of the inventory, with their weights")
                .ours(
                        BOTH,
                        "weight",
                        "a real server's share of the connections",
                        SERVICES,
                        "real_servers: {web1: 2}",
                        ": names of the inventory, with their weights")
                .follows(
                        BOTH,
                        "keeping a failed real server at weight 0",
                        "Remove it: a real server that fails its check is taken out of IPVS.",
                        "inhibit_on_failure")
                .notYet(
                        REAL_SERVER,
                        "the most connections of a real server",
                        "Remove it: connections are spread by `scheduler` and weights alone.",
                        "uthreshold",
                        "lthreshold");
    }

    private static void checks(KeepalivedWords table) {
        table.ours(REAL_SERVER, "TCP_CHECK", "a check by a TCP connect", CHECK, "tcp: {connect_timeout: 3s}")
                .ours(BOTH, "delay_loop", "the time between checks", TCP, "delay: 6s")
                .ours(BOTH, "retry", "how often a check is tried again", TCP, "retries: 3")
                .ours("HTTP_GET", "nb_get_retry", "how often a check is tried again", TCP, "retries: 3")
                .ours(BOTH, "connect_timeout", "how long a check's connect may take", TCP, "connect_timeout: 3s")
                .ours(BOTH, "delay_before_retry", "the pause before the next try", TCP, "delay_before_retry: 1s")
                .notYet(
                        BOTH,
                        "the longest pause before a real server's first check",
                        "Remove it: first checks are spread as keepalived does unless told otherwise.",
                        "warmup")
                .notYet(
                        REAL_SERVER,
                        "a check that is not a TCP connect",
                        ONLY_TCP,
                        "HTTP_GET",
                        "SSL_GET",
                        "SMTP_CHECK",
                        "DNS_CHECK",
                        "MISC_CHECK",
                        "BFD_CHECK",
                        "UDP_CHECK",
                        "PING_CHECK",
                        "FILE_CHECK")
                .notYet(
                        "HTTP_GET, MISC_CHECK",
                        "what a check asks for, or runs",
                        ONLY_TCP,
                        "url",
                        "digest",
                        "status_code",
                        "http_protocol",
                        "fast_recovery",
                        "virtualhost",
                        "enable_sni",
                        "helo_name",
                        "misc_path",
                        "misc_timeout",
                        "misc_dynamic",
                        "SSL")
                .notYet(
                        "TCP_CHECK",
                        "where a check goes and from where",
                        "Remove it: the port of the real server is checked.",
                        "connect_port",
                        "connect_ip",
                        "bindto",
                        "bind_if",
                        "bind_port");
    }
}
