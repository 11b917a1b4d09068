package org.aloft.agent.event;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One thing that happened. Immutable, and complete: a listener needs no further question. */
public sealed interface AgentEvent {
    /** When it happened, by the host's calendar. */
    Instant at();

    /**
     * A VRRP instance went from one state to another.
     *
     * @param instance the name in the configuration
     * @param priority the effective priority now, 0..255
     * @param reason why, human-readable
     * @param occasion whether the instance ends with this, and how
     */
    record InstanceChanged(
            Instant at,
            String instance,
            InstanceState from,
            InstanceState to,
            int priority,
            String reason,
            Occasion occasion)
            implements AgentEvent {}

    /**
     * A sync group as a whole is in another state.
     *
     * @param group the name in the configuration
     * @param reason why, human-readable
     * @param occasion whether the group ends with this, and how
     */
    record GroupChanged(
            Instant at, String group, InstanceState from, InstanceState to, String reason, Occasion occasion)
            implements AgentEvent {}

    /**
     * An active instance heard an advert of a lower priority: somebody else thought that he was active, too. What is
     * kept outside of this host may have to be claimed again (notify_master_rx_lower_pri).
     *
     * @param instance the name in the configuration
     * @param otherRouter who sent it
     * @param otherPriority the priority in it
     * @param priority our own
     * @param untold how many such adverts came since the last one that was told, of this router or of others: each is
     *     told once in ten seconds
     */
    record LowerPriorityHeard(
            Instant at, String instance, InetAddress otherRouter, int otherPriority, int priority, long untold)
            implements AgentEvent {}

    /**
     * Somebody else claims VIPs that this router holds.
     *
     * @param instance the name in the configuration
     * @param other who: a router by its address, or a host by its MAC and the VIP that it claims
     * @param otherPriority the priority in its adverts; 0 when only its ARP was heard
     * @param heard how it was noticed
     * @param count how often since the clash began, 1 and up
     */
    record HoldersClashed(Instant at, String instance, String other, int otherPriority, Heard heard, long count)
            implements AgentEvent {}

    /** How another holder was noticed. */
    enum Heard {
        ADVERT,
        ARP
    }

    /**
     * The clash is over.
     *
     * @param instance the name in the configuration
     * @param winner who holds the VIPs now
     * @param duration how long there were two holders
     */
    record HoldersSettled(Instant at, String instance, InetAddress winner, Duration duration) implements AgentEvent {}

    /**
     * Somebody removed a VIP from this host; it was put back.
     *
     * @param instance the name in the configuration
     * @param vip address and prefix length, such as {@code 192.0.2.10/32}
     */
    record VipRestored(Instant at, String instance, String vip) implements AgentEvent {}

    /**
     * The effective priority of an instance is another.
     *
     * @param instance the name in the configuration
     * @param state where the instance stands meanwhile
     * @param reason which tracker or which reload, for people
     */
    record PriorityChanged(Instant at, String instance, InstanceState state, int from, int to, String reason)
            implements AgentEvent {}

    /**
     * Something that instances track is up, down, or has another value.
     *
     * @param kind the block in the configuration: {@code vrrp_script}, {@code track_file}, {@code interface} …
     * @param name its name
     * @param up whether it counts as good
     * @param value the value of a file that is tracked; 0 for all others
     * @param reason why, human-readable
     */
    record TrackerChanged(Instant at, String kind, String name, boolean up, int value, String reason)
            implements AgentEvent {}

    /**
     * A real server's checks came to another result, or its weight changed.
     *
     * @param service the virtual service
     * @param server the real server
     * @param up whether it gets connections
     * @param weight its weight now
     * @param reason why, human-readable
     */
    record RealServerChanged(Instant at, ServiceName service, ServiceName server, boolean up, int weight, String reason)
            implements AgentEvent {}

    /**
     * A virtual service gained or lost its quorum.
     *
     * @param service the virtual service
     * @param up whether it has its quorum
     * @param reason why, human-readable
     */
    record QuorumChanged(Instant at, ServiceName service, boolean up, String reason) implements AgentEvent {}

    /**
     * Another configuration is in force.
     *
     * @param changes what differs, one line each, for people; of more than {@link #MOST_CHANGES} the first ones, and a
     *     line that says how many more there are
     */
    record ConfigurationReloaded(Instant at, List<String> changes) implements AgentEvent {
        /** Events are remembered, and thousands of virtual servers may change at every reload. */
        public static final int MOST_CHANGES = 100;

        /** Takes a copy, and what is too much from it. */
        public ConfigurationReloaded {
            int more = changes.size() - MOST_CHANGES;
            if (more > 0) {
                List<String> first = new ArrayList<>(changes.subList(0, MOST_CHANGES));
                first.add("and " + more + " more");
                changes = first;
            }
            changes = List.copyOf(changes);
        }
    }

    /**
     * The file was read again and is not in force.
     *
     * @param problems why, one line each, for people
     * @param unrestored the parts of aloftd in which the configuration read before is not in force either, as people
     *     call them; empty but where the way back failed as well
     */
    record ConfigurationRefused(Instant at, List<String> problems, List<String> unrestored) implements AgentEvent {
        /** Takes copies. */
        public ConfigurationRefused {
            problems = List.copyOf(problems);
            unrestored = List.copyOf(unrestored);
        }

        /** What is in force now, for people. */
        public String outcome() {
            return "the configuration read before stays in force"
                    + (unrestored.isEmpty()
                            ? ""
                            : ", but not in " + String.join(", ", unrestored)
                                    + "; run: systemctl restart aloftd, which takes the file as it is");
        }
    }

    /**
     * The agent runs.
     *
     * @param version such as {@code aloftd 0.1.0}
     */
    record AgentStarted(Instant at, String version) implements AgentEvent {}

    /** The agent is about to give up its VIPs and end. */
    record AgentStopping(Instant at) implements AgentEvent {}
}
