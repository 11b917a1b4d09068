package org.aloft.topology.file;

/** keepalived's words about virtual services, their real servers and the checks of these. */
final class KeepalivedLvsWords {
    private static final String SERVER = "virtual_server";
    private static final String REAL_SERVER = "real_server";
    private static final String BOTH = "virtual_server, real_server";
    private static final String HTTP_GET = "HTTP_GET, SSL_GET";
    private static final String SERVICES = "services.*";
    private static final String REAL_SERVERS = "services.*.real_servers.*";
    private static final String CHECK = "services.*.check";
    private static final String TCP = "services.*.check.tcp";
    private static final String HTTP = "services.*.check.http";
    private static final String SCRIPT = "services.*.check.script";

    private KeepalivedLvsWords() {}

    static void addTo(KeepalivedWords table) {
        services(table);
        scheduling(table);
        lastResorts(table);
        realServers(table);
        checks(table);
        kindsOfChecks(table);
        pages(table);
    }

    private static void services(KeepalivedWords table) {
        table.ours("top level", SERVER, "a service behind a VIP", "", "services: {web: …}")
                .alsoWritten(SERVER, "virtual_servers")
                .ours(
                        SERVER,
                        "lb_kind",
                        "how packets get to the real servers",
                        SERVICES,
                        "forward: dr",
                        ", or nat or tun")
                .ours(
                        BOTH,
                        "lvs_method",
                        "how packets get to the real servers",
                        SERVICES,
                        "forward: dr",
                        ", or nat or tun")
                .ours(
                        SERVER,
                        "persistence_timeout",
                        "how long a client stays with its real server",
                        SERVICES,
                        "persistence: 50s")
                .ours(
                        SERVER,
                        "persistence_granularity",
                        "which clients count as one",
                        SERVICES,
                        "persistence_prefix: 24",
                        ", beside `persistence`")
                .notYet(
                        SERVER,
                        "by what clients are told apart",
                        "Remove it: clients are told apart by their addresses.",
                        "persistence_engine")
                .ours(SERVER, "protocol", "the transport protocol", SERVICES, "protocol: tcp", ", udp or sctp")
                .ours(
                        "top level",
                        "virtual_server_group",
                        "several addresses and ports, or marked packets, as one service",
                        SERVICES,
                        "ports: [80, 443]",
                        ", `vip` as a list, or `firewall_mark: 7`; each port of each VIP is a service by itself")
                .ours(SERVER, "fwmark", "packets that the firewall has marked", SERVICES, "firewall_mark: 7")
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

    private static void scheduling(KeepalivedWords table) {
        String option = "an option of its scheduler";
        table.ours(SERVER, "lb_algo", "the scheduler", SERVICES, "scheduler: rr")
                .ours(SERVER, "lvs_sched", "the scheduler", SERVICES, "scheduler: rr")
                .ours(SERVER, "ops", "scheduling of each packet by itself", SERVICES, "one_packet: true")
                .ours(SERVER, "flag-1", option, SERVICES, "scheduler_flags: [fallback]")
                .ours(SERVER, "sh-fallback", option, SERVICES, "scheduler_flags: [fallback]")
                .ours(SERVER, "mh-fallback", option, SERVICES, "scheduler_flags: [fallback]")
                .ours(SERVER, "flag-2", option, SERVICES, "scheduler_flags: [port]")
                .ours(SERVER, "sh-port", option, SERVICES, "scheduler_flags: [port]")
                .ours(SERVER, "mh-port", option, SERVICES, "scheduler_flags: [port]")
                .notHere(SERVER, option, "Remove it: no scheduler of the kernel looks at it.", "flag-3");
    }

    private static void lastResorts(KeepalivedWords table) {
        table.ours(
                        SERVER,
                        "sorry_server",
                        "who serves when real servers fail",
                        SERVICES,
                        "sorry_server: 10.0.0.9:8080",
                        ", or a host of the inventory")
                .ours(
                        SERVER,
                        "sorry_server_inhibit",
                        "keeping the sorry server at weight 0",
                        SERVICES,
                        "sorry_server_inhibit: true")
                .notYet(
                        SERVER,
                        "how packets get to the sorry server",
                        "Remove it: they get there as to the real servers, by `forward`.",
                        "sorry_server_lvs_method")
                .ours(SERVER, "quorum", "how much must live", SERVICES, "quorum: 2")
                .ours(SERVER, "hysteresis", "a quorum that does not flap", SERVICES, "hysteresis: 1")
                .ours(
                        SERVER,
                        "quorum_up",
                        "a program that is told of the quorum",
                        SERVICES,
                        "notify: {quorum_up: /usr/local/bin/tell}")
                .ours(
                        SERVER,
                        "quorum_down",
                        "a program that is told of the quorum",
                        SERVICES,
                        "notify: {quorum_down: /usr/local/bin/tell}")
                .ours(
                        REAL_SERVER,
                        "notify_up",
                        "a program that is told of a real server",
                        REAL_SERVERS,
                        "notify: {up: /usr/local/bin/tell}")
                .ours(
                        REAL_SERVER,
                        "notify_down",
                        "a program that is told of a real server",
                        REAL_SERVERS,
                        "notify: {down: /usr/local/bin/tell}")
                .ours(BOTH, "alpha", "taking real servers for dead at the start", SERVICES, "alpha: true")
                .ours(SERVER, "omega", "running programs at the end", SERVICES, "omega: true")
                .notYet(
                        SERVER,
                        "checks that wait for the VIP",
                        "Remove it: a standby director checks real servers as well.",
                        "ha_suspend");
    }

    private static void realServers(KeepalivedWords table) {
        table.ours(
                        SERVER,
                        REAL_SERVER,
                        "a real server",
                        SERVICES,
                        "real_servers: {web1: 1}",
                        ": names of the inventory, or addresses, with their weights")
                .ours(
                        BOTH,
                        "weight",
                        "a real server's share of the connections",
                        SERVICES,
                        "real_servers: {web1: 2}",
                        ": names of the inventory, or addresses, with their weights")
                .ours(
                        BOTH,
                        "inhibit_on_failure",
                        "keeping a failed real server at weight 0",
                        SERVICES,
                        "inhibit_on_failure: true")
                .ours(
                        REAL_SERVER,
                        "uthreshold",
                        "the most connections of a real server",
                        REAL_SERVERS,
                        "connections: {upper: 1000}")
                .ours(
                        REAL_SERVER,
                        "lthreshold",
                        "when a full real server gets connections again",
                        REAL_SERVERS,
                        "connections: {upper: 1000, lower: 800}");
    }

    private static void checks(KeepalivedWords table) {
        table.ours(BOTH, "delay_loop", "the time between checks", TCP, "delay: 6s")
                .ours(BOTH, "retry", "how often a check is tried again", TCP, "retries: 3")
                .ours(HTTP_GET, "nb_get_retry", "how often a check is tried again", HTTP, "retries: 3")
                .ours(BOTH, "connect_timeout", "how long a check's connect may take", TCP, "connect_timeout: 3s")
                .ours(BOTH, "delay_before_retry", "the pause before the next try", TCP, "delay_before_retry: 1s")
                .ours(BOTH, "warmup", "the longest pause before a real server's first check", TCP, "warmup: 0s")
                .ours("TCP_CHECK", "connect_port", "the port that a check asks", TCP, "port: 8080")
                .ours("TCP_CHECK", "connect_ip", "the address that a check asks", TCP, "address: 10.0.0.5")
                .notYet(
                        "TCP_CHECK",
                        "from where a check goes",
                        "Remove it: the kernel chooses where a check comes from.",
                        "bindto",
                        "bind_if",
                        "bind_port");
    }

    private static void kindsOfChecks(KeepalivedWords table) {
        table.ours(REAL_SERVER, "TCP_CHECK", "a check by a TCP connect", CHECK, "tcp: {connect_timeout: 3s}")
                .ours(REAL_SERVER, "HTTP_GET", "a check by HTTP", CHECK, "http: {path: /}")
                .ours(REAL_SERVER, "SSL_GET", "a check by HTTPS", CHECK, "https: {path: /}")
                .ours(REAL_SERVER, "SMTP_CHECK", "a check by SMTP", CHECK, "smtp: {helo: lvs.example.org}")
                .ours(REAL_SERVER, "DNS_CHECK", "a check by a DNS query", CHECK, "dns: {name: example.org}")
                .ours(REAL_SERVER, "UDP_CHECK", "a check by a datagram", CHECK, "udp: {require_reply: true}")
                .ours(REAL_SERVER, "PING_CHECK", "a check by ICMP", CHECK, "ping: {connect_timeout: 1s}")
                .ours(REAL_SERVER, "MISC_CHECK", "a check by a program", CHECK, "script: {run: /usr/local/bin/alive}")
                .notYet(
                        REAL_SERVER,
                        "a check by BFD or by a file",
                        "Write another one into `check`: tcp, http, https, dns, udp, smtp, ping or script.",
                        "BFD_CHECK",
                        "FILE_CHECK");
    }

    private static void pages(KeepalivedWords table) {
        table.ours(HTTP_GET, "url", "a page that a check asks for", HTTP, "path: /", ", or several in `paths`")
                .ours("url", "digest", "the digest of a page", HTTP, "digest: 9b3a0c85a887a256d6939da88aabd8cd")
                .ours("url", "status_code", "the status of a page", HTTP, "status: 200")
                .ours(HTTP_GET, "http_protocol", "the version of HTTP", HTTP, "version: 1.1")
                .ours(HTTP_GET, "fast_recovery", "pages that are asked for at once", HTTP, "fast_recovery: true")
                .ours(HTTP_GET, "virtualhost", "the Host header", HTTP, "host: www.example.org")
                .ours("SSL_GET", "enable_sni", "the host in the handshake", "services.*.check.https", "sni: true")
                .ours("SMTP_CHECK", "helo_name", "the name in HELO", "services.*.check.smtp", "helo: lvs.example.org")
                .ours("MISC_CHECK", "misc_path", "the program that checks", SCRIPT, "run: /usr/local/bin/alive")
                .ours("MISC_CHECK", "misc_timeout", "how long a program may check", SCRIPT, "timeout: 2s")
                .ours("MISC_CHECK", "misc_dynamic", "a program that sets the weight", SCRIPT, "sets_weight: true")
                .notYet(
                        "top level",
                        "the certificate that HTTPS checks show",
                        "Remove it: checks by `https` show none.",
                        "SSL");
    }
}
