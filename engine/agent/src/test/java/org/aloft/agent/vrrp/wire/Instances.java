package org.aloft.agent.vrrp.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.aloft.agent.config.Authentication;
import org.aloft.agent.config.Checksum;
import org.aloft.agent.config.ElectionBlock;
import org.aloft.agent.config.GratuitousArp;
import org.aloft.agent.config.HoldingBlock;
import org.aloft.agent.config.IpFamily;
import org.aloft.agent.config.NotificationBlock;
import org.aloft.agent.config.TrackingBlock;
import org.aloft.agent.config.Transport;
import org.aloft.agent.config.VirtualAddress;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.WireBlock;

/** Instances for tests: keepalived's defaults, and what differs from them. */
public final class Instances {
    private final IpFamily family;
    private int version;
    private int priority = 100;
    private Duration interval = Duration.ofSeconds(1);
    private Optional<Authentication> authentication = Optional.empty();
    private Transport transport;
    private Checksum checksum = Checksum.PSEUDO_HEADER;
    private WireBlock.Source source = WireBlock.Source.OF_INTERFACE;
    private boolean skip;
    private boolean strict;
    private List<InetAddress> vips;

    private Instances(IpFamily family, int version, String group, String... vips) {
        this.family = family;
        this.version = version;
        this.transport = new Transport.Multicast(ip(group));
        this.vips = addresses(vips);
    }

    public static Instances ipv4() {
        return new Instances(IpFamily.IPV4, 2, "224.0.0.18", "10.0.0.10");
    }

    public static Instances ipv6() {
        return new Instances(IpFamily.IPV6, 3, "ff02::12", "fe80::10", "2001:db8::10");
    }

    public static InetAddress ip(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(literal + " is no address", impossible);
        }
    }

    public static List<InetAddress> addresses(String... literals) {
        return Stream.of(literals).map(Instances::ip).toList();
    }

    Instances version(int value) {
        version = value;
        return this;
    }

    public Instances priority(int value) {
        priority = value;
        return this;
    }

    Instances interval(Duration value) {
        interval = value;
        return this;
    }

    Instances authentication(Optional<Authentication> value) {
        authentication = value;
        return this;
    }

    public Instances transport(Transport value) {
        transport = value;
        return this;
    }

    Instances checksum(Checksum value) {
        checksum = value;
        return this;
    }

    public Instances source(WireBlock.Source value) {
        source = value;
        return this;
    }

    public Instances vips(String... literals) {
        vips = addresses(literals);
        return this;
    }

    Instances skippingAddresses() {
        skip = true;
        return this;
    }

    Instances strict() {
        strict = true;
        return this;
    }

    public VrrpInstanceBlock build() {
        return new VrrpInstanceBlock(
                "VI_1",
                "eth0",
                10,
                new ElectionBlock(priority, true, Duration.ZERO),
                new WireBlock(
                        family, version, interval, authentication, source, transport, checksum, true, skip, strict),
                new HoldingBlock(vips.stream()
                        .map(address -> new VirtualAddress(
                                address,
                                8 * family.addressLength(),
                                "eth0",
                                Optional.empty(),
                                "global",
                                Optional.empty()))
                        .toList()),
                GratuitousArp.DEFAULT,
                TrackingBlock.DEFAULT,
                NotificationBlock.NOBODY);
    }
}
