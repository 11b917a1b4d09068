package org.aloft.lab;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a lab is to be. Immutable; a value that exists is valid.
 *
 * @param name what the lab, its network namespace and its folder are called: 1..15 of a-z, 0-9 and -
 * @param hosts at least one
 * @param networks the hosts' IPv4 networks, such as 192.168.100.0/24; 1..9, each apart from the others. The first
 *     address of each is the controller's
 * @param kernel the kernel that the hosts run on
 * @param home the folder in which root file systems and labs lie; absolute, of letters, digits and {@code / . _ -}
 * @param guestMegabytes the memory of each guest: 96 or more. What it uses of them is taken from this machine
 */
public record LabSpec(
        String name, List<LabHost> hosts, List<String> networks, LabKernel kernel, Path home, int guestMegabytes) {
    /** What a lab is called unless said otherwise. */
    public static final String DEFAULT_NAME = "aloft-lab";

    /** The network unless said otherwise. */
    public static final String DEFAULT_NETWORK = "192.168.100.0/24";

    /** A director's needs, with some to spare: systemd, sshd and aloftd, whose bundle is unpacked. */
    private static final int DEFAULT_GUEST_MEGABYTES = 256;

    private static final int MOST_NETWORKS = 9;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,14}");
    private static final Pattern HOME = Pattern.compile("(/[A-Za-z0-9._-]+)+");

    public LabSpec {
        requireName(name);
        requireHome(home);
        hosts = List.copyOf(hosts);
        networks = networks.stream()
                .map(Ipv4Network::parse)
                .map(Ipv4Network::toString)
                .toList();
        if (hosts.isEmpty()) {
            throw new LabException("lab " + name + " has no hosts", "name at least one");
        }
        if (guests(hosts, kernel).anyMatch(host -> host.init() != LabHost.Init.SYSTEMD)) {
            throw new LabException(
                    "a host of lab " + name + " is without systemd, and a guest's kernel is set up by it",
                    "use this machine's kernel for the lab, or for that host");
        }
        if (guestMegabytes < 96) {
            throw new LabException(
                    "a lab guest's memory must be 96 MB or more: " + guestMegabytes, "use " + DEFAULT_GUEST_MEGABYTES);
        }
        if (networks.isEmpty() || networks.size() > MOST_NETWORKS) {
            throw new LabException(
                    "a lab must have 1.." + MOST_NETWORKS + " networks: " + networks, "try " + DEFAULT_NETWORK);
        }
        requireDistinct(name, hosts, networks.stream().map(Ipv4Network::parse).toList());
    }

    /**
     * A lab of these hosts, and all else as usual: {@link #DEFAULT_NAME}, {@link #DEFAULT_NETWORK}, {@link
     * #defaultHome()}.
     */
    public static LabSpec of(List<LabHost> hosts) {
        return of(hosts, List.of(DEFAULT_NETWORK));
    }

    /** The same on other networks; each host has a card in one or more of them. */
    public static LabSpec of(List<LabHost> hosts, List<String> networks) {
        return new LabSpec(DEFAULT_NAME, hosts, networks, LabKernel.AUTO, defaultHome(), DEFAULT_GUEST_MEGABYTES);
    }

    /** The folder that the environment variable ALOFT_LAB_HOME names, or /var/lib/aloft-lab. */
    public static Path defaultHome() {
        String home = System.getenv("ALOFT_LAB_HOME");
        return Path.of(home == null || home.isEmpty() ? "/var/lib/aloft-lab" : home);
    }

    /** The same with another name. */
    public LabSpec withName(String other) {
        return new LabSpec(other, hosts, networks, kernel, home, guestMegabytes);
    }

    /** The same on another kernel. */
    public LabSpec withKernel(LabKernel other) {
        return new LabSpec(name, hosts, networks, other, home, guestMegabytes);
    }

    /** The same with another home. */
    public LabSpec withHome(Path other) {
        return new LabSpec(name, hosts, networks, kernel, other, guestMegabytes);
    }

    /** The same with guests of another size, in megabytes. */
    public LabSpec withGuestMegabytes(int other) {
        return new LabSpec(name, hosts, networks, kernel, home, other);
    }

    /** The hosts that are guests; none while the kernel is AUTO. */
    List<LabHost> guests() {
        return guests(hosts, kernel).toList();
    }

    private static Stream<LabHost> guests(List<LabHost> hosts, LabKernel kernel) {
        return kernel == LabKernel.UML ? hosts.stream().filter(LabHost::needsIpvs) : Stream.empty();
    }

    /** The workstation's address on the network of this address: the first one there. */
    public String controllerAddress(String address) {
        return networkOf(address).address(1);
    }

    /** The workstation's address on each network, with its prefix length. */
    List<String> controllerAddresses() {
        return networks.stream()
                .map(Ipv4Network::parse)
                .map(network -> network.address(1) + "/" + network.prefixLength())
                .toList();
    }

    /** The place of an address's network in {@link #networks}, from 0. */
    int networkNumber(String address) {
        return networks.indexOf(networkOf(address).toString());
    }

    private Ipv4Network networkOf(String address) {
        return networks.stream()
                .map(Ipv4Network::parse)
                .filter(network -> network.hasRoomFor(address))
                .findFirst()
                .orElseThrow(); // the constructor has seen to it
    }

    static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new LabException(
                    "a lab's name must be 1..15 of a-z, 0-9 and -, and begin with a letter: name=" + name,
                    "try " + DEFAULT_NAME);
        }
    }

    /** The folder's name goes through mount options and ssh_config, which have no common way of quoting. */
    static void requireHome(Path home) {
        if (!HOME.matcher(home.toString()).matches() || !home.normalize().equals(home)) {
            throw new LabException(
                    "a lab's home must be an absolute folder of letters, digits and / . _ -: home=" + home,
                    "set ALOFT_LAB_HOME=/var/lib/aloft-lab");
        }
    }

    /** An address with the network's prefix length, as {@code ip address add} takes it. */
    String withPrefix(String address) {
        return address + "/" + networkOf(address).prefixLength();
    }

    private static void requireDistinct(String lab, List<LabHost> hosts, List<Ipv4Network> networks) {
        Set<String> names = new HashSet<>();
        Set<String> addresses =
                networks.stream().map(network -> network.address(1)).collect(Collectors.toCollection(HashSet::new));
        if (addresses.size() < networks.size()) {
            throw new LabException("networks of lab " + lab + " begin alike: " + networks, "name each one once");
        }
        for (LabHost host : hosts) {
            if (!names.add(host.name())) {
                throw new LabException("host name " + host.name() + " is taken in lab " + lab, "rename the host");
            }
            for (LabHost.Card card : host.cards()) {
                requireRoom(lab, host.name(), card.address(), networks);
                if (!addresses.add(card.address())) {
                    throw new LabException(
                            "address " + card.address() + " of host " + host.name() + " is taken in lab " + lab
                                    + " (the controller has " + networks.get(0).address(1) + ")",
                            "give it another");
                }
            }
        }
    }

    private static void requireRoom(String lab, String host, String address, List<Ipv4Network> networks) {
        if (networks.stream().noneMatch(network -> network.hasRoomFor(address))) {
            String wanted = networks.stream().map(Ipv4Network::toString).collect(Collectors.joining(" or "));
            throw new LabException(
                    "host " + host + " of lab " + lab + " must have an address within " + wanted + ": address="
                            + address,
                    "give it one such as " + networks.get(0).address(2));
        }
    }
}
