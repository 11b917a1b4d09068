package org.aloft.plan.resource;

import org.aloft.plan.host.ServiceManager;

/** A service of Aloft's own that calls ip-address(8) once, in the form of each service manager. */
final class BootService {
    private static final String SCRIPT = ServiceManager.scriptOf(BootMeans.NAME_OF_UNIT);
    /** That the script was run. */
    private static final String MARK = "/run/" + SCRIPT + ".started";

    private BootService() {}

    /** A unit of systemd's. */
    static BootMeans.BootFile unit(BootMeans.Wanted wanted) {
        StringBuilder text = new StringBuilder(BootMeans.HEADER);
        text.append("""
                [Unit]
                Description=Aloft: VIPs on %s, silent to ARP
                After=systemd-sysctl.service network.service NetworkManager.service
                Before=network-online.target

                [Service]
                Type=oneshot
                RemainAfterExit=yes
                """.formatted(wanted.networkInterface()));
        if (!wanted.sysctls().isEmpty()) {
            text.append("# Were a VIP there before these are in force, this host would answer ARP for it and take the"
                    + " director's traffic.\n");
        }
        wanted.sysctls()
                .forEach((path, value) ->
                        text.append("ExecStartPre=/bin/sh -ec 'echo %s >%s'%n".formatted(value, path)));
        wanted.addresses().forEach(each -> text.append("ExecStart=/sbin/")
                .append(put(each, wanted))
                .append('\n'));
        text.append("\n[Install]\nWantedBy=multi-user.target\n");
        return new BootMeans.BootFile("/etc/systemd/system/" + BootMeans.NAME_OF_UNIT, text.toString(), 0644);
    }

    /** An init script. */
    static BootMeans.BootFile script(BootMeans.Wanted wanted) {
        return script("#!/bin/sh\n" + BootMeans.HEADER
                + """
                ### BEGIN INIT INFO
                # Provides:          %1$s
                # Required-Start:    $network
                # Required-Stop:
                # Default-Start:     2 3 4 5
                # Default-Stop:
                # Short-Description: Aloft: VIPs on %2$s, silent to ARP
                ### END INIT INFO
                # chkconfig: 2345 11 89
                # description: VIPs on %2$s, silent to ARP

                %3$s
                case ${1:-} in
                  start | restart | force-reload) start ;;
                  status) [ -e %4$s ] ;;
                  stop) rm -f %4$s ;;
                  *) exit 2 ;;
                esac
                """.formatted(SCRIPT, wanted.networkInterface(), start(wanted), MARK));
    }

    /** An init script of OpenRC's. It needs no service that puts up the network: Debian calls it otherwise than others. */
    static BootMeans.BootFile openrc(BootMeans.Wanted wanted) {
        return script(
                "#!/sbin/openrc-run\n" + BootMeans.HEADER + """

                description='Aloft: VIPs on %s, silent to ARP'

                depend() {
                  use net networking
                }

                %s""".formatted(wanted.networkInterface(), start(wanted)));
    }

    private static BootMeans.BootFile script(String text) {
        return new BootMeans.BootFile("/etc/init.d/" + SCRIPT, text, 0755);
    }

    /** The function that puts the addresses there; a parameter that cannot be set keeps them away. */
    private static String start(BootMeans.Wanted wanted) {
        StringBuilder text = new StringBuilder("start() {\n");
        if (!wanted.sysctls().isEmpty()) {
            text.append("  # Were a VIP there before these are in force, this host would answer ARP for it.\n");
        }
        wanted.sysctls().forEach((path, value) -> text.append("  echo %s >%s || return 1%n".formatted(value, path)));
        wanted.addresses()
                .forEach(each -> text.append("  ").append(put(each, wanted)).append(" || return 1\n"));
        return text.append("  : >").append(MARK).append("\n}\n").toString();
    }

    private static String put(PersistenceResource.Lasting each, BootMeans.Wanted wanted) {
        return "ip address replace " + each.address() + " dev " + wanted.networkInterface()
                + (each.label().isEmpty() ? "" : " label " + each.label());
    }
}
