package org.aloft.verify.observe;

import java.net.InetAddress;
import java.util.Collection;
import java.util.stream.Collectors;
import org.aloft.plan.shell.ShellWord;

/**
 * Asks, on a host of the VIP's own network, who answers ARP requests for it. With iputils' {@code arping}: some
 * broadcasts, every reply is seen. Without it, by the kernel alone: a neighbour entry in state PROBE is asked about by
 * unicast to its MAC address (RFC 1122 §2.3.2.1), so that each known host can be asked by itself, and becomes REACHABLE
 * when that host answers. That touches only the asking host's entry for the VIP, and leaves it to be learnt anew.
 */
public final class ArpScript {
    private ArpScript() {}

    /**
     * The script.
     *
     * @param vip who is asked for
     * @param macs all MAC addresses of the inventory's hosts
     */
    public static String text(InetAddress vip, Collection<String> macs) {
        String words = macs.stream().map(ShellWord::quote).collect(Collectors.joining(" "));
        return "vip=" + ShellWord.quote(vip.getHostAddress()) + "\nset -- " + words + "\n" + BODY;
    }

    private static final String BODY = """
            ask() {
                route=$(ip -o route get "$vip" 2>&1) || {
                    printf '#aloft impossible there is no route to the VIP: %s\\n' "$route"
                    return
                }
                case $route in
                *" via "*)
                    printf '#aloft impossible the VIP is behind a router (%s): ARP does not pass it\\n' "${route%% src *}"
                    return
                    ;;
                local*)
                    echo '#aloft impossible the host that is to ask holds the VIP itself'
                    return
                    ;;
                esac
                device=${route#* dev }
                device=${device%% *}
                if command -v arping >/dev/null 2>&1 && arping -V 2>&1 | grep -q iputils; then
                    echo '#aloft way arping'
                    arping -b -w 2 -I "$device" "$vip"
                    return
                fi
                echo '#aloft way neighbour'
                ip neigh del "$vip" dev "$device" 2>/dev/null
                ip neigh replace "$vip" dev "$device" use
                sleep 0.3
                ip neigh show "$vip" dev "$device"
                for mac in "$@"; do
                    ip neigh replace "$vip" lladdr "$mac" dev "$device" nud probe
                    sleep 0.3
                    ip neigh show "$vip" dev "$device"
                done
                ip neigh del "$vip" dev "$device" 2>/dev/null
            }
            ask "$@"
            echo '#aloft end'
            """;
}
