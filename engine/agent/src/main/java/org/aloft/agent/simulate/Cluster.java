package org.aloft.agent.simulate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.aloft.agent.config.IpFamily;
import org.aloft.agent.config.VrrpInstanceBlock;
import org.aloft.agent.config.language.Reading;

/**
 * All files together: hosts, instances, groups, and who hears whom. Immutable.
 *
 * @param files one a host
 * @param groups instances that are meant to be one virtual router; each instance is in one
 * @param members of all groups, one after the other
 * @param vips all VIPs
 */
record Cluster(List<RouterFile> files, List<List<Member>> groups, List<Member> members, List<Vips> vips) {
    private static final byte[] NETWORK_4 = {(byte) 192, 0, 2, 0};
    private static final byte[] NETWORK_6 = {(byte) 0xfe, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    /**
     * Works out what belongs together.
     *
     * @param readings of the files, at most {@link Simulator#MOST_FILES}
     */
    static Cluster of(List<Reading> readings) {
        List<RouterFile> files = new ArrayList<>();
        List<Member> alone = new ArrayList<>();
        for (Reading reading : readings) {
            RouterFile file = new RouterFile(files.size(), reading);
            files.add(file);
            reading.configuration().instances().forEach(instance -> alone.add(member(file, instance)));
        }
        List<List<Member>> groups = Grouping.of(alone);
        List<Member> members = groups.stream().flatMap(List::stream).toList();
        return new Cluster(List.copyOf(files), groups, members, Vips.of(groups, members));
    }

    private static Member member(RouterFile file, VrrpInstanceBlock block) {
        InetAddress madeUp = madeUp(file.number() + 1, block.wire().family());
        return new Member(
                file,
                block,
                block.wire().source().address().orElse(madeUp),
                block.wire().source().address().isEmpty(),
                new Trackers(file).healthy(block));
    }

    /** Files seldom say the hosts' own addresses; they are taken to rise from file to file. */
    private static InetAddress madeUp(int number, IpFamily family) {
        byte[] address = (family == IpFamily.IPV4 ? NETWORK_4 : NETWORK_6).clone();
        address[address.length - 1] = (byte) number;
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("4 or 16 bytes are always an address", impossible);
        }
    }

    /** Every interface of a host whose link matters to an instance or to a VIP. */
    List<String> devices(int host) {
        Set<String> devices = new LinkedHashSet<>();
        for (Member member : members) {
            if (member.host() == host) {
                devices.add(member.block().networkInterface());
                member.block().holding().addresses().forEach(vip -> devices.add(member.linkOf(vip.device())));
            }
        }
        return List.copyOf(devices);
    }

    /** The names of hosts, of which each is a bit. */
    List<String> names(long hosts) {
        return files.stream()
                .filter(file -> (hosts >> file.number() & 1) != 0)
                .map(RouterFile::name)
                .toList();
    }
}
