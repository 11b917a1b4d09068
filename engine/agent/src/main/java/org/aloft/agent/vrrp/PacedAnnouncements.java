package org.aloft.agent.vrrp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.aloft.agent.config.AnnouncementPaces;
import org.aloft.agent.kernel.Deadline;
import org.aloft.agent.kernel.socket.AddressAnnouncer;

/**
 * Keeps the pace of announcements ({@code vrrp_garp_interval}, {@code vrrp_gna_interval}, {@code garp_group}) without
 * ever waiting: what may not go out yet is queued until the VRRP thread comes by at {@link #deadline}. Interfaces of
 * one group share a lane; the two families never do. Where there is no pace, everything goes out at once. Times are in
 * nanoseconds; does no I/O of its own. For one thread.
 */
final class PacedAnnouncements {
    /**
     * Where an address is to be announced.
     *
     * @param device the interface that has it
     * @param link the interface whose pace counts: the same, or the one that a virtual MAC's interface stands on
     * @param address the VIP
     */
    record Place(String device, String link, InetAddress address) {}

    /** Who sends. */
    interface Sender {
        /** The whole announcement, so many times. */
        void announce(Place place, int times);

        /** One message of it, counted from 0. */
        void announcePart(Place place, int part);
    }

    private record Message(Place place, int part) {}

    private static final class Lane {
        private final String name;
        private final boolean ipv6;
        private final long interval;
        private final Deque<Message> waiting = new ArrayDeque<>();
        private long next = Long.MIN_VALUE;

        private Lane(String name, boolean ipv6, Duration interval) {
            this.name = name;
            this.ipv6 = ipv6;
            this.interval = interval.toNanos();
        }
    }

    private final Sender sender;
    private AnnouncementPaces paces = AnnouncementPaces.NONE;
    private List<Lane> lanes = new ArrayList<>();

    PacedAnnouncements(Sender sender) {
        this.sender = sender;
    }

    /** Keeps this pace from now on, also for what waits. */
    void pace(AnnouncementPaces next) {
        // Not at a start: the first comparison of two of them takes Java ten milliseconds.
        if (!lanes.isEmpty() && next.equals(paces)) {
            return;
        }
        paces = next;
        List<Lane> before = lanes;
        lanes = new ArrayList<>();
        before.forEach(old ->
                old.waiting.forEach(message -> lane(message.place()).waiting.add(message)));
    }

    /**
     * Announces addresses, each so many times. All have their first turn before any has its second. An address that
     * waits for more than that already gets no further turns, so that lanes do not grow.
     */
    void announce(List<Place> places, int times, long now) {
        List<Place> paced = new ArrayList<>();
        for (Place place : places) {
            if (lane(place).interval == 0) {
                sender.announce(place, times);
            } else if (waiting(place) <= (long) times * AddressAnnouncer.parts(place.address())) {
                paced.add(place);
            }
        }
        if (!paced.isEmpty()) {
            for (int time = 0; time < times; time++) {
                paced.forEach(this::add);
            }
            send(now);
        }
    }

    private long waiting(Place place) {
        return lane(place).waiting.stream()
                .filter(message -> message.place().equals(place))
                .count();
    }

    private void add(Place place) {
        for (int part = 0; part < AddressAnnouncer.parts(place.address()); part++) {
            lane(place).waiting.add(new Message(place, part));
        }
    }

    /** Leaves out what waits for these: they may be another router's by the time. */
    void forget(Collection<Place> gone) {
        lanes.forEach(lane -> lane.waiting.removeIf(message -> gone.contains(message.place())));
    }

    /** When {@link #send} is to be called; {@link Deadline#NEVER} when nothing waits. */
    long deadline() {
        long earliest = Deadline.NEVER;
        for (int index = 0; index < lanes.size(); index++) {
            Lane lane = lanes.get(index);
            if (!lane.waiting.isEmpty()) {
                earliest = Math.min(earliest, lane.next);
            }
        }
        return earliest;
    }

    /** Sends what is due: one message a lane, so that a late call causes no burst. */
    void send(long now) {
        for (int index = 0; index < lanes.size(); index++) {
            Lane lane = lanes.get(index);
            boolean due = lane.interval == 0 || lane.next <= now;
            while (due && !lane.waiting.isEmpty()) {
                Message message = lane.waiting.remove();
                lane.next = now + lane.interval;
                sender.announcePart(message.place(), message.part());
                due = lane.interval == 0;
            }
        }
    }

    private Lane lane(Place place) {
        boolean ipv6 = place.address() instanceof Inet6Address;
        String name = place.link();
        AnnouncementPaces.Pace pace = paces.everywhere();
        for (int index = 0; index < paces.groups().size(); index++) {
            AnnouncementPaces.Group group = paces.groups().get(index);
            if (group.interfaces().contains(place.link())) {
                name = group.interfaces().get(0);
                pace = group.pace();
            }
        }
        for (Lane lane : lanes) {
            if (lane.ipv6 == ipv6 && lane.name.equals(name)) {
                return lane;
            }
        }
        Lane lane = new Lane(name, ipv6, ipv6 ? pace.neighbour() : pace.arp());
        lanes.add(lane);
        return lane;
    }
}
