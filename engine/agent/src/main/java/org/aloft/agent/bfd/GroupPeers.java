package org.aloft.agent.bfd;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.aloft.agent.config.FastDetection;
import org.aloft.agent.kernel.Deadline;

/**
 * Fast detection: the hosts with which this one shares VRRP groups, and one BFD session with each, whatever the number
 * of groups (after draft-ietf-rtgwg-vrrp-bfd-p2p). Nobody lists them: a backup begins a session with the router that it
 * follows, and a router takes part in one whose {@link Hello} names a group of its own. When a session ends by silence,
 * {@link PeerLost} says so. Does no I/O; times are nanoseconds of one monotonic clock. Confined to one thread.
 */
public final class GroupPeers {
    /** More than any group has members; what is beyond is detected by adverts. */
    private static final int MOST_PEERS = 64;

    private final RandomGenerator random;
    private final Output output;
    private final List<GroupPeer> peers = new ArrayList<>();
    private List<GroupMember> members = List.of();

    /** What is to be done, and told. */
    public interface Output {
        /** Send this to the peer, and behind it what it {@link GroupPeer#said is told}. */
        void send(GroupPeer peer, BfdPacket packet);

        /** A session came up, or went down. */
        void changed(GroupPeer peer, boolean up, String reason);

        /** A peer that is followed has not answered for a while since its session began. */
        void unanswered(GroupPeer peer);

        /** A peer is silent. */
        void lost(PeerLost lost);

        /** There were too many false alarms. */
        void distrusted(GroupPeer peer);

        /** Its silence counts again. */
        void trustedAgain(GroupPeer peer);

        /** There is no such session any more. */
        void forgotten(GroupPeer peer);
    }

    /**
     * Without any peer.
     *
     * @param random for discriminators and the jitter of periods
     */
    public GroupPeers(RandomGenerator random, Output output) {
        this.random = random;
        this.output = output;
    }

    List<PeerStatus> status() {
        return peers.stream().map(GroupPeer::status).toList();
    }

    /** Whether anybody is to be heard over this family. */
    boolean speak(boolean ipv4) {
        return members.stream().anyMatch(member -> member.link().own() instanceof Inet4Address == ipv4);
    }

    /** When {@link #turn} is due. */
    public long deadline() {
        long deadline = Deadline.NEVER;
        for (GroupPeer peer : peers) {
            deadline = Math.min(deadline, peer.deadline());
        }
        return deadline;
    }

    /** These are the instances with fast detection now, and whom they follow. */
    public void members(List<GroupMember> next, long now) {
        members = List.copyOf(next);
        for (GroupPeer peer : List.copyOf(peers)) {
            Optional<FastDetection> wanted = pace(peer.link());
            if (wanted.isEmpty()) {
                end(peer, now);
            } else if (!wanted.get().equals(peer.pace())) {
                end(peer, now);
                begin(peer.link(), peer.address(), peer.alarms(), now);
            }
        }
        for (GroupMember member : members) {
            member.follows()
                    .filter(address -> find(member.link().index(), address).isEmpty())
                    .ifPresent(address -> begin(member.link(), address, new Alarms(), now));
        }
        peers.forEach(peer -> peer.keep(isFollowed(peer)));
        tellAll();
    }

    /** What that host said last. */
    Optional<Hello> heard(int index, InetAddress source) {
        return find(index, source).map(GroupPeer::heard);
    }

    /**
     * A packet came from a host one hop away.
     *
     * @param index of the interface by which it came
     * @return why it is passed over, for people; empty if it is not
     */
    public Optional<String> received(int index, InetAddress source, BfdPacket packet, Hello hello, long now) {
        Optional<GroupPeer> known = find(index, source);
        Optional<GroupPeer> peer = known.or(() -> admit(index, source, hello, now));
        if (peer.isEmpty()) {
            return Optional.of("no virtual router of it is one of this host");
        }
        if (packet.yours() != 0 && packet.yours() != peer.get().discriminator()) {
            return Optional.of("it is for another session, perhaps of before a restart");
        }
        boolean news = known.isEmpty() || !hello.equals(peer.get().heard());
        boolean up = peer.get().isUp();
        peer.get().received(packet, hello, now);
        if (news || up != peer.get().isUp()) {
            tellAll();
        }
        return Optional.empty();
    }

    /** This process stood still: what it did not hear meanwhile is no sign of anything. */
    public void slept(long now) {
        peers.forEach(peer -> peer.slept(now));
    }

    /** Does what is due; call it only after all packets that came by {@code now} were told. */
    public void turn(long now) {
        boolean news = false;
        int place = 0;
        while (place < peers.size()) {
            GroupPeer peer = peers.get(place);
            boolean up = peer.isUp();
            peer.turn(now);
            news |= up != peer.isUp();
            if (Deadline.isDue(peer.forgottenAt(), now)) {
                end(peer, now); // the next one then stands in its place
                news = true;
            } else {
                place++;
            }
        }
        if (news) {
            tellAll();
        }
    }

    /** Tells all of them that their sessions are switched off. */
    void close(long now) {
        List.copyOf(peers).forEach(peer -> end(peer, now));
    }

    private Optional<GroupPeer> admit(int index, InetAddress source, Hello hello, long now) {
        if (peers.size() >= MOST_PEERS) {
            return Optional.empty();
        }
        return members.stream()
                .filter(member -> member.link().index() == index
                        && member.link().own() instanceof Inet4Address == source instanceof Inet4Address
                        && !member.link().own().equals(source)
                        && member.admits(source)
                        && hello.of(member.virtualRouterId()).isPresent())
                .findFirst()
                .map(member -> begin(member.link(), source, new Alarms(), now));
    }

    /** For every packet: a loop, since a stream would take longer than all else that is done for it. */
    private Optional<GroupPeer> find(int index, InetAddress address) {
        for (GroupPeer peer : peers) {
            if (peer.link().index() == index && peer.address().equals(address)) {
                return Optional.of(peer);
            }
        }
        return Optional.empty();
    }

    private boolean isFollowed(GroupPeer peer) {
        return members.stream()
                .anyMatch(member ->
                        member.link().equals(peer.link()) && member.follows().equals(Optional.of(peer.address())));
    }

    /** One session serves all groups of a link, so it runs at the fastest pace that any of them asks for. */
    private Optional<FastDetection> pace(GroupMember.Link link) {
        return members.stream()
                .filter(member -> member.link().equals(link))
                .map(GroupMember::pace)
                .min(Comparator.comparing(FastDetection::time).thenComparing(FastDetection::interval));
    }

    private GroupPeer begin(GroupMember.Link link, InetAddress address, Alarms alarms, long now) {
        int discriminator = random.nextInt();
        while (discriminator == 0 || isTaken(discriminator)) {
            discriminator = random.nextInt();
        }
        FastDetection pace = pace(link).orElseThrow();
        GroupPeer peer = new GroupPeer(link, address, pace, alarms, discriminator, random, now, output);
        peers.add(peer);
        peer.say(hello(peer));
        return peer;
    }

    private boolean isTaken(int discriminator) {
        return peers.stream().anyMatch(peer -> peer.discriminator() == discriminator);
    }

    private void end(GroupPeer peer, long now) {
        peer.close(now);
        peers.remove(peer);
        output.forgotten(peer);
    }

    private void tellAll() {
        peers.forEach(peer -> peer.say(hello(peer)));
    }

    private Hello hello(GroupPeer to) {
        return new Hello(members.stream()
                .filter(member -> member.link().equals(to.link()))
                .map(member -> new Hello.Entry(
                        member.virtualRouterId(),
                        member.priority(),
                        member.active(),
                        member.active() && isFirst(to, member.virtualRouterId())))
                .toList());
    }

    /** Of two of the same priority the one with the higher address, as RFC 9568 §6.4.3 has it. */
    private boolean isFirst(GroupPeer candidate, int virtualRouterId) {
        Optional<Hello.Entry> own = candidate.heard().of(virtualRouterId);
        return own.isPresent()
                && candidate.isUp()
                && peers.stream()
                        .filter(peer -> peer != candidate && peer.link().equals(candidate.link()) && peer.isUp())
                        .noneMatch(peer -> peer.heard()
                                .of(virtualRouterId)
                                .filter(entry -> isBetter(
                                        entry.priority(),
                                        peer.address(),
                                        own.get().priority(),
                                        candidate.address()))
                                .isPresent());
    }

    private static boolean isBetter(int priority, InetAddress address, int otherPriority, InetAddress otherAddress) {
        return priority == otherPriority
                ? Arrays.compareUnsigned(address.getAddress(), otherAddress.getAddress()) > 0
                : priority > otherPriority;
    }
}
