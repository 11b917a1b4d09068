package org.aloft.plan.facts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a probe found on a host.
 *
 * @param host its name in the inventory
 * @param kernel release, such as {@code 6.1.0-18-amd64}
 * @param architecture as {@code uname -m} says it
 * @param osId {@code ID} of os-release(5), or empty
 * @param osVersion {@code VERSION_ID} of os-release(5), or empty
 * @param systemd whether systemd is PID 1
 * @param root whether the probe ran as root
 * @param packageManager what installs packages; empty when none of the known ones is there
 * @param ipvs whether the running kernel has IPVS loaded
 * @param freeBytes of the file systems that hold {@code /}, {@code /opt} and {@code /var}; a folder that is missing has
 *     no entry
 * @param interfaces names of the network interfaces
 * @param addresses what they carry now
 * @param files path → what stands there, for every file that was asked for
 * @param sysctls key → value now; a key that the kernel does not have has no entry
 * @param packages those of the asked ones that are installed
 * @param units unit → its state, for every unit that was asked for
 * @param bundles ids of the agent's versions that are unpacked
 * @param currentBundle the one that runs
 * @param manifest what Aloft put there earlier
 * @param lock who is changing the host right now
 */
public record HostFacts(
        String host,
        String kernel,
        String architecture,
        String osId,
        String osVersion,
        boolean systemd,
        boolean root,
        Optional<PackageManager> packageManager,
        boolean ipvs,
        Map<String, Long> freeBytes,
        Set<String> interfaces,
        List<HeldAddress> addresses,
        Map<String, FileFact> files,
        Map<String, String> sysctls,
        Set<String> packages,
        Map<String, UnitFact> units,
        Set<String> bundles,
        Optional<String> currentBundle,
        Manifest manifest,
        Optional<LockHolder> lock)
        implements HostState {

    public HostFacts {
        freeBytes = Map.copyOf(freeBytes);
        interfaces = Collections.unmodifiableSet(new LinkedHashSet<>(interfaces));
        addresses = List.copyOf(addresses);
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        sysctls = Collections.unmodifiableMap(new LinkedHashMap<>(sysctls));
        packages = Set.copyOf(packages);
        units = Map.copyOf(units);
        bundles = Set.copyOf(bundles);
    }

    /** What installs packages on a host. */
    public enum PackageManager {
        /** Debian, Ubuntu. */
        APT,
        /** RHEL 8 and later, Fedora. */
        DNF,
        /** RHEL 7. */
        YUM,
        /** SUSE. */
        ZYPPER
    }

    /**
     * An address that an interface carries.
     *
     * @param address with its prefix length, as {@code ip} prints it
     * @param networkInterface the interface's name
     */
    public record HeldAddress(String address, String networkInterface) {
        /** The address without its prefix length. */
        public String host() {
            int slash = address.indexOf('/');
            return slash < 0 ? address : address.substring(0, slash);
        }
    }

    /**
     * A systemd unit.
     *
     * @param enabled whether it starts at boot
     * @param active whether it runs
     */
    public record UnitFact(boolean enabled, boolean active) {
        /** A unit that systemd does not know, or that is off. */
        public static final UnitFact OFF = new UnitFact(false, false);
    }

    /**
     * Who is changing a host.
     *
     * @param who user and machine
     * @param since when it began, ISO 8601
     */
    public record LockHolder(String who, String since) {}

    /** Whether an interface carries this address, with any prefix length. */
    public boolean holds(String address) {
        return addresses.stream().anyMatch(held -> held.host().equals(address));
    }

    /** Never the contents of files: they may hold secrets. */
    @Override
    public String toString() {
        return "HostFacts[" + host + ", " + osId + " " + osVersion + ", " + kernel + "]";
    }
}
