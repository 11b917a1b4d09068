package org.aloft.agent.configtest;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.agent.config.AccountName;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.config.text.Problem.Severity;
import org.aloft.agent.kernel.route.InterfaceAddress;
import org.aloft.agent.kernel.route.NetworkInterface;
import org.aloft.agent.script.Admission;

/**
 * Facts about the machine that a configuration is to run on, as far as the configuration asks for them.
 *
 * @param interfaces all of them
 * @param addresses all of all interfaces
 * @param scripts whether each line's program may be run here
 * @param unknownAccounts users or groups that this machine does not have
 * @param sslTroubles what is the matter with the files of the block {@code SSL}
 * @param ipvsRefusal why the kernel has no IPVS, and the way out; empty if it has, or if nobody asked
 */
public record Machine(
        List<NetworkInterface> interfaces,
        List<InterfaceAddress> addresses,
        Map<ScriptLine, Admission> scripts,
        Set<AccountName> unknownAccounts,
        List<SslTrouble> sslTroubles,
        Optional<String> ipvsRefusal) {
    /**
     * Something about a file that a line names.
     *
     * @param keyword the line's, within the block
     * @param severity an error if no certificate can be shown
     * @param sentence what, and the way out
     */
    public record SslTrouble(String keyword, Severity severity, String sentence) {}

    /** Takes copies. */
    public Machine {
        interfaces = List.copyOf(interfaces);
        addresses = List.copyOf(addresses);
        scripts = Map.copyOf(scripts);
        unknownAccounts = Set.copyOf(unknownAccounts);
        sslTroubles = List.copyOf(sslTroubles);
    }

    Optional<NetworkInterface> interfaceNamed(String name) {
        return interfaces.stream().filter(found -> found.name().equals(name)).findFirst();
    }

    /** The names of the interfaces that have this address. */
    List<String> interfacesWith(InetAddress address) {
        return addresses.stream()
                .filter(found -> found.address().equals(address))
                .flatMap(found -> interfaces.stream()
                        .filter(candidate -> candidate.index() == found.interfaceIndex())
                        .map(NetworkInterface::name))
                .toList();
    }

    List<InterfaceAddress> addressesOf(NetworkInterface device) {
        return addresses.stream()
                .filter(found -> found.interfaceIndex() == device.index())
                .toList();
    }
}
