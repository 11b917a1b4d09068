package org.aloft.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A host of a lab.
 *
 * @param name its host name: lower-case letters, digits and hyphens, 63 at the most
 * @param cards its network cards, one or more, each plugged into the network of its address; by the first one the host
 *     is reached
 * @param init what its first process is
 * @param needsIpvs whether its kernel must have IPVS; one that needs none is on this machine's kernel, whatever the
 *     others of its lab are on
 */
public record LabHost(String name, List<Card> cards, Init init, boolean needsIpvs) {
    /** What a host's first process is. */
    public enum Init {
        /** systemd, as on a machine. */
        SYSTEMD,
        /**
         * Something small, as in a container: it starts sshd, and before that what Aloft has left there to be started.
         * Only on this machine's kernel.
         */
        SMALL,
        /** init(8) of System V, which runs the scripts that update-rc.d(8) has linked. Only on this machine's kernel. */
        SYSVINIT,
        /** OpenRC, which init(8) calls. Only on this machine's kernel. */
        OPENRC
    }

    /** What a network card is called unless said otherwise. */
    public static final String DEFAULT_INTERFACE = "ens33";

    private static final Pattern NAME =
            Pattern.compile("(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
    private static final Pattern INTERFACE = Pattern.compile("[a-zA-Z][a-zA-Z0-9._-]{0,14}");

    public LabHost {
        cards = List.copyOf(cards);
        if (!NAME.matcher(name).matches()) {
            throw new LabException(
                    "a lab host's name must be 1..63 of a-z, 0-9, - and dots (neither at an end of a part): name="
                            + name,
                    "rename the host");
        }
        for (Card card : cards) {
            requireInterface(card.interfaceName(), name);
            Ipv4Network.parseAddress(card.address());
        }
        if (cards.isEmpty()
                || cards.stream().map(Card::interfaceName).distinct().count() != cards.size()) {
            throw new LabException(
                    "host " + name + " of a lab must have cards of different names: " + cards,
                    "name them as in " + DEFAULT_INTERFACE + ", ens34");
        }
    }

    /**
     * A network card.
     *
     * @param interfaceName what it is called, 15 characters at the most
     * @param address its IPv4 address, within one of the lab's networks
     */
    public record Card(String interfaceName, String address) {
        /** Its MAC address: locally administered, and the same at every boot, as a real card's is. */
        String macAddress() {
            int bits = Ipv4Network.parseAddress(address);
            return "02:a1:%02x:%02x:%02x:%02x"
                    .formatted(bits >>> 24, bits >>> 16 & 0xff, bits >>> 8 & 0xff, bits & 0xff);
        }

        /**
         * Its IPv6 address: the digits of the last two numbers of its IPv4 address, such as fd00:100::200 for
         * 192.168.100.200. Its prefix length is 64.
         */
        String ipv6Address() {
            int bits = Ipv4Network.parseAddress(address);
            return "fd00:" + (bits >>> 8 & 0xff) + "::" + (bits & 0xff);
        }
    }

    /** A host with systemd. */
    public LabHost(String name, List<Card> cards) {
        this(name, cards, Init.SYSTEMD, true);
    }

    /** A host with one network card. */
    public LabHost(String name, String address, String interfaceName) {
        this(name, List.of(new Card(interfaceName, address)));
    }

    /** A host whose network card is called {@value #DEFAULT_INTERFACE}. */
    public LabHost(String name, String address) {
        this(name, address, DEFAULT_INTERFACE);
    }

    /** The same with one more card. */
    public LabHost withCard(String interfaceName, String address) {
        List<Card> more = new ArrayList<>(cards);
        more.add(new Card(interfaceName, address));
        return new LabHost(name, more, init, needsIpvs);
    }

    /** The same with another first process. */
    public LabHost withInit(Init other) {
        return new LabHost(name, cards, other, needsIpvs);
    }

    /**
     * The same on this machine's kernel, as a real server or a client may be: beside guests it starts in a tenth of their
     * time, and takes a tenth of their memory.
     */
    public LabHost withoutIpvs() {
        return new LabHost(name, cards, init, false);
    }

    /** The IPv4 address by which it is reached. */
    public String address() {
        return cards.get(0).address();
    }

    /** The name of its first card. */
    public String interfaceName() {
        return cards.get(0).interfaceName();
    }

    private static void requireInterface(String interfaceName, String host) {
        if (!INTERFACE.matcher(interfaceName).matches() || interfaceName.equals("lo")) {
            throw new LabException(
                    "a lab host's interface must be 1..15 of a-z, 0-9, '.', '_' and -, begin with a letter, and"
                            + " not be lo: interface=" + interfaceName + " of host " + host,
                    "use " + DEFAULT_INTERFACE);
        }
    }
}
