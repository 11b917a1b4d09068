package org.aloft.plan.host;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A host itself, apart from what is wanted on it.
 *
 * @param kernel release, such as {@code 6.1.0-18-amd64}
 * @param architecture as {@code uname -m} says it
 * @param musl whether its C library is musl; aloftd's runtime needs glibc
 * @param osId {@code ID} of os-release(5), or empty
 * @param osVersion {@code VERSION_ID} of os-release(5), or empty
 * @param manager who starts and stops services
 * @param root whether the probe ran as root
 * @param packageManager what installs packages; empty when none of the known ones is there
 * @param freeBytes of the file systems that hold {@code /}, {@code /opt} and {@code /var}; a folder that is missing has
 *     no entry
 * @param interfaces names of the network interfaces
 * @param addresses what they carry now
 * @param listening local ends of listening TCP sockets, as {@code /proc/net/tcp} and {@code tcp6} write them:
 *     {@code 00000000:0050}
 * @param sysctlConf what {@code /etc/sysctl.conf} sets, by key as it is written there; it is read after every file of
 *     sysctl.d(5) by sysctl(8)
 */
public record Machine(
        String kernel,
        String architecture,
        boolean musl,
        String osId,
        String osVersion,
        ServiceManager manager,
        boolean root,
        Optional<String> packageManager,
        Map<String, Long> freeBytes,
        Set<String> interfaces,
        List<HeldAddress> addresses,
        Set<String> listening,
        Map<String, String> sysctlConf) {
    public Machine {
        freeBytes = Map.copyOf(freeBytes);
        interfaces = Set.copyOf(interfaces);
        addresses = List.copyOf(addresses);
        listening = Set.copyOf(listening);
        sysctlConf = Map.copyOf(sysctlConf);
    }

    /** Whether an interface other than lo carries this address, with any prefix length. */
    public boolean holds(String address) {
        return addresses.stream()
                .anyMatch(held -> !held.onLoopback() && held.host().equals(address));
    }

    /** The addresses of an interface that equal this one but for the prefix length. */
    public List<HeldAddress> carried(String address, String networkInterface) {
        return addresses.stream()
                .filter(held -> held.networkInterface().equals(networkInterface)
                        && held.host().equals(address))
                .toList();
    }
}
