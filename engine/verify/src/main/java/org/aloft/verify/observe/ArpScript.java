package org.aloft.verify.observe;

import java.net.InetAddress;
import java.util.Collection;
import java.util.stream.Collectors;
import org.aloft.plan.shell.ShellWord;

/**
 * Finds out who answers ARP requests for a VIP, or neighbour solicitations for one of IPv6 (RFC 4861 §7.2); runs on a
 * host in the VIP's network. With iputils' {@code arping}: broadcasts, all replies are seen. Without it, and for IPv6,
 * the kernel probes each host of the inventory: it sends a unicast request to the MAC address of a neighbour entry in
 * state PROBE (RFC 1122 §2.3.2.1), which becomes REACHABLE when that host answers. This changes only the asking host's neighbour entry for the VIP, which is deleted afterwards.
 */
public final class ArpScript {
    private ArpScript() {}

    /**
     * The script.
     *
     * @param vip the address to ask for
     * @param macs MAC addresses of the inventory's hosts
     */
    public static String text(InetAddress vip, Collection<String> macs) {
        String words = macs.stream().map(ShellWord::quote).collect(Collectors.joining(" "));
        return "vip=" + ShellWord.quote(vip.getHostAddress()) + "\nset -- " + words + "\n" + BODY;
    }

    private static final String BODY = """
            ask() {
                route=$(ip -o route get "$vip" 2>&1) || {
                    printf '#aloft impossible no route to the VIP: %s\\n' "$route"
                    return
                }
                case $route in
                *" via "*)
                    printf '#aloft impossible the VIP is behind a router, nobody can be asked across it: %s\\n' "${route%% src *}"
                    return
                    ;;
                local*)
                    echo '#aloft impossible the asking host holds the VIP itself'
                    return
                    ;;
                esac
                device=${route#* dev }
                device=${device%% *}
                case $vip in
                *:*) echo '#aloft way discovery' ;;
                *)
                    if command -v arping >/dev/null 2>&1 && arping -V 2>&1 | grep -q iputils; then
                        echo '#aloft way arping'
                        arping -b -w 2 -I "$device" "$vip"
                        return
                    fi
                    echo '#aloft way neighbour'
                    ;;
                esac
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
