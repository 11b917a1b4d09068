package org.aloft.agent.config.language;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.Authentication;
import org.aloft.agent.config.Checksum;
import org.aloft.agent.config.IpFamily;
import org.aloft.agent.config.Seconds;
import org.aloft.agent.config.Transport;
import org.aloft.agent.config.UnicastPeer;
import org.aloft.agent.config.WireBlock;
import org.aloft.agent.config.text.Placed;
import org.aloft.agent.config.text.Position;
import org.aloft.agent.config.text.Problems;
import org.aloft.agent.config.text.Statement;

/**
 * How an instance speaks, while it is read, and the rules among those lines. Confined to the reading thread.
 */
final class WireDraft {
    /** RFC 9568 §5.2.7: twelve bits of hundredths of a second. */
    private static final Duration LONGEST_VERSION_3 = Duration.ofMillis(40_950);

    Optional<Placed<Integer>> version = Optional.empty();
    Duration advertInterval = Duration.ofSeconds(1);
    Optional<Position> advertIntervalPosition = Optional.empty();
    Optional<Authentication> authentication = Optional.empty();
    Optional<Position> authenticationPosition = Optional.empty();
    boolean nativeIpv6;
    Optional<Placed<InetAddress>> source = Optional.empty();
    boolean trackSource;
    Optional<Placed<InetAddress>> group = Optional.empty();
    Optional<Statement> unicast = Optional.empty();
    final List<Placed<UnicastPeer>> peers = new ArrayList<>();
    int unicastHopLimit = 255;
    boolean faultWithoutPeer;
    boolean checkSource;
    boolean groupChecksum;
    boolean learnChecksum = true;
    boolean messageChecksum;
    boolean skipCheckAddresses;
    boolean strict;

    private final VrrpDefaultsLanguage.Draft defaults;

    WireDraft(ConfigurationDraft configuration) {
        defaults = configuration.global.vrrp;
        checkSource = defaults.checkUnicastSource;
        skipCheckAddresses = defaults.skipCheckAdvertAddresses;
        strict = defaults.strict;
    }

    /**
     * The family of the adverts, by what stands in the file: {@code native_ipv6}, a source address, or else the first
     * VIP.
     */
    IpFamily family(Optional<InetAddress> firstVip) {
        if (nativeIpv6) {
            return IpFamily.IPV6;
        }
        return source.map(Placed::value).or(() -> firstVip).map(IpFamily::of).orElse(IpFamily.IPV4);
    }

    /** Whether an advert may name no VIP: in version 2, whose RFC does not forbid it, unless that is meant strictly. */
    boolean mayNameNone(IpFamily family) {
        boolean version2 = version.map(Placed::value).orElse(defaults.version) == 2;
        return family == IpFamily.IPV4 && version2 && !strict;
    }

    WireBlock finish(IpFamily family, Problems problems) {
        int speaks = version(family, problems);
        checkAuthentication(speaks, problems);
        Optional<InetAddress> from = ofFamily(source, family, "the source address", problems);
        return new WireBlock(
                family,
                speaks,
                interval(speaks, problems),
                speaks == 2 && !strict ? authentication : Optional.empty(),
                new WireBlock.Source(from, trackSource),
                transport(family, problems),
                checksum(),
                learnChecksum,
                skipCheckAddresses,
                strict);
    }

    private int version(IpFamily family, Problems problems) {
        if (family == IpFamily.IPV4) {
            return version.map(Placed::value).orElse(defaults.version);
        }
        version.filter(written -> written.value() == 2)
                .ifPresent(two -> problems.warning(
                        two.position(), "IPv6 has VRRP version 3 only, which is used; write version 3"));
        return 3;
    }

    /** Rounded as keepalived rounds it, so that both agree on what the same line means. */
    private Duration interval(int speaks, Problems problems) {
        Duration fits = speaks == 2 ? wholeSeconds(advertInterval) : hundredths(advertInterval);
        if (!fits.equals(advertInterval)) {
            String rule = speaks == 2
                    ? "whole seconds in VRRP version 2; write that, or version 3 for fractions"
                    : "0.01..40.95 seconds in steps of 0.01 in VRRP version 3; write that";
            advertIntervalPosition.ifPresent(at ->
                    problems.warning(at, "advert_int is taken as " + Seconds.of(fits) + ", since it has " + rule));
        }
        return fits;
    }

    private static Duration wholeSeconds(Duration time) {
        return Duration.ofSeconds(Math.max(1, time.plusMillis(500).toSeconds()));
    }

    private static Duration hundredths(Duration time) {
        Duration rounded = Duration.ofMillis(time.plusMillis(5).toMillis() / 10 * 10);
        return rounded.compareTo(LONGEST_VERSION_3) > 0 ? LONGEST_VERSION_3 : rounded;
    }

    /** keepalived runs on without it as well. */
    private void checkAuthentication(int speaks, Problems problems) {
        String why = speaks == 3 ? "VRRP version 3 has none" : "RFC 3768 has none, and strict_mode is on";
        if (speaks == 3 || strict) {
            authenticationPosition.ifPresent(at -> problems.warning(
                    at, "authentication does nothing here: " + why + "; remove this block on every member"));
        }
    }

    private Transport transport(IpFamily family, Problems problems) {
        Optional<InetAddress> to = ofFamily(group, family, "mcast_dst_ip", problems);
        List<UnicastPeer> reached = peersOf(family, problems);
        boolean toPeers = !reached.isEmpty() || (unicast.isPresent() && faultWithoutPeer);
        InetAddress destination = to.orElse(defaultGroup(family));
        if (!toPeers) {
            unicast.filter(block -> block.block().orElse(List.of()).isEmpty())
                    .ifPresent(empty -> problems.warning(
                            empty.position(),
                            "unicast_peer is empty, so adverts go to " + destination.getHostAddress()
                                    + " by multicast, as in keepalived; add the other routers' addresses, or remove the"
                                    + " block"));
            return new Transport.Multicast(destination);
        }
        if (strict) {
            peers.stream().findFirst().ifPresent(first -> problems.error(first.position(), StrictMode.NO_UNICAST));
        }
        boolean check = checkSource || reached.stream().anyMatch(UnicastPeer::restricts);
        return new Transport.Unicast(destination, reached, unicastHopLimit, check);
    }

    private InetAddress defaultGroup(IpFamily family) {
        return family == IpFamily.IPV4 ? defaults.multicastGroup4 : defaults.multicastGroup6;
    }

    private List<UnicastPeer> peersOf(IpFamily family, Problems problems) {
        List<UnicastPeer> kept = new ArrayList<>();
        for (Placed<UnicastPeer> placed : peers) {
            InetAddress address = placed.value().address();
            if (!family.has(address)) {
                problems.error(placed.position(), wrongFamily("the unicast peer", address, family));
            } else if (address.isMulticastAddress()) {
                problems.error(
                        placed.position(),
                        "a unicast peer must not be a multicast address: " + address.getHostAddress()
                                + "; for another group write mcast_dst_ip");
            } else if (source.map(Placed::value).filter(address::equals).isPresent()) {
                problems.error(
                        placed.position(),
                        "the unicast peer " + address.getHostAddress()
                                + " is this router's own unicast_src_ip; name the other routers only");
            } else if (kept.stream().noneMatch(peer -> peer.address().equals(address))) {
                kept.add(placed.value());
            }
        }
        return kept;
    }

    private static Optional<InetAddress> ofFamily(
            Optional<Placed<InetAddress>> address, IpFamily family, String what, Problems problems) {
        return address.filter(given -> {
                    boolean fits = family.has(given.value());
                    if (!fits) {
                        problems.error(given.position(), wrongFamily(what, given.value(), family));
                    }
                    return fits;
                })
                .map(Placed::value);
    }

    private static String wrongFamily(String what, InetAddress address, IpFamily family) {
        return what + " must be " + family + " as the VIPs are: " + address.getHostAddress()
                + "; write one of that family";
    }

    private Checksum checksum() {
        if (messageChecksum) {
            return Checksum.MESSAGE;
        }
        return groupChecksum ? Checksum.PSEUDO_HEADER_OF_GROUP : Checksum.PSEUDO_HEADER;
    }
}
