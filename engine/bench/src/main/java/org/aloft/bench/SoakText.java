package org.aloft.bench;

import java.nio.file.Path;
import java.util.Locale;

/**
 * The configuration of the router under a {@link Soak}: an instance that other routers contend for, one on an interface
 * that comes and goes, everything that can be tracked, checks of most kinds, notify scripts and a FIFO.
 *
 * @param folder where the scripts, the files that are tracked and the FIFO are
 */
record SoakText(Path folder) {
    static final int PRIORITY = 150;
    static final String SPARE = "spare0";
    static final int PORTS = 4;
    private static final double INTERVAL = 0.2;

    /** A router that contends for the first instance. */
    static String contender(int priority) {
        return instance("VI_1", 201, "eth0", priority, VrrpText.VIP, "");
    }

    Path number() {
        return folder.resolve("number");
    }

    Path flag() {
        return folder.resolve("flag");
    }

    private Path script() {
        return folder.resolve("script");
    }

    /** POSIX sh: what each script does, by its first argument. */
    static String scriptText() {
        return """
                #!/bin/sh
                case $1 in
                flag) test ! -e "$2" ;;
                quiet) exit 0 ;;
                loud) head -c 200000 /dev/zero | tr '\\0' x ;;
                slow) sleep 600 & sleep 600 ;;
                esac
                """;
    }

    /** As it is most of the time. */
    String usual() {
        return definitions() + first(VrrpText.VIP) + second() + service(1, PORTS);
    }

    /** More of everything: a virtual MAC, VIPs of both families, routes, other instances, other checks. */
    String more() {
        String extra = "use_vmac\nvmac_xmit_base\nvirtual_routes {\n192.0.2.0/24 dev eth0\n}\n";
        StringBuilder text = new StringBuilder(definitions())
                .append(first(VrrpText.VIP + "\n10.77.1.11\n10.77.1.12/32 dev lo"))
                .append(second())
                .append(instance("VI_3", 203, "eth0", 200, "10.77.1.13", extra))
                .append(instance("VI_6", 204, "eth0", 200, "fe80::77\n2001:db8::77", ""));
        for (int service = 1; service <= 5; service++) {
            text.append(service(service, PORTS + service));
        }
        return text.toString();
    }

    /** One that is refused, by a mistake on its last line: everything before it has been read by then. */
    String wrong() {
        return more() + "vrrp_instnce VI_9 {\n}\n";
    }

    private String definitions() {
        return """
                global_defs {
                    router_id soak
                    script_user root
                    vrrp_notify_fifo %1$s
                    vrrp_notify_fifo_script "%2$s quiet"
                }
                track_file number {
                    file %3$s
                }
                vrrp_script flag {
                    script "%2$s flag %4$s"
                    interval 1
                    weight -10
                }
                vrrp_script loud {
                    script "%2$s loud"
                    interval 3
                }
                vrrp_script slow {
                    script "%2$s slow"
                    interval 4
                    timeout 1
                    weight -1
                }
                vrrp_track_process sleeper {
                    process "no such process"
                    weight 1
                }
                bfd_instance nobody {
                    neighbor_ip 10.77.0.2
                    source_ip 10.77.0.1
                    min_rx 100
                    min_tx 100
                    multiplier 3
                }
                vrrp_sync_group G1 {
                    group {
                        VI_2
                    }
                    notify "%2$s quiet"
                }
                """.formatted(folder.resolve("fifo"), script(), number(), flag());
    }

    private String first(String vips) {
        return instance("VI_1", 201, "eth0", PRIORITY, vips, """
                track_file {
                    number weight 1
                }
                track_script {
                    flag
                    loud
                    slow
                }
                track_process {
                    sleeper
                }
                track_bfd {
                    nobody weight 1
                }
                notify "%1$s quiet"
                notify_master "%1$s loud"
                notify_backup "%1$s quiet"
                """.formatted(script()));
    }

    private static String second() {
        return instance("VI_2", 202, SPARE, 200, "10.78.1.10", "");
    }

    private static String instance(
            String name, int virtualRouterId, String device, int priority, String vips, String lines) {
        return String.format(Locale.ROOT, """
                vrrp_instance %s {
                    state BACKUP
                    interface %s
                    virtual_router_id %d
                    priority %d
                    version 3
                    advert_int %s
                    %s
                    virtual_ipaddress {
                        %s
                    }
                }
                """, name, device, virtualRouterId, priority, INTERVAL, lines, vips);
    }

    /** One of its real servers never runs. */
    private String service(int number, int servers) {
        StringBuilder text = new StringBuilder("""
                virtual_server 10.77.1.10 %d {
                    delay_loop 0.5
                    lb_algo rr
                    lb_kind DR
                    protocol TCP
                    quorum_up "%2$s quiet"
                    quorum_down "%2$s quiet"
                """.formatted(79 + number, script()));
        for (int server = 0; server < servers; server++) {
            text.append("real_server 10.77.0.3 %d {\n%s\n}\n".formatted(Checked.FIRST_PORT + server, check(server)));
        }
        return text.append("}\n").toString();
    }

    private String check(int number) {
        return switch (number % 6) {
            case 0 -> "TCP_CHECK {\nconnect_timeout 1\n}\nnotify_down \"%s loud\"".formatted(script());
            case 1 -> "HTTP_GET {\nurl {\npath /\n}\nconnect_timeout 1\n}";
            case 2 -> "PING_CHECK {\n}";
            case 3 -> "MISC_CHECK {\nmisc_path \"%s flag %s\"\nmisc_timeout 1\n}".formatted(script(), flag());
            case 4 -> "SSL_GET {\nurl {\npath /\n}\nconnect_timeout 1\n}";
            default -> "SMTP_CHECK {\nconnect_timeout 1\n}";
        };
    }
}
